"""No sequence of keys, from any screen, logs an outcome for a card nobody had time to read.

The walk counts for itself, with its own clock, since when the screen shows which card.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.events import Paste
from textual.pilot import Pilot

from screens.prompt.screen import PromptScreen
from tests.screens.fake_host import PASSPHRASE, FakeOffice, settle, top
from tests.screens.handovers import relief_late
from tests.screens.live_desk import console, facts, press, primary, shown, tick
from tests.screens.prompt.test_bundle import sixty_and_a_group
from tests.screens.prompt.test_due import due_work
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_incident import PostArrived
from xfconsole.ui.keys.actions import all_actions

READABLE = 2.0
"""Seconds without a key, of the fingers' clock."""
HELD = 0.75
"""A key that comes again within these seconds may be held down."""
TITLE = re.compile(r"Task \d+/\d+ · ")
WHOM = re.compile(r"\S.*: .*\d{3}-\d{4}-\d{4}")
OPENINGS = {
    "live": ["f3"],
    "ledger": ["f4"],
    "matter": ["f4", "enter"],
    "act on a matter": ["f4", "enter", "a"],
    "roster": ["f5"],
    "log": ["f6"],
    "handover": ["f10"],
    "intake with half a form": ["f2", "enter", *"half a word"],
    "help": ["f3", "f1"],
    "palette": ["f3", "ctrl+p"],
    "command line": ["f3", "f8", *"c2 "],
    "question": ["f3", "c"],
    "form": ["f3", "f7", *"Zhang"],
    "card": ["f9"],
    "list": ["f9", "l"],
    "matter or list of a bundle": ["f9", "space", "enter"],
    "question of a card": ["f9", "space", "1"],
    "form of a card": ["f9", "space", "f7"],
    "snooze of a card": ["f9", "space", "9"],
    "help over a card": ["f9", "f1"],
    "palette over a card": ["f9", "ctrl+p"],
    "lock over a card": ["f9", "f11", *PASSPHRASE, "enter"],
}
"""How each screen is come to; the F-keys work from everywhere."""
OFTEN = ("f9", "space", "ctrl+o", "enter", "escape", "l", "down", "up", "f1", "ctrl+p", "o")
PAUSE = st.sampled_from((0.05, 0.7, 1.0, 1.9, 2.0, 2.6))


def every_key() -> list[str]:
    """Return every key that means anything anywhere, digits and letters besides."""
    known = {key for each in all_actions() for key in each.key_list}
    known |= {f"f{n}" for n in range(1, 13)} | set("0123456789abcdefghijklmnopqrstuvwxyz")
    return sorted(known)


ELSE = ("passes", "comes", "pasted")
KEY = st.tuples(st.sampled_from(every_key()), PAUSE)
HAPPENS = st.tuples(st.sampled_from(ELSE), st.sampled_from([1.0, 4.0]))
USUAL = st.tuples(st.sampled_from(OFTEN), PAUSE)
OUTCOMES = st.tuples(st.sampled_from(("1", "2", "3", "6", "9", "ctrl+n", "enter")), PAUSE)
ACTS = st.lists(st.one_of(OUTCOMES, OUTCOMES, USUAL, KEY, HAPPENS), min_size=3, max_size=7)
LEG = st.tuples(
    st.sampled_from(sorted(OPENINGS)),
    ACTS,
    st.booleans(),
).map(lambda leg: (leg[0], [("f9", 0.7), *leg[1]] if leg[2] else leg[1]))
"""A screen, and what is done there; every other time the card is opened over it first."""


Begins = Callable[[FakeOffice], object]
Legs = Sequence[tuple[str, Sequence[tuple[str, float]]]]


def night(office: FakeOffice) -> FakeOffice:
    """A group of 33, letters with due work, a relief that has not come."""
    due_work(office)
    relief_late(office)
    return office.with_incident().after(6)


