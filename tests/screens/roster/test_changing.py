"""F5: the roster changed by keyboard, each change shown before it is stored and undone by a key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from screens.roster.changing import ChangeScreen, every_of, run_meant, turn_words
from screens.roster.screen import RosterScreen
from tests.desks import everybody
from tests.screens.fake_host import START, ZONE, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from tests.screens.matters import form
from tests.screens.roster.test_roster_screen import ROSTER, all_lines, go_to, last_fact, rows
from xfconsole.core.facts.of_office import RosterImported, RosterReplaced, RosterSet, RosterStretch
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.roster.planning import week_before
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import say, use

MORNING = START.replace(hour=0, minute=30) + timedelta(days=1)
"""08:30 at the office."""


async def fill(pilot: Pilot[None], **parts: str) -> None:
    """Type into parts of the form that is open, and ask to do it."""
    for name, text in parts.items():
        top(pilot).query_one(f"#form-{name}", Input).value = text
    await pilot.press("ctrl+s")
    await settle(pilot)


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Press keys and return what is on the screen then."""
    await pilot.press(*keys)
    await settle(pilot)
    return screen_text(pilot.app)


def facts(office: FakeOffice) -> list[object]:
    """Return what the journal tells."""
    return [each.fact for each in office.events()]


def leaders(office: FakeOffice, at: datetime) -> list[str]:
    """Return who leads at an instant."""
    roster = office.verb(lambda desk: desk.roster())
    return [each.person for each in roster.holders("duty_leader", None, at)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("key", "name"), [("e", "edit"), ("p", "period")])
async def test_the_forms_as_they_are_seen(
    key: str, name: str, language: str, tmp_path: Path
) -> None:
    async with desk_pilot(tmp_path, ROSTER, language=language) as (pilot, _):
        rows(pilot).move(2)
        await press(pilot, key)
        check_golden(pilot.app, f"roster-{name}-{language}-80x24")


async def test_what_was_typed_when_the_desk_died_is_offered_again_and_said_to_be_so(
    tmp_path: Path,
) -> None:
    resumed = say("matter.form.resumed")[:40]
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        go_to(pilot, "duty leader")
        first = leaders(office, START)
        assert resumed not in await press(pilot, "e")
        assert office.drafts == []
        people = top(pilot).query_one("#form-people", Input)
        await press(pilot, *["backspace"] * len(people.value), *"Shi Jian 139")
        again = office.kept()
    (tmp_path / "again").mkdir()
    office = again(tmp_path / "again")
    async with desk_pilot(tmp_path, ROSTER, office=office) as (pilot, office):
        go_to(pilot, "receptionist")
        assert "Shi Jian" not in await press(pilot, "e")
        await press(pilot, "escape")
        go_to(pilot, "duty leader")
        shown = await press(pilot, "e")
        assert "Shi Jian 139" in shown
        assert resumed in shown
        assert leaders(office, START) == first
        # Left by Escape it is dropped: the form shows again what holds now.
        await press(pilot, "escape")
        shown = await press(pilot, "e")
        assert resumed not in shown
        assert ", ".join(first) in shown
        # A line that was emptied stays so.
        await press(pilot, *["backspace"] * 30)
        await press(pilot, "f4", "f5")
        go_to(pilot, "duty leader")
        assert resumed in await press(pilot, "e")
        assert top(pilot).query_one("#form-people", Input).value == ""
        shown = await press(pilot, *"Shi Jian", "ctrl+s", "ctrl+s")
        assert leaders(office, START) == ["Shi Jian"]
        go_to(pilot, "duty leader")
        assert resumed not in await press(pilot, "e")


