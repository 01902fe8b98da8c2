"""The command line's grammar: what each short line means, and that nonsense is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HOSTILE
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.command_line import Command, complete, parse, post_of, verb_of
from xfconsole.ui.keys.verb_table import BY_LETTER, BY_NAME
from xfconsole.ui.words.catalogue import catalogue

LINES = [
    ("n 33", Command("count", "", ("33", "counted"))),
    ("n33", Command("count", "", ("33", "counted"))),
    ("n 33 e", Command("count", "", ("33", "estimate"))),
    ("ｎ　３３", Command("count", "", ("33", "counted"))),
    ("n", Command("count")),
    ("c", Command("ring")),
    ("c2", Command("ring", "", ("2",))),
    ("c 2", Command("ring", "", ("2",))),
    ("c2 1", Command("ring", "", ("2", "answered", ""))),
    ("c2 1 20", Command("ring", "", ("2", "answered", "20"))),
    ("c2 2", Command("ring", "", ("2", "no_answer"))),
    ("c2 3", Command("ring", "", ("2", "busy"))),
    ("c2 4", Command("ring", "", ("2", "refused"))),
    ("c2 5", Command("ring", "", ("2", "wrong_number"))),
    ("C2 1", Command("ring", "", ("2", "answered", ""))),
    ("a2", Command("arrive", "", ("2", ""))),
    ("a2 -5", Command("arrive", "", ("2", "5"))),
    ("a2 －5", Command("arrive", "", ("2", "5"))),
    ("e2 15", Command("eta", "", ("2", "15"))),
    ("e2", Command("eta", "", ("2",))),
    ("t 群众推选了 5 名代表", Command("note", "", ("群众推选了 5 名代表",))),
    ("t", Command("note")),
    ("q 要求公布交房时间", Command("requests", "", ("要求公布交房时间",))),
    ("q", Command("requests")),
    ("r 1", Command("report", "", ("first",))),
    ("r 2", Command("report", "", ("follow_up",))),
    ("r 3", Command("report", "", ("final",))),
    ("x", Command("close")),
    ("x 已散", Command("close", "", ("已散",))),
    ("v2 钱进", Command("relieve", "", ("2", "钱进"))),
    ("v2", Command("relieve", "", ("2",))),
    ("l", Command("raise")),
    ("l 情绪激烈", Command("raise", "", ("情绪激烈",))),
    ("u", Command("undo")),
    ("s6 人数已更正", Command("stand_down", "", ("6", "人数已更正"))),
    ("! 120 有人晕倒", Command("emergency", "", ("120", "有人晕倒"))),
    ("！119", Command("emergency", "", ("119",))),
    ("!110 fight", Command("emergency", "", ("110", "fight"))),
    ("02-117: n 33", Command("count", "02-117", ("33", "counted"))),
    ("02b-117: n 33", Command("count", "02B-117", ("33", "counted"))),
    ("02-117：c2", Command("ring", "02-117", ("2",))),
]
WRONG = [
    ("", "empty"),
    ("   ", "empty"),
    ("02-117:", "empty"),
    ("z", "verb"),
    ("no", "verb"),
    ("abc", "verb"),
    ("33", "verb"),
    ("u 情绪激烈", "undo"),
    ("n abc", "count"),
    ("n 33 x", "count"),
    ("n 33 e e", "count"),
    ("n 1234567", "count"),
    ("n -3", "count"),
    ("n ²", "count"),
    ("e2 ²", "eta"),
    ("c0", "ring"),
    ("c2 6", "ring"),
    ("c2 2 20", "ring"),
    ("c2 1 soon", "ring"),
    ("c2 1 20 3", "ring"),
    ("c2 1 99999", "ring"),
    ("c x", "ring"),
    ("a2 5", "arrive"),
    ("a2 -x", "arrive"),
    ("a2 -5 -5", "arrive"),
    ("e2 x", "eta"),
    ("e2 1 2", "eta"),
    ("r 4", "report"),
    ("r 1 2", "report"),
    ("! 911 fire", "emergency"),
    ("! 1200", "emergency"),
    ("v 钱进", "relieve"),
    ("s 理由", "stand_down"),
]


@pytest.mark.parametrize(("line", "command"), LINES, ids=[line for line, _ in LINES])
def test_a_line_means_one_verb(line: str, command: Command) -> None:
    assert parse(line) == command


@pytest.mark.parametrize(("line", "name"), WRONG, ids=[line or "nothing" for line, _ in WRONG])
def test_a_wrong_line_is_refused_with_what_was_expected(line: str, name: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(line)
    assert refused.value.key == (
        f"verb.{name}.expected" if name in BY_NAME else f"command.refused.{name}"
    )
    for language in ("zh", "en"):
        assert catalogue(language).say(refused.value.key, **refused.value.values)


@pytest.mark.parametrize("short", ["n33", "c2 1", "a2", "a2 -5", "e2 15", "r 1", "x", "v2", "q"])
def test_everyday_verbs_take_six_keys_at_most(short: str) -> None:
    assert len(short) + 1 <= 6
    assert parse(short)


@given(st.text(max_size=60))
def test_any_text_is_a_command_or_refused(line: str) -> None:
    verb_of(line)
    post_of(line)
    complete(line, ["钱进"])
    assert _understood(line) in {*BY_NAME, "refused"}


@given(st.sampled_from(sorted(BY_LETTER)), st.text(max_size=40))
def test_any_text_after_a_verb_stays_that_verb_or_is_refused(letter: str, rest: str) -> None:
    try:
        command = parse(f"{letter} {rest}")
    except Refused:
        return
    assert command.verb == BY_LETTER[letter].name


@given(st.integers(1, 99), st.sampled_from(list(RingOutcome)), st.integers(0, 1440))
def test_what_was_rung_comes_back(post: int, outcome: RingOutcome, minutes: int) -> None:
    number = list(RingOutcome).index(outcome) + 1
    line = f"c{post} {number}"
    if outcome is RingOutcome.ANSWERED:
        line += f" {minutes}"
        assert parse(line).values == (str(post), outcome.value, str(minutes))
    else:
        assert parse(line).values == (str(post), outcome.value)


@given(st.text(min_size=1, max_size=40).map(str.strip).filter(bool))
def test_a_note_is_kept_to_the_letter(text: str) -> None:
    assert parse(f"t {text}").values == (text,)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_is_only_text(name: str) -> None:
    text = HOSTILE[name].strip()
    if text:
        assert parse(f"t {text}").values == (text,)


def _understood(line: str) -> str:
    try:
        return parse(line).verb
    except Refused as refused:
        return "refused" if catalogue("zh").say(refused.key, **refused.values) else ""


def test_tab_offers_verbs_and_then_names() -> None:
    assert complete("", []) == list(BY_LETTER)
    assert complete("v2 钱", ["周平", "钱进"]) == ["v2 钱进"]
    assert complete("v2", ["周平", "钱进"]) == ["v2 周平", "v2 钱进"]
    assert complete("02-117:v2 钱", ["钱进"]) == ["02-117:v2 钱进"]
    assert complete("t 钱", ["钱进"]) == []


def test_the_post_of_a_line_is_known_while_it_is_typed() -> None:
    assert [post_of(line) for line in ("v2 钱", "v 3", "02-117:v4", "v", "x")] == [2, 3, 4, 0, 0]
