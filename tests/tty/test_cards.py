"""A prompt's card acts on nothing that was typed before it was drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tty import offices
from tests.tty.keyboard import a_second_later, unlock
from tests.tty.offices import journal
from tests.tty.terminal import APART, DOWN, ENTER, ESCAPE, F, Terminal, console
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import PostRung

FIRST = "请再次致电：带班领导 王强"
EVERY_OUTCOME = "1234567890"
RIGHT = "\x1b[C"


def rung(home: Path, after: int) -> list[PostRung]:
    """Return the rings logged since the first so many events; no other act may be among them."""
    fresh: list[Event] = journal(home)[after:]
    acts = {each.kind for each in fresh if each.kind.startswith("post.")}
    assert acts <= {"post.rung"}
    return [each.fact for each in fresh if isinstance(each.fact, PostRung)]


def open_card(terminal: Terminal, *typed_before: str) -> None:
    """Press F9 with other keys in the same write, and wait until the card takes keys."""
    terminal.send(F[9], *typed_before)
    card_is_open(terminal)


def card(terminal: Terminal) -> tuple[str, str]:
    """Return which prompt's card lies there: of which incident, and whom to ring."""
    incident = re.search(r"待办 1/\d+ · (\S+)", terminal.text)
    asked = re.search(r"│ (请\S*：.*?)  ", terminal.text)
    return (incident[1] if incident else "", asked[1] if asked else "")


def next_card(terminal: Terminal, before: tuple[str, str]) -> None:
    """Wait until another card than the one before lies there."""
    terminal.until(lambda: "" not in card(terminal) and card(terminal) != before, "the next card")


def card_is_open(terminal: Terminal) -> None:
    """Wait until a card is drawn and two seconds went by without a key."""
    terminal.shows("1 接通  2 无人接")
    terminal.hides("停手 2 秒")


@pytest.mark.parametrize("keys", ["1", "2", "6", "2\r2", EVERY_OUTCOME, "\x0e", "l"])
def test_keys_typed_before_the_card_was_drawn_do_nothing(busy_home: Path, keys: str) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        open_card(terminal, keys)
        terminal.shows(FIRST)
        first = card(terminal)
        terminal.send("2")
        next_card(terminal, first)
        terminal.kill()
        terminal.ended()
    assert [each.outcome.value for each in rung(busy_home, before)] == ["no_answer"]


def test_keys_typed_between_two_cards_do_nothing(busy_home: Path) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        open_card(terminal)
        first = card(terminal)
        # An arrow after each: signs that come together would be a pasted text.
        terminal.send(*(key + RIGHT for key in ("2", *EVERY_OUTCOME, ENTER, "2")))
        next_card(terminal, first)
        card_is_open(terminal)
        terminal.send(ESCAPE)
        terminal.hides("1 接通  2 无人接")
        terminal.kill()
        terminal.ended()
    assert [each.outcome.value for each in rung(busy_home, before)] == ["no_answer"]


def test_one_key_answers_a_card_that_stands(busy_home: Path) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        open_card(terminal)
        terminal.send("1")
        terminal.shows("几分钟后到")
        terminal.send("25", APART, ENTER)
        terminal.hides("几分钟后到")
        terminal.kill()
        terminal.ended()
    (ring,) = rung(busy_home, before)
    assert ring.outcome.value == "answered"
    assert ring.prompt
    assert ring.eta is not None


def test_the_digits_of_the_list_after_a_sleep_answer_nothing(home: Path) -> None:
    offices.make_busy(home, 16, asleep=True)
    before = len(journal(home))
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        terminal.shows("另有")
        terminal.send(F[9])
        terminal.shows("最要紧的在前")
        a_second_later(terminal)
        terminal.send("2")
        terminal.shows("先用 ↑↓ 选一项")
        terminal.send(DOWN)
        a_second_later(terminal)
        terminal.send(ENTER)
        card_is_open(terminal)
        terminal.kill()
        terminal.ended()
    assert rung(home, before) == []
