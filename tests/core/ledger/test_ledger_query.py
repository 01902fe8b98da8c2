"""The ledger's filter: terms in both languages, what is refused, what is only half typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HOSTILE
from xfconsole.core.ledger.filter import parse, parse_typing
from xfconsole.core.ledger.terms import (
    AMOUNTS,
    CLOSED_LISTS,
    TIMES,
    Compare,
    Counted,
    FilterKey,
    Flag,
    Flagged,
    Holds,
    LedgerQuery,
    Near,
    OneOf,
    Term,
    Timed,
    Word,
)
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import State
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import keyed
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.closed_lists import ledger_names

NAMES = ledger_names()


def read(text: str) -> tuple[Term, ...]:
    return parse(text, NAMES).terms


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("unit:住建", Holds(FilterKey.UNIT, ("住建",))),
        ("单位：住建，水务", Holds(FilterKey.UNIT, ("住建", "水务"))),
        ("UNIT:Housing", Holds(FilterKey.UNIT, ("housing",))),
        ('unit:"住建 局",人社', Holds(FilterKey.UNIT, ("住建 局", "人社"))),
        ("单位:“住建 局”", Holds(FilterKey.UNIT, ("住建 局",))),
        ("state:handling", OneOf(FilterKey.STATE, (State.HANDLING,))),
        ("状态:办理中", OneOf(FilterKey.STATE, (State.HANDLING,))),
        ("状态：受理", OneOf(FilterKey.STATE, (State.ACCEPTED,))),
        ("state:transferred", OneOf(FilterKey.STATE, (State.PASSED,))),
        ('state:"led on","passed on"', OneOf(FilterKey.STATE, (State.LED, State.PASSED))),
        ("状态:终结，导入程序", OneOf(FilterKey.STATE, (State.FINISHED, State.LED))),
        ("状态:已告知渠道，不予受理", OneOf(FilterKey.STATE, (State.DIRECTED, State.DECLINED))),
        ("状态:当场答复", OneOf(FilterKey.STATE, (State.ANSWERED,))),
        ('state:"final decided"', OneOf(FilterKey.STATE, (State.FINAL_REPLIED,))),
        ("state:hand,fini", OneOf(FilterKey.STATE, (State.HANDLING, State.FINISHED))),
        ("state:review", OneOf(FilterKey.STATE, (State.REVIEW,))),
        ("state:review_replied", OneOf(FilterKey.STATE, (State.REVIEW_REPLIED,))),
        ("channel:visit", OneOf(FilterKey.CHANNEL, (Channel.VISIT,))),
        ("渠道:来信，来电", OneOf(FilterKey.CHANNEL, (Channel.LETTER, Channel.CALL))),
        ("目的:申诉", OneOf(FilterKey.PURPOSE, (Purpose.CLAIM,))),
        ("topic:供水", Holds(FilterKey.TOPIC, ("供水",))),
        ("街道:河东", Holds(FilterKey.TOWNSHIP, ("河东",))),
        ("place:平安里", Holds(FilterKey.PLACE, ("平安里",))),
        ("属地：平安里", Holds(FilterKey.PLACE, ("平安里",))),
        ("受信人:市长", Holds(FilterKey.ADDRESSEE, ("市长",))),
        ("原因:不及时", Holds(FilterKey.CAUSE, ("不及时",))),
        ("concerned>=10", Counted(FilterKey.CONCERNED, Compare.AT_LEAST, 10)),
        ("涉及≥１０", Counted(FilterKey.CONCERNED, Compare.AT_LEAST, 10)),
        ("人数：５", Counted(FilterKey.HEADCOUNT, Compare.IS, 5)),
        ("-headcount<30", Counted(FilterKey.HEADCOUNT, Compare.LESS, 30, negated=True)),
        ("包案：王强", Holds(FilterKey.LEADER, ("王强",))),
        ("待包案", Flagged(Flag.NEEDS_LEADER)),
        ("可以公开", Flagged(Flag.PUBLISHABLE)),
        ("no:000123", Holds(FilterKey.NUMBER, ("000123",))),
        ("officer:李敏", Holds(FilterKey.OFFICER, ("李敏",))),
        ("due<3d", Timed(FilterKey.DUE, Compare.LESS, timedelta(3))),
        ("到期＜3天", Timed(FilterKey.DUE, Compare.LESS, timedelta(3))),
        ("到期《3天", Timed(FilterKey.DUE, Compare.LESS, timedelta(3))),
        ("due<=3d", Timed(FilterKey.DUE, Compare.AT_MOST, timedelta(3))),
        ("due>2d", Timed(FilterKey.DUE, Compare.MORE, timedelta(2))),
        ("due≥2d", Timed(FilterKey.DUE, Compare.AT_LEAST, timedelta(2))),
        ("due:today", Timed(FilterKey.DUE, Compare.IS, Near.TODAY)),
        ("到期:明天", Timed(FilterKey.DUE, Compare.IS, Near.TOMORROW)),
        ("due<2026-03-01", Timed(FilterKey.DUE, Compare.LESS, date(2026, 3, 1))),
        ("due<1h", Timed(FilterKey.DUE, Compare.LESS, timedelta(hours=1))),
        ("due:hour", Timed(FilterKey.DUE, Compare.IS, Near.HOUR)),
        ("received>7d", Timed(FilterKey.RECEIVED, Compare.MORE, timedelta(7))),
        ("收到<2026-1-1", Timed(FilterKey.RECEIVED, Compare.LESS, date(2026, 1, 1))),
        ("overdue", Flagged(Flag.OVERDUE)),
        ("超期未受理", Flagged(Flag.UNDECIDED)),
        ("督办", Flagged(Flag.SUPERVISED)),
        ("-匿名", Flagged(Flag.ANONYMOUS, negated=True)),
        ("－unit:住建", Holds(FilterKey.UNIT, ("住建",), negated=True)),
        ("拆迁", Word("拆迁")),
        ("-拆迁", Word("拆迁", negated=True)),
        ('"超期"', Word("超期")),
        ('"say ""no"""', Word('say "no"')),
        ("「没有 关上", Word("没有 关上")),
        ("12:30", Word("12:30")),
        ("-", Word("-")),
        ("a<b", Word("a<b")),
    ],
)
def test_a_term_is_understood(text: str, term: Term) -> None:
    assert read(text) == (term,)


