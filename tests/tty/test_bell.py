"""The bell on a real terminal: both ways of ringing reach it, and a no makes its top row flash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tty.keyboard import a_second_later, unlock
from tests.tty.offices import OFFICER, PASSPHRASE, journal
from tests.tty.terminal import ENTER, ESCAPE, F, Terminal, console
from xfconsole.core.facts.of_office import BellTried
from xfconsole.core.words.desk import Hearing
from xfconsole.ui.bell import DUE_WORK, WAITED_FOR
from xfconsole.ui.words.catalogue import catalogue

BOTH = DUE_WORK + WAITED_FOR


def answers(home: Path) -> list[Hearing]:
    """Return what the closed office's journal says of the bell."""
    return [each.fact.answer for each in journal(home) if isinstance(each.fact, BellTried)]


def flashes(terminal: Terminal, lang: str) -> bool:
    """Whether the top row says that somebody waits, all of it reversed."""
    waits = catalogue(lang).say("bell.flash.waited") in terminal.lines[0]
    return waits and terminal.reversed(0)


def said(terminal: Terminal, key: str, lang: str) -> None:
    terminal.shows(catalogue(lang).say(key)[:20])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shift_begins_with_both_ways_and_a_kill_keeps_the_answer(home: Path, lang: str) -> None:
    with console(home, lang=lang) as terminal:
        unlock(terminal)
        said(terminal, "bell.band", lang)
        terminal.until(lambda: terminal.bells == BOTH, "one stroke, then two")
        terminal.send(F[9])
        said(terminal, "bell.ask", lang)
        terminal.until(lambda: terminal.bells == 2 * BOTH, "one stroke, then two")
        terminal.send("y")
        said(terminal, "bell.said.heard", lang)
        terminal.kill()
        terminal.ended()
    assert answers(home) == [Hearing.HEARD]
    with console(home, lang=lang) as terminal:
        unlock(terminal)
        said(terminal, "ui.prompt.none", lang)
        assert terminal.bells == 0
        terminal.send(F[5], "b")
        said(terminal, "bell.ask", lang)
        a_second_later(terminal)
        terminal.send(ESCAPE)
        terminal.hides(catalogue(lang).say("bell.ask"))
    assert answers(home) == [Hearing.HEARD]


def sixteen_live(terminal: Terminal) -> bool:
    """Whether the top row tells of the office's sixteen incidents, and does not flash."""
    return bool(re.search(r"incidents \S16 ", terminal.lines[0]))


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [((), {}), (("--ascii",), {}), ((), {"NO_COLOR": "1"}), (("--ascii",), {"NO_COLOR": "1"})],
    ids=["colours", "ascii", "no colour", "ascii without colour"],
)
def test_whoever_does_not_hear_people_wait_sees_it(
    busy_home: Path, arguments: tuple[str, ...], environ: Mapping[str, str]
) -> None:
    with console(busy_home, *arguments, environ=environ) as terminal:
        terminal.shows(OFFICER)
        terminal.send(PASSPHRASE, ENTER)
        terminal.until(lambda: sixteen_live(terminal), "the header")
        terminal.send(F[5], "b")
        said(terminal, "bell.ask", "en")
        assert not flashes(terminal, "en")
        a_second_later(terminal)
        terminal.send("n")
        said(terminal, "bell.said.not_heard", "en")
        before = terminal.bells
        terminal.until(lambda: terminal.bells >= before + WAITED_FOR, "two strokes")
        terminal.until(lambda: flashes(terminal, "en"), "the flash")
        terminal.until(lambda: sixteen_live(terminal), "the header again")
    assert answers(busy_home) == [Hearing.NOT_HEARD]
