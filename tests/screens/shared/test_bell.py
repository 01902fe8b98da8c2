"""Whether the officer hears the bell is asked once a shift; who does not, sees it ring."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.help.screen import HelpScreen
from screens.prompt.screen import PromptScreen
from screens.shared.bell import BellScreen
from screens.shared.form import FormScreen
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import PASSPHRASE, FakeOffice
from tests.screens.golden import check_golden
from tests.screens.handovers import NEXT
from tests.screens.live_desk import console, facts, live, press, shown, tick
from tests.screens.prompt.test_due import due_work
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import BellTried
from xfconsole.core.words.desk import Hearing
from xfconsole.ui.bell import AGAIN, DUE_WORK, FLASHES
from xfconsole.ui.words.catalogue import say

ASKS, WAITS, NEW = "Did you hear it?", "!! BELL: somebody waits !!", "! BELL: a new task !"


def begun(office: FakeOffice) -> FakeOffice:
    """A shift began and nothing was said of the bell."""
    office.with_roster().verb(lambda desk: desk.start_shift())
    return office


def with_due_work(office: FakeOffice) -> FakeOffice:
    """Two letters have due work besides."""
    return begun(due_work(office))


def with_a_group(office: FakeOffice) -> FakeOffice:
    """33 people are there besides, and nobody was rung for six minutes."""
    return begun(office).with_incident().after(6)


def deaf(office: FakeOffice) -> FakeOffice:
    """The officer does not hear the bell."""
    begun(office).verb(lambda desk: desk.log_bell_answer(Hearing.NOT_HEARD))
    return office


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Every stroke so far."""
    found: list[bool] = []
    monkeypatch.setattr(TestConsole, "bell", lambda _: found.append(True))
    return found


async def second(pilot: Pilot[None], office: FakeOffice, seconds: float = 1) -> str:
    """Let time pass; returns the top row."""
    office.clock.advance(timedelta(seconds=seconds))
    await tick(pilot)
    return shown(pilot).splitlines()[0]


def tried(office: FakeOffice) -> list[Event]:
    """Return what was said of the bell."""
    return [each for each in office.events() if isinstance(each.fact, BellTried)]


# --- the question --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_band_asks_and_f9_opens_the_card(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=with_due_work) as (pilot, _):
        check_golden(pilot.app, f"bell-band-{language}-80x24")
        await press(pilot, "f9")
        check_golden(pilot.app, f"bell-card-{language}-80x24")


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        ("y", Hearing.HEARD, "Logged: the bell is heard"),
        ("ctrl+y", Hearing.HEARD, "Logged: the bell is heard"),
        ("n", Hearing.NOT_HEARD, "flashes at every ring"),
        ("ctrl+n", Hearing.NOT_HEARD, "flashes at every ring"),
        ("escape", Hearing.LATER, "again in 10 minutes"),
        ("ctrl+l", Hearing.LATER, "again in 10 minutes"),
    ],
)
async def test_one_key_answers_and_the_journal_has_it(
    tmp_path: Path, key: str, answer: Hearing, said: str
) -> None:
    async with live(tmp_path, ready=begun) as (pilot, office):
        office.clock.advance(timedelta(seconds=40))
        await press(pilot, "f9", key)
        assert said in shown(pilot)
        assert ASKS not in shown(pilot)
        assert [(each.officer, each.happened_at, each.fact) for each in tried(office)] == [
            ("李敏", office.now(), BellTried(answer))
        ]
        await press(pilot, "f6")
        assert say("event.bell_tried", answer=answer) in shown(pilot)


async def test_what_is_typed_goes_where_it_is_meant(tmp_path: Path) -> None:
    async with console(tmp_path, begun) as (pilot, office):
        assert ASKS in shown(pilot)
        await press(pilot, "enter", *"yn lamp")
        assert "yn lamp" in shown(pilot)
        assert tried(office) == []
        await press(pilot, "f9", "f2")
        assert "yn lamp" in shown(pilot)
        assert ASKS in shown(pilot)
        assert tried(office) == []


async def test_both_ways_ring_as_the_shift_begins_and_again_on_the_card(
    tmp_path: Path, rung: list[bool]
) -> None:
    async with live(tmp_path, ready=begun) as (pilot, office):
        assert len(rung) == DUE_WORK
        await second(pilot, office)
        assert len(rung) == DUE_WORK
        await second(pilot, office)
        assert len(rung) > DUE_WORK
        for again in ("f9", "space", "ctrl+r"):
            await press(pilot, again)
            rung.clear()
            await second(pilot, office)
            assert rung != []


async def test_once_it_is_answered_nothing_rings_for_a_trial(
    tmp_path: Path, rung: list[bool]
) -> None:
    async with live(tmp_path, ready=begun) as (pilot, office):
        await press(pilot, "f9", "y")
        rung.clear()
        for _ in range(60):
            await second(pilot, office, 20)
        assert rung == []


async def test_put_off_it_is_asked_again_after_ten_minutes(
    tmp_path: Path, rung: list[bool]
) -> None:
    async with live(tmp_path, ready=begun) as (pilot, office):
        await press(pilot, "f9", "escape")
        for _ in range(29):
            await second(pilot, office, 20)
        rung.clear()
        await second(pilot, office, 19)
        assert ASKS not in shown(pilot)
        assert rung == []
        await second(pilot, office)
        assert rung != []
        await second(pilot, office)
        assert ASKS in shown(pilot)
        await press(pilot, "f9", "y")
        for _ in range(40):
            await second(pilot, office, 20)
        assert ASKS not in shown(pilot)