def test_terms_stand_beside_each_other_in_any_order() -> None:
    assert read("拆迁　unit:住建 overdue\t-来信 ") == (
        Word("拆迁"),
        Holds(FilterKey.UNIT, ("住建",)),
        Flagged(Flag.OVERDUE),
        Word("来信", negated=True),
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("name:王强", "unknown"),
        ("电话:139", "unknown"),
        ("unit:", "empty"),
        ("unit:,住建", "empty"),
        ('""', "empty"),
        ("unit<住建", "compare"),
        ("state:nowhere", "value"),
        ("state:re", "ambiguous"),
        ("state:复查已", "ambiguous"),
        ("due<soon", "due"),
        ("due<3", "due"),
        ("due<2026-02-30", "due"),
        ("due<1d,2d", "due"),
        ("received<1h", "received"),
        ("concerned>many", "amount"),
        ("涉及:1,2", "amount"),
        ("headcount<100001", "amount"),
        ("received:hour", "received"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_is_named_in_one_sentence(text: str, key: str, language: str) -> None:
    with pytest.raises(Refused) as refused:
        read(f"安置房 {text} ")
    assert refused.value.key == f"ledger_query.refused.{key}"
    assert text in catalogue(language).say(refused.value.key, **refused.value.values)


@pytest.mark.parametrize(
    ("typed", "taken", "held"),
    [
        ("安置房 sta", "安置房", "sta"),
        ("sta ", "sta", ""),
        ("state", "", "state"),
        ("state:", "", "state:"),
        ("state:h", "state:handling", ""),
        ("state:re", "", "state:re"),
        ("state:handling,", "", "state:handling,"),
        ("due<", "", "due<"),
        ("due<3", "", "due<3"),
        ("due<2026-02-", "", "due<2026-02-"),
        ("overdu", "", "overdu"),
        ("overdue", "overdue", ""),
        ("超期", "超期", ""),
        ("超期未", "", "超期未"),
        ("name:王", "", "name:王"),
        ("line", "line", ""),
    ],
)
def test_a_term_half_typed_is_left_out(typed: str, taken: str, held: str) -> None:
    assert parse_typing(typed, NAMES) == (parse(taken, NAMES), held)


def test_a_wrong_term_before_the_last_is_refused_while_typing() -> None:
    with pytest.raises(Refused):
        parse_typing("due<soon 安", NAMES)


DAYS = st.integers(0, 36_500).map(timedelta)
DATES = st.dates(date(1900, 1, 1), date(2999, 12, 31))
TEXTS = st.text(min_size=1, max_size=8).map(str.casefold)


def stored(text: str) -> bool:
    """Whether a word reads back as itself: neutral, folded, and with something in it."""
    return parse('"' + text.replace('"', '""') + '"', {}).terms == (Word(text),)


def is_typed(term: Holds) -> bool:
    """Whether a number has no blank or full-width sign: these are read as what was meant."""
    return term.field is not FilterKey.NUMBER or tuple(map(keyed, term.texts)) == term.texts


SAID = TEXTS.filter(lambda text: bool(text.strip())).filter(stored)
TERMS = st.one_of(
    st.builds(
        Holds,
        st.sampled_from(
            [each for each in FilterKey if each not in (*TIMES, *AMOUNTS, *CLOSED_LISTS)]
        ),
        st.lists(SAID, min_size=1, max_size=3).map(tuple),
        st.booleans(),
    ).filter(is_typed),
    *(
        st.builds(
            OneOf,
            st.just(field),
            st.lists(st.sampled_from(list(members)), min_size=1, unique=True).map(tuple),
            st.booleans(),
        )
        for field, members in CLOSED_LISTS.items()
    ),
    st.builds(
        Timed,
        st.just(FilterKey.DUE),
        st.sampled_from(Compare),
        st.one_of(
            DAYS, DATES, st.sampled_from(Near), st.integers(1, 99).map(lambda n: timedelta(hours=n))
        ),
        st.booleans(),
    ),
    st.builds(
        Timed,
        st.just(FilterKey.RECEIVED),
        st.sampled_from(Compare),
        st.one_of(DAYS, DATES, st.sampled_from([Near.TODAY, Near.TOMORROW, Near.YESTERDAY])),
        st.booleans(),
    ),
    st.builds(
        Counted,
        st.sampled_from(AMOUNTS),
        st.sampled_from(Compare),
        st.integers(0, 100_000),
        st.booleans(),
    ),
    st.builds(Flagged, st.sampled_from(Flag), st.booleans()),
    st.builds(Word, SAID, st.booleans()),
)


@given(st.lists(TERMS, max_size=6).map(tuple))
def test_what_is_asked_for_reads_back_from_its_text(terms: tuple[Term, ...]) -> None:
    query = LedgerQuery(terms)
    assert parse(str(query), {}) == query


@given(st.text(max_size=40) | st.sampled_from(list(HOSTILE.values())))
def test_any_text_is_understood_or_refused(text: str) -> None:
    for each in (text, f"unit:{text}", f"due<{text}", f"-{text}", f"state:{text} x"):
        try:
            query = parse(each, NAMES)
        except Refused as refused:
            for language in ("zh", "en"):
                catalogue(language).say(refused.key, **refused.values)
        else:
            assert parse(str(query), NAMES) == query
        try:
            parse_typing(each, NAMES)
        except Refused:
            continue


def test_there_is_no_term_for_who_came() -> None:
    for text in ("name:王强", "姓名:王强", "phone:139", "电话:139", "address:x", "信访人:x"):
        with pytest.raises(Refused):
            read(text)
