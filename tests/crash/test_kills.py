"""The real console on a pty is killed (SIGKILL) again and again, and what it said is held against
what it left.

Each night is drawn from its seed, which stands in the test's name: the same keys, the same moment
of each kill. Machines differ in what a program gets done until then.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.crash.aftermath import (
    Undisturbed,
    drafts_of,
    hold_chain,
    hold_tables,
    journal_of,
    left_behind,
    opened,
)
from tests.crash.officer import Officer
from tests.crash.summary import Tally
from tests.tty import offices
from xfconsole.clock import SystemClock
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_procedure import MatterMoved

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
    officer: Officer, drafts: Mapping[str, Mapping[str, str]], events: list[Event]
) -> None:
    """Hold that every character that was echoed is in the draft, or was recorded."""
    typing = officer.typing
    if typing is None or typing.text in _recorded(events):
        return
    kept = drafts.get(typing.form, {}).get(typing.part, "")
    assert typing.text.startswith(kept)
    assert kept.startswith(seen_of(typing.text, officer.shown)), "an echoed character was lost"


def by_number(
    drafts: Mapping[str, Mapping[str, str]], events: list[Event]
) -> dict[str, Mapping[str, str]]:
    """Return the drafts with those of acts named by the number of their matter."""
    numbers = {e.subject: e.fact.number for e in events if isinstance(e.fact, MatterRegistered)}
    named = {name: name.split(":") for name in drafts}
    return {
        f"act:{numbers[parts[1]]}" if parts[0] == "act" else name: drafts[name]
        for name, parts in named.items()
    }


def _recorded(events: list[Event]) -> set[str]:
    texts = set()
    for event in events:
        if isinstance(event.fact, MatterRegistered):
            texts |= {event.fact.summary, event.fact.text}
        elif isinstance(event.fact, MatterMoved):
            texts.add(event.fact.text)
    return texts - {""}


def night(seed: int, lives: int, home: Path, scratch: Path, tally: Tally) -> None:
    """Let the console die so many times over one office; hold everything after each death."""
    officer, undisturbed = Officer(home, random.Random(seed)), Undisturbed()
    offices.make_busy(home, INCIDENTS)
    for _ in range(lives):
        officer.live()
        with tally.count("kills"):
            hold_all(officer, undisturbed, home, scratch)


def hold_all(officer: Officer, undisturbed: Undisturbed, home: Path, scratch: Path) -> None:
    """Hold what the officer saw against what was left, and take over what was not finished."""
    now = SystemClock().read().wall
    with opened(left_behind(home, scratch), now) as (office, desk):
        events = journal_of(office)
        assert officer.promises.broken(events) == []
        drafts = by_number(drafts_of(office), events)
        hold_typed(officer, drafts, events)
        hold_chain(office)
        undisturbed.hold_prompts(office, desk, now)
        hold_tables(office, scratch)
    officer.left = drafts.pop("intake", {})
    officer.acts = {name[4:]: form.get("text", "") for name, form in drafts.items()}


@pytest.mark.parametrize("seed", range(3), ids=named)
def test_thirty_killed_consoles_lose_nothing(
    seed: int, home: Path, tmp_path: Path, tally: Tally
) -> None:
    night(seed, LIVES, home, tmp_path / "after", tally)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 150), ids=named)
def test_five_hundred_killed_consoles_lose_nothing(
    seed: int, home: Path, tmp_path: Path, tally: Tally
) -> None:
    night(seed, LIVES, home, tmp_path / "after", tally)
