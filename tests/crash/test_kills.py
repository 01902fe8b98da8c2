"""The real console on a pty is killed (SIGKILL) again and again, and what it said is held against
what it left.

Each night is drawn from its seed, which stands in the test's name: the same keys, the same moment
of each kill. Machines differ in what a program gets done until then.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.crash.aftermath import (
    drafts_of,
    hold_chain,
    hold_prompts,
    hold_tables,
    journal_of,
    left_behind,
    opened,
)
from tests.crash.officer import Officer
from tests.tty import offices
from xfconsole.clock import SystemClock
from xfconsole.core.events import Event, MatterMoved, MatterRegistered

INCIDENTS = 4
LIVES = 10


def named(seed: int) -> str:
    """Return what a night is called, to be run again with -k."""
    return f"night-{seed}"


def seen_of(text: str, screen: str) -> str:
    """Return how much of a text stood on the screen; its first sign is nowhere else."""
    ends = range(len(text), 0, -1)
    return next((text[:end] for end in ends if text[:end] in screen), "")


def hold_typed(
    officer: Officer, drafts: dict[str, dict[str, str]], events: list[Event]
) -> None:
    """Hold that every character that was echoed is in the draft, or was recorded."""
    typing = officer.typing
    if typing is None or typing.text in _recorded(events):
        return
    number = typing.form.partition(":")[2]
    uids = {each.fact.number: each.subject for each in events if _registers(each)}
    form = f"act:{uids[number]}:propose" if number else typing.form
    found = [values for name, values in drafts.items() if name.startswith(form.rpartition(":")[0] or form)]
    kept = "".join(each.get(typing.part, "") for each in found)
    assert typing.text.startswith(kept)
    assert kept.startswith(seen_of(typing.text, officer.shown)), "an echoed character was lost"


def _recorded(events: list[Event]) -> set[str]:
    texts = set()
    for event in events:
        if isinstance(event.fact, MatterRegistered):
            texts |= {event.fact.summary, event.fact.text}
        elif isinstance(event.fact, MatterMoved):
            texts.add(event.fact.text)
    return texts - {""}


def _registers(event: Event) -> bool:
    return isinstance(event.fact, MatterRegistered)


def night(seed: int, lives: int, home: Path, scratch: Path) -> None:
    """Let the console die so many times over one office; hold everything after each death."""
    officer = Officer(home, random.Random(seed))
    offices.make_busy(home, INCIDENTS)
    for _ in range(lives):
        officer.live()
        now = SystemClock().read().wall
        with opened(left_behind(home, scratch), now) as (office, desk):
            events = journal_of(office)
            assert officer.promises.broken(events) == []
            officer.drafts = drafts_of(office)
            hold_typed(officer, officer.drafts, events)
            hold_chain(office)
            hold_prompts(office, desk, now)
            hold_tables(office, scratch)


@pytest.mark.parametrize("seed", range(3), ids=named)
def test_a_killed_console_loses_nothing(seed: int, home: Path, tmp_path: Path) -> None:
    night(seed, 1, home, tmp_path / "after")


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 150), ids=named)
def test_five_hundred_killed_consoles_lose_nothing(
    seed: int, home: Path, tmp_path: Path
) -> None:
    night(seed, LIVES, home, tmp_path / "after")
