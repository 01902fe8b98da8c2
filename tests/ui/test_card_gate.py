"""No key on a card logs an outcome for somebody whose card the officer had no time to read."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from screens.prompt import PromptScreen
from tests.ui.fake_host import FakeOffice
from tests.ui.live_desk import facts, live, press, primary, shown, tick
from xfconsole.core.events import PostArrived, PostRung
from xfconsole.core.model import RingOutcome

WAIT = "New card"
READABLE = 2.0


async def after(pilot: Pilot[None], seconds: float, *keys: str) -> None:
    """Press keys, each so many seconds after the one before."""
    fingers = pilot.app.fingers  # type: ignore[attr-defined]
    usual, fingers.apart = fingers.apart, seconds
    await press(pilot, *keys)
    fingers.apart = usual


@pytest.mark.parametrize("key", ["2", "3", "6", "1", "7", "9", "ctrl+b", "ctrl+a"])
async def test_a_key_right_after_f9_logs_nothing_and_says_so(tmp_path: Path, key: str) -> None:
    async with live(tmp_path) as (pilot, office):
        before = primary(office)
        await press(pilot, "f9")
        assert WAIT in shown(pilot)
        await after(pilot, 0.4, key)
        assert isinstance(pilot.app.screen, PromptScreen)
        assert primary(office) == before
        assert "was not logged" in shown(pilot)


async def test_the_next_card_waits_after_an_outcome(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "2")
        assert len(facts(office, PostRung)) == 1
        assert WAIT in shown(pilot)
        await after(pilot, 0.5, "3", "4", "6")
        assert len(facts(office, PostRung)) == 1
        assert facts(office, PostArrived) == []
        assert "“Arrived” was not logged" in shown(pilot)


@pytest.mark.parametrize("key", ["space", "ctrl+o", "ideographic_space"])
async def test_the_key_that_means_only_next_lets_a_digit_follow_at_once(
    tmp_path: Path, key: str
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await after(pilot, 0.2, key)
        assert WAIT not in shown(pilot)
        await after(pilot, 0.2, "2")
        assert len(facts(office, PostRung)) == 1
        await after(pilot, 0.2, key, "3")
        assert [each.outcome for each in facts(office, PostRung)] == [
            RingOutcome.NO_ANSWER,
            RingOutcome.BUSY,
        ]


async def test_every_key_makes_the_two_seconds_begin_again(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        await after(pilot, 1.9, "2", "z", "2", "f12", "2")
        assert facts(office, PostRung) == []
        await after(pilot, 2.0, "2")
        assert len(facts(office, PostRung)) == 1


async def test_a_card_that_was_quiet_for_two_seconds_stays_open(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9")
        pilot.app.fingers.now += 2  # type: ignore[attr-defined]
        await tick(pilot)
        assert WAIT not in shown(pilot)
        await after(pilot, 0.1, "z", "2")
        assert len(facts(office, PostRung)) == 1


async def test_a_space_held_down_opens_no_card_that_came_meanwhile(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space")
        office.verb(lambda desk: desk.arrive("02-001", "duty_leader"))
        await after(pilot, 0.1, "space")
        await tick(pilot)
        assert "赵颖" in shown(pilot)
        await after(pilot, 0.1, "space", "space", "2")
        assert facts(office, PostRung) == []


async def test_a_card_that_changes_by_itself_takes_no_digit_meant_for_the_one_before(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space")
        office.verb(lambda desk: desk.arrive("02-001", "duty_leader"))
        await tick(pilot)
        assert "赵颖" in shown(pilot)
        await after(pilot, 0.5, "2")
        assert facts(office, PostRung) == []


async def test_a_roster_that_changes_under_the_card_makes_it_another(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "space")
        assert "王强" in shown(pilot)
        now = office.now()
        office.verb(
            lambda desk: desk.replace_on_roster(
                "duty_leader", "王强", "沈宁", "139-0000-0077", now, now + timedelta(hours=1)
            )
        )
        await tick(pilot)
        assert "王强" not in shown(pilot)
        assert WAIT in shown(pilot)
        await after(pilot, 0.5, "2")
        assert facts(office, PostRung) == []


async def test_back_from_a_question_and_from_the_list_the_card_waits(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "1")
        await after(pilot, 0.3, "escape", "2")
        assert facts(office, PostRung) == []
        await press(pilot, "l")
        await after(pilot, 0.3, "enter", "2")
        assert facts(office, PostRung) == []


async def test_the_list_opens_the_line_under_its_cursor_when_the_lines_move(
    tmp_path: Path,
) -> None:
    async with live(tmp_path) as (pilot, office):
        await press(pilot, "f9", "l", "down", "down")
        chosen = next(each for each in shown(pilot).splitlines() if ">3" in each)
        office.verb(lambda desk: desk.arrive("02-001", "duty_leader"))
        await tick(pilot)
        moved = next(each for each in shown(pilot).splitlines() if ">2" in each)
        assert moved.partition("02-001")[2][:40] == chosen.partition("02-001")[2][:40]


# --- whatever is pressed -------------------------------------------------------------------------

OUTCOMES = ("1", "2", "3", "4", "5", "6", "7", "9", "ctrl+n", "ctrl+b", "ctrl+a")
KEYS = (*OUTCOMES, "space", "ctrl+o", "f9", "escape", "enter", "l", "up", "down", "z")
ACT = st.tuples(st.sampled_from(KEYS), st.sampled_from([0.05, 0.7, 1.0, 1.9, 2.0, 2.6]))
COMES = st.tuples(st.just("comes"), st.just(0.0))


@dataclass
class Watching:
    """Looks at the screen as an officer does: since when a card is seen, and if it was read."""

    pilot: Pilot[None]
    card: str = ""
    since: float = 0.0
    last: float = 0.0
    read: bool = False

    def look(self) -> None:
        """Take in what is on the screen now."""
        top = self.pilot.app.screen
        on_card = isinstance(top, PromptScreen)
        lines = [line for line in shown(self.pilot).splitlines() if "ring" in line.lower()]
        card = lines[0].partition("·")[0].strip() if on_card and lines else ""
        if card != self.card:
            self.card, self.since, self.read = card, self.now, False

    @property
    def now(self) -> float:
        """The time of the fingers."""
        return self.pilot.app.fingers.now  # type: ignore[attr-defined,no-any-return]

    async def press(self, key: str, pause: float) -> bool:
        """Press a key; returns whether the card seen before it had been read."""
        quiet = self.now + pause - max(self.since, self.last)
        self.read |= bool(self.card) and quiet >= READABLE
        ready = self.read
        await after(self.pilot, pause, key)
        self.last = self.now
        if key in ("space", "ctrl+o") and self.card:
            self.read = True
        return ready


async def _play(folder: Path, acts: list[tuple[str, float]]) -> None:
    async with live(folder) as (pilot, office):
        watching = Watching(pilot)
        posts = iter(("duty_leader", "receptionist", "hall_safety", "unit_head"))
        for key, pause in acts:
            if key == "comes":
                await _comes(pilot, office, next(posts, ""))
                watching.look()
                continue
            on_card = isinstance(pilot.app.screen, PromptScreen)
            before = len(primary(office))
            ready = await watching.press(key, pause)
            acted = len(primary(office)) > before or (
                on_card and key in OUTCOMES and not isinstance(pilot.app.screen, PromptScreen)
            )
            assert not (on_card and acted) or ready, (key, watching)
            was = watching.card
            watching.look()
            if on_card and acted and watching.card == was:
                watching.since, watching.read = watching.now, False


async def _comes(pilot: Pilot[None], office: FakeOffice, post: str) -> None:
    if post and not any(each.post == post for each in facts(office, PostArrived)):
        office.verb(lambda desk: desk.arrive("02-001", post))
        await tick(pilot)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(st.one_of(ACT, ACT, ACT, COMES), min_size=6, max_size=16))
def test_no_sequence_of_keys_logs_an_outcome_for_a_card_nobody_could_have_read(
    acts: list[tuple[str, float]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_play(Path(folder), [("f9", 1.0), *acts]))