async def test_a_half_typed_special_period_outlives_the_desk(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        await press(pilot, "p", *"Spring")
        again = office.kept()
    (tmp_path / "again").mkdir()
    office = again(tmp_path / "again")
    async with desk_pilot(tmp_path, ROSTER, office=office) as (pilot, _):
        shown = await press(pilot, "p")
        assert "Spring" in shown
        assert say("matter.form.resumed")[:40] in shown


async def test_a_turn_is_changed_shown_stored_and_undone(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        go_to(pilot, "duty leader")
        before, first = len(facts(office)), leaders(office, START)
        shown = await press(pilot, "e")
        assert "duty leader" in shown
        assert "night shift" in shown
        assert ", ".join(first) in shown

        await press(pilot, "ctrl+o", *"zl", "enter")
        people = top(pilot).query_one("#form-people", Input)
        assert people.value == ", ".join((*first, "郑岚"))
        assert top(pilot).focused is people
        await fill(pilot, people="石坚")
        shown = screen_text(pilot.app)
        assert "Off duty: 3 stretches, on: 1. Gaps opened: 1, closed: 0." in shown
        assert "! gap opens:" in shown
        assert "石坚 has no phone" in shown
        assert f"- 2026-02-20 02:29 to 08:30  duty leader primary {first[0]}" in shown
        assert len(facts(office)) == before

        await press(pilot, "escape")
        await fill(pilot, people="石坚 139-0000-0300、王 强")
        assert "no phone" not in screen_text(pilot.app)
        office.clock.advance(timedelta(seconds=30))
        shown = await press(pilot, "ctrl+s")
        assert "Press u to undo" in shown
        change = last_fact(office)
        assert isinstance(change, RosterSet)
        assert [each.phone for each in change.entries] == ["139-0000-0300", "139-0000-0004"]
        assert (change.stretches[0].starts_at, change.stretches[0].ends_at) == (
            office.now(),
            MORNING,
        )
        assert leaders(office, office.now()) == ["石坚", "王 强"]

        office.clock.advance(timedelta(minutes=5))
        shown = await press(pilot, "u")
        assert "The last change: 2026-02-20 02:29 李敏 Roster changed: duty leader" in shown
        assert "+ 2026-02-20 02:34 to 08:30  duty leader primary 王强" in shown
        await press(pilot, "escape")
        assert leaders(office, office.now()) == ["石坚", "王 强"]
        await press(pilot, "u", "ctrl+s")
        assert leaders(office, office.now()) == first
        assert leaders(office, office.now() - timedelta(minutes=1)) == ["石坚", "王 强"]
        office.clock.advance(timedelta(minutes=5))
        await press(pilot, "ctrl+z", "ctrl+s")
        assert leaders(office, office.now()) == ["石坚", "王 强"]


async def test_a_rotation_on_weekdays_and_each_slip_in_it_is_told_at_its_field(
    tmp_path: Path,
) -> None:
    async with desk_pilot(tmp_path, ROSTER, ready=lambda _: None) as (pilot, office):
        assert "Press e to fill it in" in screen_text(pilot.app)
        await press(pilot, "ctrl+e")
        slips = [
            ("post", "cook", "has no post", "duty leader"),
            ("first", "2026-02-30", "Not a date", "2026-02-23"),
            ("last", "2026-02-01", "back to front", "2026-03-08"),
            ("shift", "nihgt", "can't be read", "night"),
            ("weekdays", "sometimes", "mon wed fri", "mon-fri"),
            ("every", "often", "1 day, 2 days or 1 week", "1 week"),
            ("people", "王强 110", "can't be dialled", "王强 139-0000-0004、高远; 石坚"),
        ]
        for name, wrong, said, right in slips:
            await fill(pilot, **{name: wrong})
            assert said in screen_text(pilot.app), name
            field = top(pilot).query_one(f"#form-{name}", Input)
            assert top(pilot).focused is field, name
            field.value = right
        await fill(pilot)
        assert isinstance(top(pilot), ChangeScreen)
        await press(pilot, "ctrl+s")
        change = last_fact(office)
        assert isinstance(change, RosterSet)
        firsts = [
            (each.starts_at.astimezone(ZONE).strftime("%m-%d %H:%M"), each.person)
            for each in change.entries
            if each.order == 1
        ]
        assert firsts == [
            (f"{day} 17:30", person)
            for person, days in (
                ("王强", "02-23 02-24 02-25 02-26 02-27"),
                ("石坚", "03-02 03-03 03-04 03-05 03-06"),
            )
            for day in days.split()
        ]
        await press(pilot, "e")
        assert "2026-03-08" not in screen_text(pilot.app)


async def test_a_form_left_for_another_screen_is_found_again_for_the_same_line(
    tmp_path: Path,
) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, _):
        go_to(pilot, "duty leader")
        await press(pilot, "e")
        top(pilot).query_one("#form-people", Input).value = "石坚"
        await press(pilot, "f4")
        await press(pilot, "f5")
        go_to(pilot, "receptionist")
        assert "石坚" not in await press(pilot, "e")
        await press(pilot, "escape")
        go_to(pilot, "duty leader")
        assert "石坚" in await press(pilot, "e")


async def test_one_key_takes_a_turn_and_asks_once_for_a_number_nobody_knows(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, office):
        await press(pilot, "home", "t")
        assert "Move to the line of a post first" in screen_text(pilot.app)
        go_to(pilot, "duty leader")
        shown = await press(pilot, "t")
        assert "- 2026-02-20 02:29 to 08:30  duty leader" in shown
        await press(pilot, "escape")
        assert not isinstance(last_fact(office), RosterReplaced)
        await press(pilot, "t")
        assert "02:29 to 08:30 is yours" in await press(pilot, "ctrl+s")
        assert isinstance(last_fact(office), RosterReplaced)
        assert leaders(office, START)[0] == "李敏"
        assert "You are the primary holder" in await press(pilot, "ctrl+t")
        office.officer = office._desk.officer = "罗安新"
        assert "Your number" in await press(pilot, "t")
        await press(pilot, *"139-0000-0302", "enter")
        shown = await press(pilot, "ctrl+s")
        assert isinstance(top(pilot), RosterScreen)
        assert "罗安新" in shown


async def test_the_officer_takes_tonight_of_a_gap_of_many_days(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        entries = [e for e in everybody().entries if e.post != "duty_leader"]
        return office.verb(lambda desk: desk.import_roster("x", entries))

    async with desk_pilot(tmp_path, ROSTER, ready=ready) as (pilot, office):
        go_to(pilot, "duty leader")
        assert "vacant" in screen_text(pilot.app)
        await press(pilot, "t", "ctrl+s")
        change = last_fact(office)
        assert isinstance(change, RosterSet)
        assert change.entries[0].person == "李敏"
        assert (change.entries[0].starts_at, change.entries[0].ends_at) == (START, MORNING)
        holes = [line.hole.kind if line.hole else None for line in all_lines(pilot)]
        rows(pilot).move(holes.index(HoleKind.UNHELD))
        shown = await press(pilot, "e")
        assert "Edit duty leader 2026-02-20 all day" in shown
        assert "all day" in shown


async def test_a_week_is_copied_forward_after_it_was_shown(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        entries = [e for e in everybody().entries if e.starts_at < MORNING]
        return office.verb(lambda desk: desk.import_roster("x", entries))

    async with desk_pilot(tmp_path, ROSTER, ready=ready) as (pilot, office):
        shown = await press(pilot, "c")
        assert "this week to the next" in shown
        assert "02-16–02-22 onto 02-23–03-01" in shown
        shown = await press(pilot, "1", "enter")
        assert "2026-02-16 to 2026-02-22 onto 2026-02-23 to 2026-03-01" in shown
        assert "gap closed: 2026-02-26 17:30 to 2026-02-27 08:30" in shown
        assert isinstance(last_fact(office), RosterImported)
        await press(pilot, "ctrl+s")
        thursday = datetime(2026, 2, 26, 23, tzinfo=ZONE).astimezone(UTC)
        assert leaders(office, thursday) == leaders(office, START)
        assert "Not a date" in await press(pilot, "c", *"13-45", "enter")
        shown = await press(pilot, "c", *"2030-01-07", "enter")
        assert "Nobody is on duty in the days to copy" in shown
        assert rows(pilot).total == len(all_lines(pilot))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, False)),
        ("1", (1, False)),
        ("每天", (1, False)),
        ("２ 天", (2, False)),
        ("每2周", (2, True)),
        ("week", (1, True)),
        ("3 days", (3, False)),
        ("0", None),
        ("often", None),
        ("每", None),
    ],
)
def test_a_rotation_is_read(text: str, expected: tuple[int, bool] | None) -> None:
    if expected is None:
        with pytest.raises(Refused, match="every"):
            every_of(text)
    else:
        assert every_of(text) == expected


