"""When backups are made, and what the officer sees of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from data.backup import make as data
from data.backup.make import BACKUPS, backups_in
from data.vault.vault import unlock
from screens.handover.screen import HandoverScreen
from tests.data.backed_up import MADE_AT, founded
from tests.data.offices import PASSPHRASE
from tests.screens.fake_host import SIZES, START, FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from xfconsole.app.backups import AGAIN, EVERY, SETTLED, Backups
from xfconsole.core.office.backups import NO_BACKUPS, OLD, BackupState
from xfconsole.core.words.refusal import Refused
from xfconsole.drill.run import DrillClock

ZONE = ZoneInfo("Asia/Shanghai")
FULL = Refused("backup.refused.full", folder="backups")
ABSENT = Refused("backup.refused.second_absent", folder="/media/desk")
SECOND = timedelta(seconds=1)


# --- when one is made --------------------------------------------------------------------------


@dataclass
class Console:
    """Backups of an office on disk, on a clock that moves only when told."""

    folder: Path
    clock: DrillClock
    second: Path | None = None

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Open the console again."""
        key = unlock(self.folder, PASSPHRASE).key
        self.backups = Backups(self.folder, key, ZONE, self.clock, self.second)

    def after(self, span: timedelta) -> int:
        """Let time pass, look, wait for what is made, and return how many there are."""
        self.clock.advance(span)
        if self.backups.start_if_due().running:
            self.backups.back_up().result(timeout=120)
        return len(backups_in(self.folder / BACKUPS))


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    """A console just opened on an office without any backup."""
    opened = Console(founded(tmp_path / "office", "一条"), DrillClock(MADE_AT))
    yield opened
    opened.backups.close()


def test_one_is_made_soon_after_opening_and_then_every_hour(console: Console) -> None:
    assert console.after(SETTLED - SECOND) == 0
    assert not console.backups.state.warns(console.clock.read().wall), "one is about to be made"
    assert console.after(SECOND) == 1
    assert console.after(EVERY - SECOND) == 1
    assert console.after(SECOND) == 2
    assert console.backups.state == BackupState(console.clock.read().wall)


def test_a_young_one_is_not_made_again_at_the_next_start(console: Console) -> None:
    console.after(SETTLED)
    console.clock.advance(timedelta(minutes=40))
    console.begin()
    assert console.after(timedelta(minutes=19)) == 1
    assert console.after(timedelta(minutes=1)) == 2


def test_after_a_sleep_one_is_made_at_once(console: Console) -> None:
    console.after(SETTLED)
    assert console.after(timedelta(hours=8)) == 2


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1)], ids=["back", "ahead"])
def test_a_clock_that_is_moved_puts_none_off(console: Console, jump: timedelta) -> None:
    console.after(SETTLED)
    console.clock.jump(jump)
    assert console.after(EVERY) == 2
    console.begin()
    assert console.after(EVERY) == 3


def test_one_that_failed_is_tried_again_soon_and_the_last_good_one_counts(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.after(SETTLED)
    good = console.backups.state.last_good
    full = shutil.disk_usage(console.folder)._replace(free=0)
    replaced = console.folder / "replaced-20200101T000000Z"
    replaced.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: full)
        assert console.after(EVERY) == 1
    state = console.backups.state
    assert state.failed is not None
    assert (state.failed.key, state.last_good) == ("backup.refused.no_room", good)
    assert not replaced.exists(), "what age has made too much goes even then"
    assert console.after(AGAIN - SECOND) == 1
    assert console.after(SECOND) == 2
    assert console.backups.state.failed is None