async def test_the_next_shift_is_asked_again(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        assert ASKS not in shown(pilot)
        await pilot.app.sign_in(NEXT, PASSPHRASE)  # type: ignore[attr-defined]
        await second(pilot, office)
        assert ASKS in shown(pilot)
        office.with_incident().after(1)
        assert WAITS not in await second(pilot, office)
        await press(pilot, "f10")
        assert f"On duty: {NEXT}, since 02:29, bell not tried" in shown(pilot)


async def test_on_a_locked_desk_nobody_is_asked(tmp_path: Path, rung: list[bool]) -> None:
    async with live(tmp_path, ready=begun) as (pilot, office):
        await press(pilot, "f9", "escape", "ctrl+backslash")
        rung.clear()
        for _ in range(40):
            await second(pilot, office, 20)
        assert rung == []
        await press(pilot, *PASSPHRASE, "enter")
        await second(pilot, office)
        assert rung != []
        assert ASKS in shown(pilot)


async def test_it_can_be_tried_again_at_will(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        await press(pilot, "f5", "b", "escape", "ctrl+b", "escape")
        assert len(tried(office)) == 1
        await press(pilot, "f5", "ctrl+p", *"try bell", "enter", "y")
        assert [each.answer for each in facts(office, BellTried)][-1] is Hearing.HEARD


# --- people at the door come first ---------------------------------------------------------------


async def test_a_live_incident_is_neither_covered_nor_delayed(tmp_path: Path) -> None:
    async with live(tmp_path, ready=with_a_group) as (pilot, _):
        assert ASKS not in shown(pilot)
        assert "02-001" in shown(pilot).splitlines()[-2]
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, PromptScreen)


async def test_f9_leads_from_the_card_to_people_who_came_meanwhile(tmp_path: Path) -> None:
    async with live(tmp_path, ready=begun) as (pilot, office):
        await press(pilot, "f9")
        assert [type(each) for each in pilot.app.screen_stack][-1] is BellScreen
        office.with_incident().after(6)
        await tick(pilot)
        await press(pilot, "f9")
        over = [type(each) for each in pilot.app.screen_stack]
        assert (over[-1], BellScreen in over) == (PromptScreen, False)
        assert tried(office) == []


# --- who does not hear it, sees it ---------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_top_row_flashes_for_people_who_wait(tmp_path: Path, language: str) -> None:
    async with live(tmp_path, language=language, ready=deaf) as (pilot, office):
        before = shown(pilot).splitlines()[0]
        office.with_incident().after(6)
        await tick(pilot)
        check_golden(pilot.app, f"bell-flash-{language}-80x24")
        styles = {segment.style for segment in pilot.app.screen._compositor.render_strips()[0]}
        assert all(style is not None and style.reverse for style in styles)
        assert before[:8] == (await second(pilot, office))[:8]


async def test_every_other_second_and_then_at_the_next_ring(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        office.with_incident().after(6)
        await tick(pilot)
        seen = [WAITS in shown(pilot)]
        seen += [WAITS in await second(pilot, office) for _ in range(int(AGAIN.total_seconds()))]
        lit = [True, False] * (FLASHES // 2)
        assert seen == [*lit, *[False] * (len(seen) - len(lit) - 1), True]


async def test_due_work_says_so_with_one_sign(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        due_work(office)
        row = await second(pilot, office)
        assert NEW in row
        assert "!!" not in row


@pytest.mark.parametrize("over", [(), ("f1",), ("ctrl+p",), ("f9",), ("ctrl+backslash",), ("f8",)])
async def test_it_is_seen_on_whatever_is_in_sight(tmp_path: Path, over: tuple[str, ...]) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        office.with_incident().after(6)
        await second(pilot, office, 20)
        await press(pilot, *over)
        office.with_incident(12, "停水").after(6)
        top = pilot.app.screen
        row = await second(pilot, office, 20)
        assert WAITS in row
        assert pilot.app.screen is top
        assert WAITS not in await second(pilot, office)


async def test_it_moves_nothing_on_a_form(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        await press(pilot, "f10", "enter")
        assert isinstance(pilot.app.screen, FormScreen)
        before = shown(pilot).splitlines()
        office.with_incident().after(6)
        assert WAITS in await second(pilot, office)
        assert shown(pilot).splitlines()[1:] == before[1:]
        await second(pilot, office)
        assert shown(pilot).splitlines() == before


async def test_no_flash_stays_behind_on_a_screen_that_was_left(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        office.with_incident().after(6)
        await tick(pilot)
        await press(pilot, "f6")
        await second(pilot, office)
        await press(pilot, "f3")
        assert WAITS not in shown(pilot)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_after_a_yes_nothing_flashes(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        await press(pilot, "f5", "b", "y")
        office.with_incident().after(6)
        assert WAITS not in await second(pilot, office)


async def test_a_no_that_is_put_off_is_still_a_no(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> FakeOffice:
        deaf(office).verb(lambda desk: desk.log_bell_answer(Hearing.LATER))
        return office

    async with live(tmp_path, ready=ready) as (pilot, office):
        office.with_incident().after(6)
        assert WAITS in await second(pilot, office)


async def test_a_trial_shows_what_it_rings_for_a_second_each(tmp_path: Path) -> None:
    async with live(tmp_path, ready=deaf) as (pilot, office):
        await press(pilot, "f5", "b")
        rows = [await second(pilot, office) for _ in range(6)]
        assert [NEW in row for row in rows] == [True, False, False, False, False, False]
        assert [WAITS in row for row in rows] == [False, False, True, False, False, False]