@pytest.mark.parametrize(
    ("since", "until", "shift", "expected"),
    [
        ("20 17:30", "21 08:30", "night", ("02-20", "02-20", "夜班")),
        ("21 02:29", "21 08:30", "night", ("02-20", "02-20", "夜班")),
        ("20 17:30", "21 07:00", "", ("02-20", "02-20", "17:30-07:00")),
        ("20 08:30", "21 08:30", "all_day", ("02-20", "02-20", "全天")),
        ("20 02:29", "23 02:29", "", ("02-19", "02-22", "全天")),
    ],
)
def test_a_turn_is_offered_as_days_and_a_shift(
    since: str, until: str, shift: str, expected: tuple[str, str, str]
) -> None:
    use("zh")
    span = (
        datetime.strptime(f"2026-02-{each}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)
        for each in (since, until)
    )
    first, last, named = turn_words(RosterStretch("p", "", *span), shift, ZONE)
    assert (f"{first:%m-%d}", f"{last:%m-%d}", named) == expected


def test_a_day_typed_is_the_first_of_a_week_to_fill() -> None:
    assert run_meant("03-02", START, ZONE) == week_before(date(2026, 3, 2))


async def test_a_new_period_offers_today_and_a_day_typed_takes_its_place(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, ROSTER) as (pilot, _):
        assert "2026-02-20" in await press(pilot, "p")
        await press(pilot, *"Spring", "enter", *"2026-03-01")
        first = form(pilot).fields["first"]
        assert first.read() == "2026-03-01"
        await press(pilot, "backspace", "3")
        assert first.read() == "2026-03-03"
        first.offer("2026-02-20")  # type: ignore[union-attr]
        await press(pilot, "enter", "shift+tab", "home", "delete", "3")
        assert first.read() == "3026-02-20"
        first.offer("2026-02-20")  # type: ignore[union-attr]
        first.post_message(Paste("2026-04-01"))
        await press(pilot, "left")
        assert first.read() == "2026-04-01"