def test_a_fault_of_the_program_is_told_without_its_words(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("周平 139-0000-0010")

    monkeypatch.setattr(data, "make", broken)
    console.after(SETTLED)
    failed = console.backups.state.failed
    assert failed is not None
    assert (failed.key, failed.values) == ("backup.refused.program", {"fault": "LookupError"})


def test_whoever_asks_meanwhile_joins_the_one_being_made(console: Console) -> None:
    assert console.backups.back_up() is console.backups.back_up()
    console.backups.back_up().result(timeout=120)


def test_left_in_the_middle_nothing_half_is_there(console: Console) -> None:
    being_made = console.backups.back_up()
    console.backups.close()
    being_made.result(timeout=120)
    whole = backups_in(console.folder / BACKUPS)
    there = {each.name for each in (console.folder / BACKUPS).iterdir()} - {"console.lock"}
    assert there == {each.path.name for each in whole}
    assert console.after(EVERY) == len(whole), "a console that is left makes none"


def test_an_absent_second_medium_is_noted_and_the_backup_counts(tmp_path: Path) -> None:
    absent = tmp_path / "media" / "desk"
    console = Console(founded(tmp_path / "office"), DrillClock(MADE_AT), absent)
    assert console.after(SETTLED) == 1
    state = console.backups.state
    assert state.second is not None
    assert (state.second.key, state.failed) == ("backup.refused.second_absent", None)


def test_a_second_medium_that_comes_back_gets_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usb = tmp_path / "usb"
    monkeypatch.setattr(data, "device_of", lambda folder: int(folder == usb))
    console = Console(founded(tmp_path / "office"), DrillClock(MADE_AT), usb)
    console.after(SETTLED)
    usb.mkdir()
    console.after(EVERY)
    assert console.backups.state.second is None
    assert [each.made_at for each in backups_in(usb)] == [console.backups.state.last_good]


@pytest.mark.parametrize(
    ("state", "warns"),
    [
        pytest.param(BackupState(START - OLD + SECOND), False, id="young"),
        pytest.param(BackupState(START - OLD), True, id="two hours old"),
        pytest.param(BackupState(START - OLD, running=True), False, id="old and being made"),
        pytest.param(BackupState(), True, id="none yet"),
        pytest.param(BackupState(soon=True), False, id="none yet, just opened"),
        pytest.param(BackupState(START + OLD), False, id="from the future"),
        pytest.param(BackupState(START, failed=FULL), True, id="failed"),
        pytest.param(BackupState(START, second=ABSENT), True, id="no second copy"),
        pytest.param(NO_BACKUPS, False, id="a demo"),
    ],
)
def test_what_calls_for_the_officer(state: BackupState, warns: bool) -> None:
    assert state.warns(START) is warns


# --- what the officer sees ---------------------------------------------------------------------


def ago(**span: float) -> datetime:
    return START - timedelta(**span)


def standing(state: BackupState) -> Callable[[FakeOffice], object]:
    def ready(office: FakeOffice) -> None:
        office.with_roster().backups = state

    return ready


def top_row(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app).splitlines()[0]


LIVE = "screens.live.screen:LiveScreen"


@pytest.mark.parametrize(
    ("language", "size", "state", "said"),
    [
        pytest.param("zh", "80x24", BackupState(ago(minutes=14)), "备份 14分", id="zh young"),
        pytest.param("en", "120x36", BackupState(ago(minutes=14)), "backup 14 min", id="en young"),
        pytest.param("zh", "80x24", BackupState(ago(hours=3)), "!备份", id="zh old"),
        pytest.param("en", "80x24", BackupState(ago(minutes=1), FULL), "! backup", id="en failed"),
        pytest.param("zh", "120x36", BackupState(START, FULL), "!备份", id="zh failed"),
    ],
)
async def test_the_top_row_says_how_old_the_last_good_one_is(
    tmp_path: Path, language: str, size: str, state: BackupState, said: str
) -> None:
    async with desk_pilot(
        tmp_path, LIVE, language=language, size=SIZES[size], ready=standing(state)
    ) as (pilot, _):
        row = top_row(pilot)
        assert said in row
        assert "02:29:00" in row
        assert "李敏" in row


async def test_a_warning_stands_where_an_age_has_no_room(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> None:
        office.with_roster().with_incident().backups = BackupState(ago(minutes=14))
        office.name = "某某市某某区信访接待中心夜间值班台"

    async with desk_pilot(tmp_path, LIVE, language="zh", ready=ready) as (pilot, office):
        assert "备份" not in top_row(pilot)
        office.backups = BackupState(ago(minutes=14), FULL)
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "!备份" in top_row(pilot)


async def test_a_demo_says_nothing_of_backups(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=standing(NO_BACKUPS)) as (pilot, _):
        assert "backup" not in screen_text(pilot.app)
        await pilot.press("f10")
        await settle(pilot)
        assert "backup" not in screen_text(pilot.app).lower()


async def test_a_trouble_is_told_once_and_again_after_it_was_over(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=standing(BackupState(START))) as (pilot, office):
        told = []
        for second in (None, ABSENT, ABSENT, None, ABSENT):
            office.backups = BackupState(START, second=second)
            await pilot.app.tick_now()  # type: ignore[attr-defined]
            await settle(pilot)
            told.append(len(pilot.app.told))  # type: ignore[attr-defined]
            assert ("not there: /media/desk" in screen_text(pilot.app)) == (told[-1] > 0)
        assert told == [0, 1, 1, 1, 2]


@pytest.mark.parametrize(
    ("language", "state", "said"),
    [
        pytest.param("zh", BackupState(ago(minutes=14)), ["最近一次完好备份距今 14分"], id="zh"),
        pytest.param("en", BackupState(ago(minutes=14)), ["good backup: 14 min ago"], id="en"),
        pytest.param("en", BackupState(ago(hours=3)), ["3 h", "backup --to"], id="en old"),
        pytest.param("zh", BackupState(), ["还没有做过备份", "backup --to"], id="zh none yet"),
        pytest.param("en", BackupState(START, FULL), ["<1 min ago", "is full"], id="en failed"),
        pytest.param("zh", BackupState(START, second=ABSENT), ["备份盘不在"], id="zh no medium"),
        pytest.param("en", BackupState(START, running=True), ["being made now"], id="en running"),
    ],
)
async def test_leaving_says_it_in_a_sentence_and_what_to_do(
    tmp_path: Path, language: str, state: BackupState, said: list[str]
) -> None:
    async with desk_pilot(tmp_path, LIVE, language=language, ready=standing(state)) as (pilot, _):
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HandoverScreen)
        shown = screen_text(pilot.app)
        assert [each for each in said if each not in shown] == []


async def test_the_handover_begins_one_and_waits_for_none(tmp_path: Path) -> None:
    ready = standing(BackupState(ago(hours=1), FULL))
    async with desk_pilot(tmp_path, LIVE, ready=ready) as (pilot, office):
        await pilot.app.hand_over("何静", "keys in drawer", (), {})  # type: ignore[attr-defined]
        await settle(pilot)
        assert office.backed_up == 1
        assert not pilot.app._exit
        assert "! backup" in top_row(pilot), "the next officer sees that it failed, and works on"


async def test_leaving_without_a_relief_makes_none(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=standing(BackupState(START))) as (pilot, office):
        await pilot.press("f10", "f10")
        await settle(pilot)
        assert pilot.app._exit
        assert office.backed_up == 0