@dataclass
class Walk:
    """Presses keys and looks at the screen as an officer does."""

    pilot: Pilot[None]
    office: FakeOffice
    card: str = ""
    asked: str = ""
    since: float = 0.0
    read: bool = False
    last: str = ""
    last_at: float = 0.0
    run_began: float = 0.0
    logged: int = 0
    posts: list[str] = field(default_factory=lambda: ["duty_leader", "receptionist", "hall_safety"])

    @property
    def now(self) -> float:
        """The time of the fingers."""
        return self.pilot.app.fingers.now  # type: ignore[attr-defined,no-any-return]

    @property
    def left(self) -> bool:
        """Whether the console was closed."""
        return not self.pilot.app.is_running or self.pilot.app.return_code is not None

    def look(self) -> None:
        """Take in which card is on the screen now."""
        card = card_shown(self.pilot)
        if card != self.card:
            self.card, self.since, self.read = card, self.now, False

    async def press(self, key: str, pause: float = 1.0) -> None:
        """Press one key; what it logs about a card has to be about one that was read."""
        quiet = self.now + pause - max(self.since, self.last_at)
        self.read |= bool(self.card) and quiet >= READABLE
        if key != self.last or pause > HELD:
            self.run_began = self.now + pause
        before = self.logged
        self.pilot.app.fingers.apart = pause  # type: ignore[attr-defined]
        await press(self.pilot, key)
        self.last, self.last_at = key, self.now
        if not self.left:
            found = primary(self.office)
            self.logged = len(found)
            self._judge(key, [each.fact for each in found[before:]])

    def _judge(self, key: str, new: Sequence[Fact]) -> None:
        answers = [each for each in new if getattr(each, "prompt", None)]
        asks = getattr(top(self.pilot), "GROUP", "") in ("ask", "form", "report")
        if self.card and (answers or asks):
            assert self.read, (key, self.card, answers)
            self.asked = self.card
        for each in answers:
            assert getattr(each, "person", "") in self.asked, (key, self.asked, each)
        before = self.card
        self.look()
        if answers and self.card == before:
            self.since, self.read = self.now, False
        if key in ("space", "ctrl+o", "ideographic_space") and self.card:
            self.read |= self.run_began >= self.since

    async def happen(self, what: str, amount: float) -> None:
        """Let something happen that is no key."""
        if what == "passes":
            self.office.after(amount)
        elif what == "comes" and self.posts:
            post = self.posts.pop(0)
            number = self.office.verb(lambda desk: desk.situation().incidents[0].number)
            if not any(each.post == post for each in facts(self.office, PostArrived)):
                self.office.verb(lambda desk: desk.arrive(number, post))
        elif what == "pasted":
            before = primary(self.office)
            self.pilot.app.post_message(Paste("2\n2\n"))
            await settle(self.pilot)
            assert primary(self.office) == before
        await tick(self.pilot)
        self.logged = len(primary(self.office))
        self.look()


def card_shown(pilot: Pilot[None]) -> str:
    """Return what tells one card from another: the matter, what is asked and of whom."""
    lines = [each.strip(" │─") for each in shown(pilot).splitlines()]
    title = next((n for n, each in enumerate(lines) if TITLE.match(each)), None)
    if title is None or not isinstance(top(pilot), PromptScreen):
        return ""
    subject = TITLE.sub("", lines[title]).partition(" · ")[0]
    asked = next(filter(None, map(WHOM.search, lines[title + 1 : title + 6])), None)
    return f"{subject} {asked[0] if asked else lines[title + 1]}"


async def walk(folder: Path, begins: Begins, legs: Legs) -> None:
    """Walk from one screen to the next, with keys in between."""
    async with console(folder, begins) as (pilot, office):
        walking = Walk(pilot, office, logged=len(primary(office)))
        for opening, acts in legs:
            for key in OPENINGS[opening]:
                await walking.press(key)
            for what, amount in acts:
                if what in ELSE:
                    await walking.happen(what, amount)
                else:
                    await walking.press(what, amount)
                if walking.left:
                    return


def walked(begins: Begins, legs: Legs) -> None:
    """Walk in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(walk(Path(folder), begins, legs))


NIGHTS = st.sampled_from((night, sixty_and_a_group))
slowly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.long
@settings(slowly, max_examples=10)
@given(NIGHTS, st.lists(LEG, min_size=2, max_size=3))
def test_no_keys_from_anywhere_log_an_outcome_for_a_card_nobody_could_have_read(
    begins: Begins, legs: Legs
) -> None:
    walked(begins, legs)


@pytest.mark.torture
@settings(slowly)
@given(NIGHTS, st.lists(LEG, min_size=2, max_size=5))
def test_no_keys_at_all_log_such_an_outcome(begins: Begins, legs: Legs) -> None:
    walked(begins, legs)
