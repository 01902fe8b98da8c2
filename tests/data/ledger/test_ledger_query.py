"""The ledger under filters and orders: what SQL finds is what a plain reading of the rows finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import eq, ge, gt, le, lt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.journal.codec import instant_text
from data.ledger import page as ledger_page
from data.ledger import walk as ledger_query
from data.ledger.indexer import Indexer
from data.tables.shared import FLAGS
from tests.data.files import NIGHT, File
from tests.data.ledger.test_views import open_incident
from tests.hostile import HOSTILE
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.ledger.terms import (
    AMOUNTS,
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
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import OPEN, State
from xfconsole.core.words.text import neutral_line

ZONE = ZoneInfo("Asia/Shanghai")
NOW = NIGHT.astimezone(ZONE)
TODAY = NOW.date()
UNITS = ("住建局", "水务局", "School board", "")
STATES = (State.REGISTERED, State.ASSIGNED, State.HANDLING, State.CONCLUDED)


MATTERS = st.fixed_dictionaries(
    {
        "summary": st.sampled_from(["安置房逾期交付", "停水三日", "100% Wasser_"]),
        "text": st.sampled_from(["", "过渡费 何时发", "二次供水"]),
        "unit": st.sampled_from(UNITS),
        "topic": st.sampled_from([(), ("城乡建设", "供水"), ("民政",)]),
        "township": st.sampled_from(["", "河东街道"]),
        "place": st.sampled_from(["", "河东区_平安里", "100%_A"]),
        "addressed_to": st.sampled_from(["", "市长"]),
        "cause": st.sampled_from(["", "答复不及时"]),
        "headcount": st.sampled_from([None, 5, 33]),
        "concerned": st.sampled_from([None, 1, 9, 10, 600]),
        "publishable": st.booleans(),
        "channel": st.sampled_from(Channel),
        "purpose": st.sampled_from([None, *Purpose]),
        "anonymous": st.booleans(),
        "at": st.integers(0, 240).map(lambda hours: NIGHT - timedelta(hours=hours)),
        "state": st.sampled_from(STATES),
        "holder": st.sampled_from(["", "住建局", "交通局"]),
        "due": st.sampled_from([None, None, -90, -1, 0, 0.5, 1, 22, 46, 70, 94, 500]),
        "rolled": st.integers(0, 3),
        "undecided": st.booleans(),
        "supervised": st.booleans(),
        "urgent": st.booleans(),
        "simple": st.booleans(),
        "leader": st.sampled_from(["", "王强"]),
        "live": st.integers(0, 9).map(lambda n: n == 0),
    }
)
"""What a matter is to be like; ``due`` are hours from now, or nothing, ``rolled`` days of rest."""


def put(file: File, made: dict[str, object]) -> None:
    """Register a matter, and set what its life would have made of it."""
    fields = {name: made[name] for name in ("text", "unit", "topic", "township", "channel")}
    fields |= {name: made[name] for name in ("purpose", "anonymous", "at", *ASKED_TOO)}
    uid = file.register(str(made["summary"]), **fields)
    due = made["due"]
    at = NIGHT + timedelta(hours=due) if isinstance(due, int | float) else None
    # A duty counted in days is overdue when its last day is over.
    last = (at.astimezone(ZONE) - timedelta(microseconds=1)).date() if at else None
    last = last - timedelta(int(str(made["rolled"]))) if last else None
    values = (
        str(made["state"]), made["holder"], last.isoformat() if last else None,
        instant_text(at) if at else None, "deal" if at else None,
        *(int(bool(made[name])) for name in MARKS), made["leader"], uid,
    )  # fmt: skip
    with file.engine.begin() as connection:
        connection.execute(
            "UPDATE matter SET state = ?, holder = ?, due_on = ?, due_at = ?, due_clock = ?, "
            f"{', '.join(f'{name} = ?' for name in MARKS)}, leader = ? WHERE uid = ?",
            values,
        )
    if made["live"]:
        open_incident(file, uid, "02-001")


UNMADE = (Flag.PAST, Flag.NEEDS_LEADER)
MARKS = (*FLAGS, "simple")
ASKED_TOO = ("place", "addressed_to", "cause", "headcount", "concerned", "publishable")
TEXTS = {
    FilterKey.UNIT: ("住建", "局", "school", "无此单位"),
    FilterKey.TOPIC: ("供水", "民政"),
    FilterKey.TOWNSHIP: ("河东",),
    FilterKey.PLACE: ("河东", "%", "_", "a"),
    FilterKey.ADDRESSEE: ("市",),
    FilterKey.CAUSE: ("不及时", "无此事"),
    FilterKey.LEADER: ("王", "孙磊"),
    FilterKey.NUMBER: ("2026", "00001", "7"),
    FilterKey.OFFICER: ("李敏", "王"),
}
DAYS = st.one_of(
    st.integers(0, 6).map(timedelta),
    st.integers(-5, 5).map(lambda days: TODAY + timedelta(days)),
    st.sampled_from([Near.TODAY, Near.TOMORROW, Near.YESTERDAY]),
)
WORDS = ("安置房", "水", "供水", "过渡费 何", "二次", "%", "城乡")
TERMS: st.SearchStrategy[Term] = st.one_of(
    st.sampled_from(list(TEXTS)).flatmap(
        lambda field: st.builds(
            Holds,
            st.just(field),
            st.lists(st.sampled_from(TEXTS[field]), min_size=1, max_size=2).map(tuple),
            st.booleans(),
        )
    ),
    st.builds(
        OneOf,
        st.just(FilterKey.STATE),
        st.lists(st.sampled_from(STATES), min_size=1, max_size=3, unique=True).map(tuple),
        st.booleans(),
    ),
    st.builds(
        OneOf,
        st.just(FilterKey.CHANNEL),
        st.lists(st.sampled_from(Channel), min_size=1, max_size=3, unique=True).map(tuple),
        st.booleans(),
    ),
    st.builds(
        OneOf,
        st.just(FilterKey.PURPOSE),
        st.sampled_from(Purpose).map(lambda one: (one,)),
        st.booleans(),
    ),
    st.builds(Timed, st.just(FilterKey.RECEIVED), st.sampled_from(Compare), DAYS, st.booleans()),
    st.builds(
        Timed,
        st.just(FilterKey.DUE),
        st.sampled_from(Compare),
        DAYS | st.just(Near.HOUR) | st.integers(1, 30).map(lambda n: timedelta(hours=n)),
        st.booleans(),
    ),
    st.builds(
        Counted,
        st.sampled_from(AMOUNTS),
        st.sampled_from(Compare),
        st.sampled_from([0, 5, 9, 10, 33]),
        st.booleans(),
    ),
    st.builds(
        Flagged,
        st.sampled_from([each for each in Flag if each not in UNMADE]),
        st.booleans(),
    ),
    st.builds(
        Word,
        st.sampled_from(["安置房", "水", "供水", "过渡费 何", "二次", "%", "城乡"]),
        st.booleans(),
    ),
)
SIGNS: dict[Compare, Callable[[Any, Any], bool]] = {
    Compare.IS: eq,
    Compare.LESS: lt,
    Compare.AT_MOST: le,
    Compare.MORE: gt,
    Compare.AT_LEAST: ge,
}


def fits(row: MatterRow, text: str, term: Term) -> bool:
    """Return whether a matter meets a term, read off its row."""
    return _meets(row, text, term) is not term.negated


def _meets(row: MatterRow, text: str, term: Term) -> bool:
    match term:
        case Holds():
            told = {
                FilterKey.UNIT: (row.unit, row.holder),
                FilterKey.TOPIC: row.topic,
                FilterKey.TOWNSHIP: (row.township,),
                FilterKey.PLACE: (row.place,),
                FilterKey.ADDRESSEE: (row.addressed_to,),
                FilterKey.CAUSE: (row.cause,),
                FilterKey.LEADER: (row.leader,),
                FilterKey.NUMBER: (row.number,),
                FilterKey.OFFICER: (row.officer,),
            }[term.field]
            return any(asked in each.casefold() for asked in term.texts for each in told)
        case OneOf():
            return getattr(row, term.field.value) in term.values
        case Timed(FilterKey.RECEIVED):
            return _received(row, term)
        case Timed():
            return _due(row, term)
        case Counted():
            people = getattr(row, term.field.value)
            return people is not None and SIGNS[term.compare](people, term.amount)
        case Flagged():
            return _flagged(row, term.flag)
        case Word():
            places = (row.number, row.summary, row.unit, text, *row.topic)
            return any(term.text in each.casefold() for each in places)


def _received(row: MatterRow, term: Timed) -> bool:
    day = row.received_at.astimezone(ZONE).date()
    if isinstance(term.when, timedelta):
        return SIGNS[term.compare](TODAY - day, term.when)
    return SIGNS[term.compare](day, _day(term.when))


def _due(row: MatterRow, term: Timed) -> bool:
    hours = term.when is Near.HOUR or (isinstance(term.when, timedelta) and term.when.seconds)
    if not hours:
        when = TODAY + term.when if isinstance(term.when, timedelta) else _day(term.when)
        return row.due_on is not None and SIGNS[term.compare](row.due_on, when)
    until = NIGHT + (term.when if isinstance(term.when, timedelta) else timedelta(hours=1))
    sign = le if term.compare is Compare.IS else SIGNS[term.compare]
    early = term.compare in (Compare.IS, Compare.LESS, Compare.AT_MOST)
    live = term.when is Near.HOUR and early and row.live
    return live or (row.due_at is not None and sign(row.due_at, until))


def _day(when: object) -> date:
    if isinstance(when, Near):
        return TODAY + timedelta({Near.TODAY: 0, Near.TOMORROW: 1, Near.YESTERDAY: -1}[when])
    assert isinstance(when, date)
    return when


def _flagged(row: MatterRow, flag: Flag) -> bool:
    overdue = row.due_at is not None and row.due_at <= NIGHT
    if flag is Flag.OVERDUE:
        return overdue
    if flag is Flag.PAST_CONTROL:
        return row.due_on is not None and row.due_on < TODAY and not overdue
    if flag is Flag.SOON:
        soon = row.due_on is not None and TODAY <= row.due_on <= TODAY + timedelta(3)
        return soon and not overdue
    if flag in (Flag.OPEN, Flag.CLOSED):
        return (row.state in OPEN) is (flag is Flag.OPEN)
    return bool(getattr(row, flag.value))


def in_order(rows: list[MatterRow], sort: Sort) -> list[MatterRow]:
    """Return rows as an order has them, by sorting."""
    newest = sorted(rows, key=lambda row: (row.received_at, row.uid), reverse=True)
    match sort:
        case Sort.RECEIVED:
            return newest
        case Sort.NUMBER:
            return sorted(rows, key=lambda row: row.number)
        case Sort.UNIT:
            return sorted(newest, key=lambda row: (not row.unit, row.unit))
        case Sort.STATE:
            return sorted(newest, key=lambda row: list(State).index(row.state))
        case Sort.DUE:
            due = [row for row in rows if row.due_at is not None]
            rest = [row for row in newest if row.due_at is None]
            return sorted(due, key=lambda row: (row.due_at, row.due_on, row.uid)) + rest


@pytest.fixture(params=[(-1, 0), (-1, 200), (5, 200), (300, 200)], ids=str)
def plans(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have small registers listed the ways that large ones are."""
    few, streams = request.param
    for name in ("FEW", "MANY"):
        monkeypatch.setattr(ledger_query, name, few)
    monkeypatch.setattr(ledger_query, "_MOST_STREAMS", streams)
    monkeypatch.setattr(ledger_page, "_BATCH", 3)


