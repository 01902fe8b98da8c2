"""F5: who is on duty now, every hole in words, and changes that never touch past duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.roster.import_file import RosterImportScreen
from screens.roster.list import RosterList
from screens.roster.questions import COLUMNS
from screens.roster.rows import RosterLine
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import SIZES, START, ZONE, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from xfconsole.core.facts.of_office import (
    LeaveRecorded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
)
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.rostering import Turn
from xfconsole.drill.demo_night import demo_roster
from xfconsole.office_files.kept_columns import load_columns
from xfconsole.ui.text.cells import width

ROSTER = "screens.roster.screen:RosterScreen"
TONIGHT = START.replace(hour=9, minute=30)
"""17:30 at the office, when the night shift began."""
MORNING = TONIGHT + timedelta(hours=15)
HEAD = "日期,班次,岗位,姓名,电话\n"


def holed(office: FakeOffice) -> object:
    """Take in a roster without township head tonight, and a receptionist without a number."""
    roster = demo_roster(START, ZONE)
    entries = []
    for each in roster.entries:
        if each.post == "township_head" and each.starts_at <= START:
            continue
        if each.person == "赵颖" and each.starts_at <= START:
            each = replace(each, phone="")
        entries.append(each)
    return office.verb(lambda desk: desk.import_roster("班表.xlsx", entries))


def rows(pilot: Pilot[None]) -> RosterList:
    return top(pilot).query_one(RosterList)


def all_lines(pilot: Pilot[None]) -> list[RosterLine]:
    found = [rows(pilot).row(n) for n in range(rows(pilot).total)]
    return [line for line in found if line is not None]


def go_to(pilot: Pilot[None], post: str, *, past: bool = False) -> None:
    lines = all_lines(pilot)
    rows(pilot).move(
        next(n for n, line in enumerate(lines) if line.post == post and line.past is past)
    )


def last_fact(office: FakeOffice) -> object:
    return office.events()[-1].fact


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_roster_fits(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(tmp_path, ROSTER, language=language, size=SIZES[size], ready=holed) as (
        pilot,
        _,
    ):
        await pilot.press("f5")
        await settle(pilot)
        check_golden(pilot.app, f"roster-{language}-{size}")


async def test_tonight_stands_on_top_with_number_and_until_when(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER, ready=holed) as (pilot, _):
        leader = next(
            line for line in screen_text(pilot.app).splitlines() if line.startswith(" duty leader")
        )
        assert "139-0000-" in leader
        assert "to 08:30" in leader
        assert "高远" in leader


async def test_holes_come_before_the_days_each_with_sign_and_words(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER, ready=holed) as (pilot, _):
        shown = screen_text(pilot.app)
        assert "vacant" in shown
        assert "! 2 gaps in the next 14 days" in shown.splitlines()[1]
        lines = all_lines(pilot)
        holes = [n for n, line in enumerate(lines) if line.hole is not None]
        assert [lines[n].hole.kind for n in holes] == [HoleKind.NO_PHONE, HoleKind.UNHELD]  # type: ignore[union-attr]
        days = [n for n, line in enumerate(lines) if line.text.startswith("2026-02-2")]
        assert max(holes) < min(days)


async def test_h_goes_from_hole_to_hole_and_round(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER, ready=holed) as (pilot, _):
        seen = []
        for _ in range(3):
            await pilot.press("h")
            line = rows(pilot).current
            assert line is not None
            assert line.hole is not None
            seen.append(line.hole.kind)
        assert seen == [HoleKind.NO_PHONE, HoleKind.UNHELD, HoleKind.NO_PHONE]


async def test_the_fourteen_days_are_listed_by_day_and_shift(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, _):
        titles = [line.text for line in all_lines(pilot) if line.text.startswith("2026-")]
        assert "2026-02-20 Fri day shift 08:30–17:30" in titles
        assert "2026-03-05 Thu night shift 17:30–2026-03-06 08:30" not in titles
        assert any(text.startswith("2026-03-05 Thu night shift 17:30") for text in titles)


async def test_past_duty_cannot_be_changed_and_says_why(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        office.with_roster()
        office.clock.advance(timedelta(hours=7))
        return office

    async with desk_pilot(tmp_path, ROSTER, ready=ready) as (pilot, office):
        before = len(office.events())
        go_to(pilot, "duty leader", past=True)
        await pilot.press("r")
        await settle(pilot)
        assert "has begun" in screen_text(pilot.app)
        assert len(office.events()) == before


async def test_somebody_takes_over_found_by_initials(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        go_to(pilot, "duty leader")
        await pilot.press("r", "enter", *"zl", "enter")
        await settle(pilot)
        await pilot.press("enter", "enter", *"ill", "enter")
        await settle(pilot)
        fact = last_fact(office)
        assert isinstance(fact, RosterReplaced)
        assert (fact.post, fact.person, fact.by, fact.reason) == (
            "duty_leader",
            "王强",
            "郑岚",
            "ill",
        )
        assert fact.ends_at == MORNING
        assert "郑岚" in screen_text(pilot.app)


async def test_somebody_new_needs_a_number(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        go_to(pilot, "duty leader")
        await pilot.press("r", "enter", *"新来的", "enter")
        await settle(pilot)
        await pilot.press(*"139-0000-0200", "enter", "enter", "enter")
        await settle(pilot)
        fact = last_fact(office)
        assert isinstance(fact, RosterReplaced)
        assert (fact.by, fact.phone) == ("新来的", "139-0000-0200")


async def test_two_officials_swap_turns(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        go_to(pilot, "duty leader")
        await pilot.press("r", "enter", *"zl", "enter")
        await settle(pilot)
        await pilot.press("enter", "2", "enter")
        await settle(pilot)
        facts = [each.fact for each in office.events()[-2:]]
        assert [type(each) for each in facts] == [RosterReplaced, RosterReplaced]
        assert [(each.person, each.by) for each in facts] == [("王强", "郑岚"), ("郑岚", "王强")]  # type: ignore[attr-defined]


def test_a_swap_is_both_or_neither(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path).with_roster()
    one = Turn("duty_leader", "王强", START, MORNING, "1")
    gone = Turn("unit_head", "无此人", START, MORNING, "2")
    before = len(office.events())
    with pytest.raises(Refused, match="holds_nothing"):
        office.verb(lambda desk: desk.swap_on_roster(one, gone))
    with pytest.raises(Refused, match="swap_same"):
        office.verb(lambda desk: desk.swap_on_roster(one, replace(one, person="高远")))
    assert len(office.events()) == before
    office.close()


async def test_leave_makes_a_hole_that_is_named(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        entry = RosterEntry("duty_leader", "王强", "139-0000-0004", START, MORNING)
        return office.verb(lambda desk: desk.import_roster("one", [entry]))

    async with desk_pilot(tmp_path, ROSTER, ready=ready) as (pilot, office):
        go_to(pilot, "duty leader")
        await pilot.press("l", "enter", "enter")
        await settle(pilot)
        assert isinstance(last_fact(office), LeaveRecorded)
        assert not any(line.entries for line in all_lines(pilot))


async def test_the_list_follows_the_change_of_shift(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        assert "to 08:30" in screen_text(pilot.app)
        office.clock.advance(timedelta(hours=7))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "to 17:30" in screen_text(pilot.app)


async def test_without_a_roster_it_says_how_to_get_one(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER, ready=lambda _: None) as (pilot, _):
        assert "o to import a spreadsheet" in screen_text(pilot.app)


# --- importing -----------------------------------------------------------------------------------


def sheet(folder: Path, *lines: str) -> Path:
    path = folder / "二月.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


async def read(pilot: Pilot[None], path: Path) -> None:
    await pilot.press("o")
    top(pilot).query_one(Input).value = str(path)
    await pilot.press("enter")
    await settle(pilot)


async def test_a_file_is_shown_with_counts_and_holes_and_then_taken(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "2026-02-20~2026-03-10,全天,带班领导,王强,139-0000-0004",
        "2026-02-20~2026-03-10,全天,接待人,赵颖,",
    )
    async with desk_pilot(tmp_path, ROSTER, ready=lambda _: None) as (pilot, office):
        await read(pilot, path)
        shown = screen_text(pilot.app)
        assert "2 rows, 38 shifts, 2 people" in shown
        assert "gaps in the next 14 days" in shown
        assert "hall safety: vacant" in shown
        assert office.events() == []
        await pilot.press("ctrl+s")
        await settle(pilot)
        fact = last_fact(office)
        assert isinstance(fact, RosterImported)
        assert len(fact.entries) == 38
        assert not isinstance(top(pilot), RosterImportScreen)
        assert any(line.first and line.first.person == "王强" for line in all_lines(pilot))


async def test_a_drawn_roster_asks_what_a_column_is_and_is_shown_as_a_grid(tmp_path: Path) -> None:
    path = tmp_path / "三月.csv"
    rows = "2026年3月值班表\n日期,带班领导,电话,总值班\n1日,王强,139-0000-0004,赵颖\n"
    path.write_text(rows, encoding="utf-8")
    async with desk_pilot(tmp_path, ROSTER, ready=lambda _: None) as (pilot, office):
        await read(pilot, path)
        assert "Which post is the column 总值班?" in screen_text(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert "1 rows, 1 shifts, 1 people" in screen_text(pilot.app)
        assert "Columns not used: 总值班" in screen_text(pilot.app)
        await pilot.press("escape")
        await read(pilot, path)
        await pilot.press("2")
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "1 rows, 2 shifts, 2 people" in shown
        assert "Read as this table; check it:" in shown
        assert "王强 139-0000-0004  赵颖" in shown
        assert "Column 总值班 read as the post duty officer." in shown
        assert office.events() == []
        assert load_columns(office.folder) == {}
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(last_fact(office), RosterImported)
        assert load_columns(office.folder) == {"总值班": "duty_officer"}
        await read(pilot, path)
        assert "Read as this table; check it:" in screen_text(pilot.app)


async def test_columns_answered_when_the_desk_died_are_one_enter_away(tmp_path: Path) -> None:
    path = tmp_path / "三月.csv"
    rows = "2026年3月值班表\n日期,总值班,司机,总值班,带班领导\n1日,王强,赵颖,高远,孙磊\n"
    path.write_text(rows, encoding="utf-8")
    async with desk_pilot(tmp_path, ROSTER, ready=lambda _: None) as (pilot, office):
        await read(pilot, path)
        await pilot.press("2")
        await settle(pilot)
        assert "Which post is the column 司机?" in screen_text(pilot.app)
        again = office.kept()
    (tmp_path / "again").mkdir()
    office = again(tmp_path / "again")
    async with desk_pilot(tmp_path, ROSTER, office=office) as (pilot, office):
        await read(pilot, path)
        assert "Which post is the column 总值班?" in screen_text(pilot.app)
        assert ">2 duty officer" in screen_text(pilot.app)
        await pilot.press("enter", "enter")
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "Column 总值班 read as the post duty officer." in shown
        assert "Columns not used: 司机" in shown
        await pilot.press("ctrl+s")
        await settle(pilot)
        kept = office.views.draft(COLUMNS)
        assert kept is None or not kept.values


async def test_every_bad_row_is_listed_and_nothing_is_taken(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "2026-02-20,夜班,带班领导,王强,139-0000-0004",
        "二月二十,夜班,带班领导,王强,139-0000-0004",
        "2026-02-21,夜班,厨师,赵颖,139-0000-0006",
    )
    async with desk_pilot(tmp_path, ROSTER, ready=lambda _: None) as (pilot, office):
        await read(pilot, path)
        shown = screen_text(pilot.app)
        assert "Row 3" in shown
        assert "Row 4" in shown
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Enter first" in screen_text(pilot.app)
        assert office.events() == []


async def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, _):
        await read(pilot, tmp_path / "nothing.csv")
        assert "nothing.csv" in screen_text(pilot.app)
        await pilot.press("escape")
        assert not isinstance(top(pilot), RosterImportScreen)


async def test_another_name_forgets_what_was_read(tmp_path: Path) -> None:
    path = sheet(tmp_path, "2026-02-20,夜班,带班领导,王强,139-0000-0004")
    async with desk_pilot(tmp_path, ROSTER, ready=lambda _: None) as (pilot, office):
        await read(pilot, path)
        await pilot.press("x", "ctrl+s")
        await settle(pilot)
        assert office.events() == []


async def test_nothing_from_outside_drives_the_roster(tmp_path: Path) -> None:
    entries = [
        RosterEntry(
            "duty_leader",
            text[:200],
            text[:30],
            START,
            START + timedelta(days=3),
            number,
            text[:99],
        )
        for number, text in enumerate(HOSTILE.values(), start=1)
    ]

    def ready(office: FakeOffice) -> object:
        return office.verb(lambda desk: desk.import_roster("\x1b[2J", entries))

    async with desk_pilot(tmp_path, ROSTER, ready=ready) as (pilot, _):
        for key in ("down", *["pagedown"] * 6):
            shown = screen_text(pilot.app)
            assert_harmless(shown)
            assert max(width(line) for line in shown.splitlines()) <= 80
            await pilot.press(key)
        await pilot.press("home", "down", "r")
        await settle(pilot)
        assert_harmless(screen_text(pilot.app))
