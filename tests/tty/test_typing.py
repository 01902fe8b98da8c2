"""While the night goes on around it, what is typed is kept to the last character."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.tty.keyboard import SAVED, a_second_later, clause, open_form, type_slowly, unlock
from tests.tty.offices import draft, journal
from tests.tty.terminal import APART, ENTER, Terminal, console, ctrl, pasted
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.ui.bell import WAITED_FOR
from xfconsole.ui.words.catalogue import catalogue

FEWEST_KEYS, FEWEST_PROMPTS = 600, 4
FEWEST_BELLS = FEWEST_PROMPTS * WAITED_FOR
_MOST_CLAUSES = 2_000
MERELY_NOTICED = {
    *("prompt.raised", "obligation.missed", "desk.blind", "shift.started"),
    *("calendar.adopted", "deadline.set"),
}


def type_on(terminal: Terminal, text: str = "") -> tuple[str, set[str]]:
    """Type until the bell rang often enough; returns the text and the bands that were seen."""
    bands: set[str] = set()
    heard = terminal.bells
    for number in range(1, _MOST_CLAUSES):
        if len(text) >= FEWEST_KEYS and terminal.bells - heard >= FEWEST_BELLS:
            return text, bands
        type_slowly(terminal, clause(number))
        text += clause(number)
        bands.add(terminal.line("F9"))
    raise AssertionError(f"after {len(text)} keys the bell rang {terminal.bells - heard} times")


def registered(events: list[Event]) -> MatterRegistered:
    """Return the fact of the last registration."""
    return [each.fact for each in events if isinstance(each.fact, MatterRegistered)][-1]


def _kept(home: Path, summary: str) -> bool:
    return draft(home).get("summary") == summary


@pytest.mark.parametrize("field", ["summary", "text"])
def test_not_one_character_is_lost_while_prompts_come_in(busy_home: Path, field: str) -> None:
    before = len(journal(busy_home))
    with console(busy_home, lang="zh") as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        if field == "text":
            type_slowly(terminal, "停气")
            terminal.send(APART, ENTER, ENTER, APART)
            terminal.shows(catalogue("zh").say("intake.hint.box"))
        text, bands = type_on(terminal)
        terminal.send(ctrl("s"))
        terminal.shows(SAVED)
        terminal.kill()
        terminal.ended()
    after = journal(busy_home)[before:]
    fact = registered(after)
    assert (fact.summary if field == "summary" else fact.text) == text
    assert len(bands) >= FEWEST_PROMPTS - 1, "the band has to tell of each new prompt"
    raised = [each for each in after if each.kind == "prompt.raised"]
    assert len(raised) >= FEWEST_PROMPTS
    assert {each.kind for each in after} <= {*MERELY_NOTICED, "matter.registered"}


def test_nothing_is_lost_when_the_window_changes_its_size(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        text = ""
        for number, (columns, rows) in enumerate([(60, 20), (120, 36), (60, 20), (80, 24)]):
            type_slowly(terminal, clause(number))
            terminal.resize(columns, rows)
            terminal.send("同时写，")
            text += clause(number) + "同时写，"
            if columns < 80:
                terminal.shows("80×24")
                terminal.send(f"看不见也写{number}，", pasted(f"贴{number}，"))
                text += f"看不见也写{number}，贴{number}，"
                terminal.resize(80, 24)
                terminal.hides("80×24")
        type_slowly(terminal, "写完")
        terminal.send(ctrl("s"))
        terminal.shows(SAVED)
    assert registered(journal(home)).summary == text + "写完"


def test_killed_in_the_middle_of_typing_everything_is_offered_again(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        text = ""
        for number in range(12):
            type_slowly(terminal, clause(number))
            text += clause(number)
            terminal.until(partial(_kept, home, text), "a draft on disk", 5)
        terminal.send("还没写完", *map(clause, range(12, 20)))
        terminal.kill()
        assert terminal.ended() == -9
    kept = draft(home)["summary"]
    assert (text + "还没写完" + "".join(map(clause, range(12, 20)))).startswith(kept)
    assert kept.startswith(text)
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        terminal.shows("未完成的登记")
        a_second_later(terminal)
        terminal.send(ENTER)
        terminal.hides("未完成的登记")
        type_slowly(terminal, "接着写")
        terminal.send(ctrl("s"))
        terminal.shows(SAVED)
    assert registered(journal(home)).summary == kept + "接着写"