@pytest.fixture
def texts(file: File) -> Callable[[MatterRow], str]:
    """Read the text of a matter, each once: no text changes here."""
    read: dict[str, str] = {}

    def text(row: MatterRow) -> str:
        if row.uid not in read:
            opened = file.views.matter(row.number)
            assert opened is not None
            read[row.uid] = opened.text
        return read[row.uid]

    return text


@pytest.mark.usefixtures("plans")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(MATTERS, min_size=1, max_size=4),
    st.lists(TERMS, max_size=3).map(tuple),
    st.sampled_from(Sort),
    st.integers(1, 5),
    st.integers(1, 30),
)
def test_sql_finds_what_a_plain_reading_finds_page_by_page(
    file: File,
    texts: Callable[[MatterRow], str],
    new: list[dict[str, object]],
    terms: tuple[Term, ...],
    sort: Sort,
    size: int,
    indexed: int,
) -> None:
    for made in new:
        put(file, made)
    # The index of words follows some way behind.
    Indexer(file.engine).step(indexed)
    listing = Listing(NOW, LedgerQuery(terms), sort)
    rows = file.views.matters(limit=10_000)
    fitting = [row for row in rows if all(fits(row, texts(row), term) for term in terms)]
    expected = [row.number for row in in_order(fitting, sort)]
    assert [row.number for row in file.views.matters(listing, limit=10_000)] == expected
    assert walked(file, listing, size) == expected
    assert walked(file, listing, size, backward=True) == expected[::-1]
    count = file.views.quick_count(listing.query)
    assert count is None or count == len(expected)


