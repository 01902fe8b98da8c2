"""F6: the night as it happened, corrections under what they correct, and nothing that drives it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.log.screen import LogList
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import SIZES, START, ZONE, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from xfconsole.core.days.night import night_of
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, ReportKind, RingOutcome
from xfconsole.desk import Desk, Imported
from xfconsole.ui.text.cells import width

LOG = "screens.log.screen:LogScreen"
NUMBER = "02-001"


def night(office: FakeOffice) -> object:
    """A group comes, is counted wrongly, and the leader's arrival is entered ten minutes late."""
    office.with_roster().with_incident(28).after(1)
    office.verb(lambda desk: desk.ring(NUMBER, "duty_leader", RingOutcome.ANSWERED))
    office.after(2)
    counted = office.verb(lambda desk: desk.count(NUMBER, 83)).events[0]
    office.after(10)
    office.verb(lambda desk: desk.correct(counted.uid, {"value": 33}, "写反了"))
    office.verb(lambda desk: desk.arrive(NUMBER, "duty_leader", ago=timedelta(minutes=9)))
    letter = MatterForm(Channel.LETTER, "旧信", received_at=START - timedelta(days=90))
    office.verb(lambda desk: desk.register(letter))
    return office


def rows(pilot: Pilot[None]) -> LogList:
    return top(pilot).query_one(LogList)


def lines(pilot: Pilot[None]) -> list[str]:
    """Return the list as drawn."""
    region = rows(pilot).region
    return screen_text(pilot.app).splitlines()[region.y : region.bottom]


