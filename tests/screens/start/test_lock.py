"""The locked desk: nothing of what was shown, prompts that ring, and everything back after."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from data.store.store import SqlStore
from screens.start.lock import LockScreen
from tests.data.files import KEY
from tests.data.provocations_keeping import from_elsewhere
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import PASSPHRASE, SIZES, FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.intake_form import INTAKE
from xfconsole.app.locking import Idle
from xfconsole.core.facts.of_office import DeskLettered, ShiftEnded, ShiftStarted
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.officers import OfficerRow
from xfconsole.core.words.desk import Channel
from xfconsole.ui.words import catalogue as i18n

LIVE = "screens.live.screen:LiveScreen"
TOPIC = "安置房逾期交付"
LOCK = "ctrl+backslash"
NEXT = "何静"
MINUTES = 10


def busy(office: FakeOffice) -> None:
    office.with_roster().with_incident(topic=TOPIC)
    office.on_shift()
    office.after(12)


def console(pilot: Pilot[None]) -> TestConsole:
    assert isinstance(pilot.app, TestConsole)
    return pilot.app


def is_locked(pilot: Pilot[None]) -> bool:
    return isinstance(pilot.app.screen, LockScreen)


async def lock(pilot: Pilot[None]) -> None:
    await pilot.press(LOCK)
    await settle(pilot)
    assert is_locked(pilot)


async def unlock(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys, *PASSPHRASE, "enter")
    await settle(pilot)
    await settle(pilot)
    assert not is_locked(pilot)


@pytest.mark.parametrize(
    ("language", "size"), [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36")], ids="-".join
)
async def test_the_lock_shows_the_clock_and_counts(
    tmp_path: Path, language: str, size: str
) -> None:
    async with desk_pilot(tmp_path, LIVE, language=language, size=SIZES[size], ready=busy) as (
        pilot,
        _,
    ):
        await lock(pilot)
        check_golden(pilot.app, f"lock-{language}-{size}")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 14), (40, 8), (24, 5)], ids=str)
async def test_nothing_of_a_matter_is_seen_at_any_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk_pilot(tmp_path, LIVE, language="zh", ready=busy) as (pilot, _):
        assert TOPIC in screen_text(pilot.app)
        pilot.app.notify("2026-000001 " + TOPIC, markup=False)
        await pilot.pause()
        await lock(pilot)
        pilot.app.notify("2026-000002 " + TOPIC, markup=False)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert [each for each in ("安置", "02-001", "2026-0", "孙磊", "139") if each in shown] == []
        field = pilot.app.screen.query_one("#passphrase", Input)
        assert field.has_focus
        assert pilot.app.screen.query_one("#form").region.contains_region(field.region)


BELOW = {
    "live": (),
    "half a command": ("f8", *"n 3"),
    "the card of a prompt": ("f9",),
    "the palette": ("ctrl+p", *"lo"),
    "a question": ("n", *"4"),
    "leaving, with a note": ("f10", *"keys"),
    "help": ("f1",),
    "the form": ("f2", "2", "enter", *"cold"),
    "the ledger's filter": ("f4", "slash", *"b"),
}


@pytest.mark.parametrize("keys", BELOW.values(), ids=BELOW)
async def test_the_same_officer_finds_everything_as_it_was(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with desk_pilot(tmp_path, LIVE, intake=INTAKE, ready=busy) as (pilot, office):
        await pilot.press(*keys)
        await settle(pilot)
        before = screen_text(pilot.app), list(pilot.app.screen_stack), pilot.app.focused
        count = len(office.events())
        await lock(pilot)
        meant_for_below = ("f1", "f2", "f6", "f8", "f9", "f10", "ctrl+p", "ctrl+q", "escape", "1")
        await pilot.press(*meant_for_below, "x", "down", "up", "ctrl+c", LOCK)
        await settle(pilot)
        assert is_locked(pilot)
        assert pilot.app.screen.query_one("#passphrase", Input).value == ""
        await unlock(pilot)
        assert (screen_text(pilot.app), list(pilot.app.screen_stack), pilot.app.focused) == before
        assert len(office.events()) == count


async def test_another_officer_signs_in_and_begins_anew(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, intake=INTAKE, ready=busy) as (pilot, office):
        await pilot.press("f2", "2", "enter", *"half typed", "f3", "f9")
        await settle(pilot)
        stale = list(pilot.app.screen_stack[1:])
        await lock(pilot)
        await pilot.press("down")
        await settle(pilot)
        assert i18n.say("lock.how.other")[:40] in " ".join(screen_text(pilot.app).split())
        await unlock(pilot)
        assert office.officer == NEXT
        assert not set(stale) & set(pilot.app.screen_stack)
        assert not console(pilot).covered
        assert f"duty {NEXT}" in screen_text(pilot.app).splitlines()[0]
        facts = [(each.officer, type(each.fact)) for each in office.events()]
        assert ("李敏", ShiftEnded) in facts
        assert (NEXT, ShiftStarted) in facts
        assert [each for each in office.drafts if "half typed" in each[1].values()]


async def test_a_wrong_passphrase_is_told_and_opens_nothing(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, office):
        await lock(pilot)
        await pilot.press(*"wrong", "enter")
        await settle(pilot)
        assert is_locked(pilot)
        assert i18n.say("vault.refused.passphrase")[:40] in screen_text(pilot.app)
        await pilot.press("down", *"wrong", "enter")
        await settle(pilot)
        assert (is_locked(pilot), office.officer) == (True, "李敏")
        await unlock(pilot, "up")


def waiting_for_zhou(office: FakeOffice) -> None:
    """Desk B gave an officer a passphrase that is not here yet."""
    busy(office)
    store = SqlStore(office.engine, KEY)
    from_elsewhere(store, store.office, DeskLettered("B"), 1, office.now())
    office.verb(lambda desk: desk.look_again())
    since = office.now()
    office.officer_rows += [OfficerRow("周平", since, since, False, False, awaited=("B",))]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_whose_passphrase_has_yet_to_come_hears_where_it_was_set(
    tmp_path: Path, language: str
) -> None:
    async with desk_pilot(tmp_path, LIVE, language=language, ready=waiting_for_zhou) as (
        pilot,
        office,
    ):
        await lock(pilot)
        await settle(pilot)
        await pilot.press("down", "down")
        await settle(pilot)
        check_golden(pilot.app, f"lock-awaited-{language}-80x24")
        await pilot.press(*PASSPHRASE, "enter")
        await settle(pilot)
        typed = pilot.app.screen.query_one("#passphrase", Input)
        assert (is_locked(pilot), office.officer, typed.value) == (True, "李敏", "")
        await unlock(pilot, "up", "up")


async def test_prompts_still_ring(tmp_path: Path) -> None:
    rung: list[bool] = []
    async with desk_pilot(tmp_path, LIVE) as (pilot, office):
        await lock(pilot)
        assert "0 due" in screen_text(pilot.app)
        pilot.app.bell = lambda: rung.append(True)  # type: ignore[method-assign]
        office.with_incident(topic=TOPIC).after(12)
        await console(pilot).tick_now()
        await settle(pilot)
        assert rung
        await console(pilot).tick_now()
        await pilot.pause()
        shown, situation = screen_text(pilot.app), console(pilot).situation
        assert situation is not None
        assert situation.due > 0
        assert f"{situation.due} due" in shown
        assert TOPIC not in shown
        assert office.now().astimezone(office.zone).strftime("%H:%M:%S") in shown


def idle_after(pilot: Pilot[None]) -> list[float]:
    """Lock after ten minutes of a clock that stands; returns it, to be moved."""
    boot = [1000.0]
    console(pilot).idle = Idle(MINUTES, lambda: boot[0])
    return boot


async def test_after_some_minutes_without_a_key_it_locks(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, _):
        boot = idle_after(pilot)
        boot[0] += MINUTES * 60 - 1
        await console(pilot).tick_now()
        assert not is_locked(pilot)
        await pilot.press("down")
        boot[0] += MINUTES * 60 - 1
        await console(pilot).tick_now()
        assert not is_locked(pilot)
        boot[0] += 1
        await console(pilot).tick_now()
        assert is_locked(pilot)


async def test_a_desk_that_wakes_is_locked_before_anything_new_is_shown(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, language="zh", ready=busy) as (pilot, office):
        boot = idle_after(pilot)
        office.clock.advance(timedelta(hours=8))
        boot[0] += 8 * 3600
        form = MatterForm(Channel.GROUP_VISIT, TOPIC, unit="住建局", headcount=9)
        office.verb(lambda desk: desk.register(form, opening=True))
        console(pilot)._second()
        assert is_locked(pilot)
        await settle(pilot)
        assert "02-002" not in screen_text(pilot.app)


@pytest.mark.parametrize("key", ["f9", "x", "f10"])
async def test_the_key_that_wakes_it_acts_on_nothing(tmp_path: Path, key: str) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, _):
        below = list(pilot.app.screen_stack)
        boot = idle_after(pilot)
        boot[0] += MINUTES * 60
        await pilot.press(key)
        await settle(pilot)
        assert is_locked(pilot)
        assert pilot.app.screen_stack[:-1] == below
        assert pilot.app.screen.query_one("#passphrase", Input).value == ""


async def test_without_minutes_it_never_locks_by_itself(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, _):
        boot = [0.0]
        console(pilot).idle = Idle(0, lambda: boot[0])
        boot[0] += 1e9
        await console(pilot).tick_now()
        assert not is_locked(pilot)


async def test_a_demo_locks_only_when_asked_and_needs_no_passphrase(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, office):
        office.guarded = False
        boot = idle_after(pilot)
        boot[0] += MINUTES * 60
        await console(pilot).tick_now()
        assert not is_locked(pilot)
        await lock(pilot)
        assert TOPIC not in screen_text(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert not is_locked(pilot)


@pytest.mark.parametrize(
    "keys",
    [("f11",), ("f8", *"lock", "enter"), ("f8", *"锁屏", "enter"), ("ctrl+p", *"lock", "enter")],
    ids=["twin", "word", "Chinese word", "palette"],
)
async def test_it_locks_when_asked(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, _):
        await pilot.press(*keys)
        await settle(pilot)
        await settle(pilot)
        assert is_locked(pilot)
        await unlock(pilot)


async def test_what_ends_meanwhile_below_never_uncovers(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, _):
        await pilot.press("f9")
        await settle(pilot)
        card = pilot.app.screen
        await lock(pilot)
        card.dismiss(None)
        console(pilot).show_screen("ledger")
        situation = console(pilot).situation
        assert situation is not None
        console(pilot).show_incident(situation.incidents[0].uid)
        pilot.app.notify("told meanwhile", markup=False)
        await settle(pilot)
        assert is_locked(pilot)
        assert "told meanwhile" not in screen_text(pilot.app)
        await unlock(pilot)
        await settle(pilot)
        assert card not in pilot.app.screen_stack
        assert "told meanwhile" in screen_text(pilot.app)


@pytest.mark.parametrize("after", [(80, 24), (60, 20)], ids=["roomy", "too small"])
@pytest.mark.parametrize("before", [(80, 24), (60, 20)], ids=["from roomy", "from too small"])
async def test_a_window_resized_while_locked(
    tmp_path: Path, before: tuple[int, int], after: tuple[int, int]
) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=busy) as (pilot, _):
        await pilot.resize_terminal(*before)
        await pilot.pause()
        await lock(pilot)
        await pilot.resize_terminal(*after)
        await pilot.pause()
        assert is_locked(pilot)
        await unlock(pilot)
        too_small = "80×24" in screen_text(pilot.app)
        assert too_small == (after == (60, 20))
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert [type(each).__name__ for each in pilot.app.screen_stack[1:]] == ["LiveScreen"]


async def test_what_was_typed_is_on_disk_once_it_locks(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, INTAKE) as (pilot, office):
        await pilot.press("2", "enter", *"half typed")
        await lock(pilot)
        assert [each for each in office.drafts if "half typed" in each[1].values()]
        await unlock(pilot)