def walked(file: File, listing: Listing, size: int, *, backward: bool = False) -> list[str]:
    found: list[str] = []
    after: MatterRow | None = None
    while page := file.views.matters(listing, after=after, limit=size, backward=backward):
        found += [row.number for row in page]
        after = page[-1]
    return found


@pytest.mark.parametrize("sort", Sort)
def test_a_page_goes_on_after_a_row_that_is_elsewhere_by_now(file: File, sort: Sort) -> None:
    for number in range(9):
        file.register(str(number), unit=UNITS[number % 3], at=NIGHT - timedelta(hours=number))
    listing = Listing(NOW, sort=sort)
    first = file.views.matters(listing, limit=4)
    with file.engine.begin() as connection:
        connection.execute(
            "UPDATE matter SET state = 'archived', unit = 'none' WHERE uid = ?", (first[-1].uid,)
        )
    rest = file.views.matters(listing, after=first[-1])
    seen = [row.uid for row in first + rest]
    assert {row.uid for row in file.views.matters()} == set(seen)
    assert len(seen) - len(set(seen)) <= 1
    assert set(seen[:4]) & set(seen[4:]) <= {first[-1].uid}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_looked_for_and_finds_itself_only(file: File, name: str) -> None:
    text = neutral_line(HOSTILE[name][:60]).strip() or "x"
    file.register("别的", unit="别的局")
    found = file.register("这件", unit=text, township=text, topic=(text,))
    row = next(row for row in file.views.matters() if row.uid == found)
    for field, value in ((FilterKey.UNIT, row.unit), (FilterKey.TOPIC, row.topic[0])):
        query = LedgerQuery((Holds(field, (value.casefold(),)),))
        assert found in {each.uid for each in file.views.matters(Listing(NOW, query))}


def test_counts_by_state_follow_every_change(file: File) -> None:
    uids = [file.register() for _ in range(3)]
    assert file.views.state_counts() == {State.REGISTERED: 3}
    with file.engine.begin() as connection:
        connection.execute("UPDATE matter SET state = 'handling' WHERE uid = ?", (uids[0],))
    assert file.views.state_counts() == {State.REGISTERED: 2, State.HANDLING: 1}
    assert file.views.quick_count(parse("state:handling", {})) == 1
    assert file.views.quick_count(parse("open -state:handling", {})) == 2
    assert file.views.quick_count(parse("closed", {})) == 0
    assert file.views.quick_count(parse("open overdue", {})) is None


def test_times_are_those_of_the_day_at_the_office(file: File) -> None:
    midnight = datetime(2026, 2, 20, tzinfo=ZONE)
    for number, seconds in enumerate((-1, 0, 1)):
        file.register(str(number), at=midnight + timedelta(seconds=seconds))
    now = replace(Listing(NOW), query=parse("received:today", {}))
    assert [row.summary for row in file.views.matters(now)] == ["2", "1"]
    before = replace(now, query=parse("received:昨天", {}))
    assert [row.summary for row in file.views.matters(before)] == ["0"]