def line_with(pilot: Pilot[None], text: str) -> int:
    return next(n for n, line in enumerate(lines(pilot)) if text in line)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_log_fits(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(tmp_path, LOG, language=language, size=SIZES[size], ready=night) as (
        pilot,
        _,
    ):
        await pilot.press("f6")
        await settle(pilot)
        check_golden(pilot.app, f"log-{language}-{size}")


async def test_a_correction_stands_under_what_it_corrects(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, size=SIZES["120x36"], ready=night) as (pilot, _):
        at = line_with(pilot, "[corrected] ")
        assert "83 people" in lines(pilot)[at]
        assert "33 people" in lines(pilot)[at + 1]
        assert "写反了" in screen_text(pilot.app)


async def test_back_dated_entries_stand_where_they_happened_and_show_both_times(
    tmp_path: Path,
) -> None:
    async with desk_pilot(tmp_path, LOG, size=SIZES["120x36"], ready=night) as (pilot, _):
        arrived = lines(pilot)[line_with(pilot, "(entered 02:42)")]
        assert arrived[1:6] == "02:33"
        assert line_with(pilot, "(entered 02:42)") < line_with(pilot, "旧信")
        old = lines(pilot)[line_with(pilot, "旧信")]
        assert old[1:6] == "02:42"
        assert "happened 2025-11-22 02:29" in old


async def test_what_the_console_wrote_is_shown_and_left_out_by_one_key(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, size=SIZES["120x36"], ready=night) as (pilot, _):
        few = rows(pilot).total
        assert not any("to do:" in line.lower() for line in lines(pilot))
        chosen = rows(pilot).current
        await pilot.press("e")
        assert rows(pilot).total > few + 5
        assert rows(pilot).current == chosen
        await pilot.press("e")
        assert rows(pilot).total == few


async def test_a_missed_limit_is_never_left_out(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, _):
        assert any(line.event.kind == "obligation.missed" for line in all_rows(pilot))


def all_rows(pilot: Pilot[None]) -> list:  # type: ignore[type-arg]
    return [rows(pilot).row(n) for n in range(rows(pilot).total)]


async def test_the_arrows_turn_the_nights(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, _):
        assert "tonight, since 2026-02-19 noon" in screen_text(pilot.app)
        await pilot.press("left")
        await settle(pilot)
        assert "2026-02-18 noon to 2026-02-19 noon" in screen_text(pilot.app)
        assert "Nothing was recorded" in screen_text(pilot.app)
        await pilot.press("right")
        await settle(pilot)
        assert rows(pilot).total > 5
        await pilot.press("right")
        await settle(pilot)
        assert "This is tonight already." in screen_text(pilot.app)


async def test_a_correction_made_the_next_night_marks_the_night_before(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        night(office)
        noted = office.verb(lambda desk: desk.note(NUMBER, "坐了三十排")).events[0]
        office.clock.advance(timedelta(days=1))
        return office.verb(lambda desk: desk.correct(noted.uid, {"text": "坐了三排"}, "听错了"))

    async with desk_pilot(tmp_path, LOG, size=SIZES["120x36"], ready=ready) as (pilot, _):
        assert "坐了三排" in screen_text(pilot.app)
        await pilot.press("left")
        await settle(pilot)
        at = line_with(pilot, "坐了三十排")
        assert "[corrected]" in lines(pilot)[at]
        assert "坐了三排" in lines(pilot)[at + 1]


def test_a_night_runs_from_noon_to_noon_at_the_office() -> None:
    noon = START.astimezone(ZONE).replace(hour=12, minute=0)
    assert night_of(noon, ZONE) == noon.date()
    assert night_of(noon - timedelta(seconds=1), ZONE) == noon.date() - timedelta(days=1)


async def test_an_import_is_one_line_until_more_is_wanted(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        forms = [
            MatterForm(Channel.LETTER, f"来信{n}", source="letters.csv", source_ref=f"l:{n}")
            for n in range(250)
        ]
        batch = [Imported(form, "已答复", START) for form in forms]
        return office.with_roster().verb(lambda desk: desk.register_batch(batch))

    async with desk_pilot(tmp_path, LOG, ready=ready) as (pilot, _):
        assert "imported 250 matters: letters.csv" in screen_text(pilot.app)
        assert rows(pilot).total == 2
        await pilot.press("e")
        # Each row's matter, reply, service and the thirty days that began with it, the roster, and
        # how many came in.
        assert rows(pilot).total == 4 * 250 + 2


async def test_the_filter_follows_the_typing(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, _):
        total = rows(pilot).total
        await pilot.press("slash", *"写反")
        assert [type(line.event.fact).__name__ for line in all_rows(pilot)] == ["EventCorrected"]
        await pilot.press("escape")
        assert rows(pilot).total == total


async def test_enter_opens_the_matter_and_escape_comes_back(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, _):
        await pilot.press("f6", "home", "enter")
        await settle(pilot)
        assert "about no matter or incident" in screen_text(pilot.app)
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        assert "2026-000001" in screen_text(pilot.app).splitlines()[1]
        await pilot.press("escape")
        await settle(pilot)
        assert rows(pilot).cursor == 2


async def test_a_note_goes_to_the_incident_of_the_line_and_appears(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, office):
        await pilot.press("home", "down", "down", "t", *"热水已备", "enter")
        await settle(pilot)
        await pilot.press("end")
        assert "热水已备" in screen_text(pilot.app)
        assert office.events()[-1].fact.text == "热水已备"  # type: ignore[attr-defined]


async def test_a_count_is_corrected_from_its_line(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        office.with_roster().with_incident(28).after(1)
        return office.verb(lambda desk: desk.count(NUMBER, 83))

    async with desk_pilot(tmp_path, LOG, ready=ready) as (pilot, office):
        await pilot.press("slash", *"83 people", "enter", "k")
        await settle(pilot)
        await pilot.press("1", "backspace", "backspace", *"33", "enter", *"typo", "enter")
        await settle(pilot)
        assert office.verb(lambda desk: desk.situation()).incidents[0].headcount == 33


async def test_the_whole_entry_stands_below(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        office.with_roster().with_incident(28).after(1)
        return office.verb(
            lambda desk: desk.report(NUMBER, ReportKind.FIRST, "28 人", "已接待", "平稳", "无")
        )

    async with desk_pilot(tmp_path, LOG, ready=ready) as (pilot, _):
        await pilot.press("slash", *"first report", "enter")
        await settle(pilot)
        assert "已接待" in screen_text(pilot.app)


async def test_nothing_from_outside_drives_the_log(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        office.with_incident()
        return office.verb(_note_all)

    async with desk_pilot(tmp_path, LOG, ready=ready) as (pilot, _):
        for _ in range(8):
            shown = screen_text(pilot.app)
            assert_harmless(shown)
            assert max(width(line) for line in shown.splitlines()) <= 80
            await pilot.press("pageup", "up")


def _note_all(desk: Desk) -> None:
    for text in HOSTILE.values():
        if text.strip():
            desk.note(NUMBER, text)
