"""Who holds which post when: by example, and every hole named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rosters import START, at, file, names, turn
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import LeaveRecorded, RosterEntry, RosterReplaced
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.roster.roster import ANY_UNIT, Hole, Roster
from xfconsole.core.roster.shifts import Hours
from xfconsole.core.words.desk import Contact
from xfconsole.drill.demo_night import demo_roster

SHANGHAI = ZoneInfo("Asia/Shanghai")


# --- by example --------------------------------------------------------------------------------


def test_the_primary_comes_first_and_deputies_by_order() -> None:
    roster = Roster.of(
        [file(turn("p", "乙", 0, 9, 2), turn("p", "丙", 0, 9, 3), turn("p", "甲", 0, 9))]
    )
    assert names(roster.holders("p", ANY_UNIT, at(1))) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("hour", "held"), [(-0.01, []), (0, ["甲"]), (8.99, ["甲"]), (9, ["乙"]), (24, [])]
)
def test_a_turn_begins_with_its_start_and_ends_before_its_end(hour: float, held: list[str]) -> None:
    roster = Roster.of([file(turn("p", "甲", 0, 9), turn("p", "乙", 9, 24))])
    assert names(roster.holders("p", ANY_UNIT, at(hour))) == held


def test_an_entry_without_a_unit_holds_for_every_unit_after_the_units_own() -> None:
    roster = Roster.of(
        [
            file(
                turn("p", "众", 0, 9),
                turn("p", "住", 0, 9, unit="住建局"),
                turn("p", "副", 0, 9, 2, "住建局"),
            )
        ]
    )
    assert names(roster.holders("p", "住建局", at(1))) == ["住", "众", "副"]
    assert names(roster.holders("p", "城管局", at(1))) == ["众"]
    assert set(names(roster.holders("p", ANY_UNIT, at(1)))) == {"住", "众", "副"}


def test_nobody_is_named_twice_for_a_post() -> None:
    roster = Roster.of(
        [
            file(turn("p", "甲", 0, 9), turn("p", "乙", 0, 9, 2), turn("p", "丙", 0, 9, 3)),
            RosterReplaced("p", "甲", "丙", "139-0000-0003", at(0), at(9)),
        ]
    )
    assert names(roster.holders("p", ANY_UNIT, at(1))) == ["丙", "乙"]


def test_a_replacement_keeps_order_unit_and_the_rest_of_the_turn() -> None:
    roster = Roster.of(
        [
            file(turn("p", "甲", 0, 9, 2, "住建局"), turn("q", "甲", 0, 9)),
            RosterReplaced("p", "甲", "乙", "139-0000-0002", at(3), at(5)),
        ]
    )
    assert roster.holders("p", "住建局", at(3)) == (
        Contact("p", "乙", "139-0000-0002", 2, "住建局"),
    )
    assert [names(roster.holders("p", "住建局", at(hour))) for hour in (2.9, 5)] == [["甲"], ["甲"]]
    assert names(roster.holders("q", ANY_UNIT, at(4))) == ["甲"]


def test_a_swap_is_two_replacements() -> None:
    roster = Roster.of(
        [
            file(turn("p", "甲", 0, 9), turn("p", "乙", 9, 24)),
            RosterReplaced("p", "甲", "乙", "2", at(0), at(9)),
            RosterReplaced("p", "乙", "甲", "1", at(9), at(24)),
        ]
    )
    assert [names(roster.holders("p", ANY_UNIT, at(hour))) for hour in (1, 10)] == [["乙"], ["甲"]]


def test_leave_counts_whatever_file_comes_later_and_the_deputy_moves_up() -> None:
    turns = file(turn("p", "甲", 0, 9), turn("p", "乙", 0, 9, 2))
    roster = Roster.of([LeaveRecorded("甲", at(2), at(4)), turns])
    assert [names(roster.holders("p", ANY_UNIT, at(hour))) for hour in (1, 2, 4)] == [
        ["甲", "乙"],
        ["乙"],
        ["甲", "乙"],
    ]


def test_a_later_file_replaces_its_own_span_and_nothing_else() -> None:
    roster = Roster.of(
        [
            file(
                turn("p", "甲", 0, 100),
                turn("p", "住", 0, 100, unit="住建局"),
                turn("q", "丁", 0, 100),
            ),
            file(turn("p", "丙", 30, 40), turn("p", "乙", 10, 20)),
        ]
    )
    held = {hour: names(roster.holders("p", "城管局", at(hour))) for hour in (9, 10, 25, 30, 40)}
    assert held == {9: ["甲"], 10: ["乙"], 25: [], 30: ["丙"], 40: ["甲"]}
    assert names(roster.holders("p", "住建局", at(25))) == ["住"]
    assert names(roster.holders("q", ANY_UNIT, at(25))) == ["丁"]


def test_facts_of_other_kinds_and_turns_that_never_run_change_nothing() -> None:
    backwards = turn("p", "甲", 9, 0)
    assert Roster.of([NoteAdded("x"), file(backwards)]) == Roster.of([])


def test_equal_rosters_are_equal_and_hash_alike() -> None:
    facts: list[Fact] = [file(turn("p", "甲", 0, 9))]
    assert Roster.of(facts) == Roster.of(facts)
    assert hash(Roster.of(facts)) == hash(Roster.of(facts))
    assert Roster.of(facts) != Roster.of([])


def test_on_duty_and_entries_show_everybody() -> None:
    roster = Roster.of(
        [file(turn("q", "丙", 0, 9), turn("p", "乙", 0, 9, 2), turn("p", "甲", 0, 9))]
    )
    assert names(roster.on_duty(at(1))) == ["甲", "乙", "丙"]
    assert roster.on_duty(at(9)) == ()
    assert [each.person for each in roster.entries(at(8), at(10))] == ["甲", "乙", "丙"]
    assert roster.entries(at(9), at(10)) == ()


# --- holes by example --------------------------------------------------------------------------


def brief(holes: list[Hole]) -> list[tuple[str, str, str, str, float, float]]:
    return [
        (hole.kind, hole.post, hole.unit, hole.person, hours(hole.starts_at), hours(hole.ends_at))
        for hole in holes
    ]


def hours(instant: datetime) -> float:
    return (instant - START) / timedelta(hours=1)


def test_a_needed_post_that_nobody_holds_is_found_at_any_length() -> None:
    roster = Roster.of([file(turn("p", "甲", 1, 9), turn("p", "乙", 10, 20, 2))])
    needed = {"p": "office", "nobody": "office"}
    assert brief(roster.holes(needed, at(0), at(24))) == [
        ("unheld", "nobody", "", "", 0, 24),
        ("unheld", "p", "", "", 0, 1),
        ("unheld", "p", "", "", 9, 10),
        ("unheld", "p", "", "", 20, 24),
    ]


def test_turns_that_follow_each_other_leave_no_hole() -> None:
    roster = Roster.of([file(*(turn("p", "甲", day * 24, day * 24 + 24) for day in range(-1, 15)))])
    assert roster.holes({"p": "office"}, at(0), at(14 * 24)) == []


def test_each_unit_that_was_on_the_roster_lately_is_expected_to_stay() -> None:
    old = turn("p", "旧", -2000, -1999, unit="撤并单位")
    roster = Roster.of(
        [file(turn("p", "住", -9, 5, unit="住建局"), turn("p", "城", 0, 9, unit="城管局"), old)]
    )
    assert brief(roster.holes({"p": "unit"}, at(0), at(9))) == [("unheld", "p", "住建局", "", 5, 9)]
    assert roster.holes({"p": "office"}, at(0), at(9)) == []


def test_a_unit_whose_turns_ran_out_is_missed() -> None:
    turns = turn("p", "住", -9, -1, unit="住建局"), turn("p", "城", 0, 9, unit="城管局")
    holes = Roster.of([file(*turns)]).holes({"p": "unit"}, at(0), at(9))
    assert brief(holes) == [("unheld", "p", "住建局", "", 0, 9)]


def test_a_general_holder_stands_in_for_every_unit() -> None:
    roster = Roster.of([file(turn("p", "住", 0, 5, unit="住建局"), turn("p", "众", 5, 9))])
    assert roster.holes({"p": "unit"}, at(0), at(9)) == []


def test_leave_opens_a_hole() -> None:
    roster = Roster.of([file(turn("p", "甲", 0, 9)), LeaveRecorded("甲", at(3), at(4))])
    assert brief(roster.holes({"p": "office"}, at(0), at(9))) == [("unheld", "p", "", "", 3, 4)]


def test_somebody_without_a_number_is_one_merged_stretch() -> None:
    turns = [turn("p", "甲", hour, hour + 12, phone=" ") for hour in (0, 12, 24)]
    roster = Roster.of([file(*turns, turn("p", "乙", 0, 9, 2))])
    assert brief(roster.holes({}, at(1), at(40))) == [("no_phone", "p", "", "甲", 1, 36)]


def test_two_primaries_of_one_post_and_unit_overlap() -> None:
    roster = Roster.of(
        [file(turn("p", "甲", 0, 9), turn("p", "乙", 8, 20), turn("p", "住", 0, 20, unit="住建局"))]
    )
    assert brief(roster.holes({}, at(0), at(24))) == [("two_primaries", "p", "", "乙、甲", 8, 9)]


def test_one_person_as_primary_of_two_posts_is_booked_twice() -> None:
    roster = Roster.of(
        [file(turn("p", "甲", 0, 9), turn("q", "甲", 5, 20), turn("r", "甲", 0, 20, 2))]
    )
    [hole] = roster.holes({}, at(0), at(24))
    assert (hole.kind, hole.posts, hole.people) == (HoleKind.DOUBLE_BOOKED, ("p", "q"), ("甲",))
    assert (hole.starts_at, hole.ends_at) == (at(5), at(9))


# --- clocks that change, and the year's end ----------------------------------------------------

DAY = Hours("day", (), time(8, 30), time(17, 30))
NIGHT = Hours("night", (), time(17, 30), time(8, 30))


@pytest.mark.parametrize(
    ("zone", "first", "night_hours"),
    [
        pytest.param("Europe/Berlin", date(2026, 3, 28), 14, id="night of spring forward"),
        pytest.param("Europe/Berlin", date(2026, 10, 24), 16, id="night of fall back"),
        pytest.param("Asia/Shanghai", date(2025, 12, 31), 15, id="new year's night"),
        pytest.param("Asia/Shanghai", date(2028, 2, 29), 15, id="leap day"),
    ],
)
def test_day_and_night_meet_without_gap_or_overlap(
    zone: str, first: date, night_hours: int
) -> None:
    office = ZoneInfo(zone)
    days = [first + timedelta(days=each) for each in range(-1, 3)]
    spans = [
        (shift.on(day, office), "甲" if shift is DAY else "乙")
        for day in days
        for shift in (DAY, NIGHT)
    ]
    roster = Roster.of([file(*(RosterEntry("p", who, "1", *span) for span, who in spans))])
    since, until = spans[0][0][0], spans[-1][0][1]
    assert roster.holes({"p": "office"}, since, until) == []
    starts, ends = NIGHT.on(first, office)
    assert ends - starts == timedelta(hours=night_hours)
    assert names(roster.holders("p", ANY_UNIT, starts)) == ["乙"]
    assert names(roster.holders("p", ANY_UNIT, ends)) == ["甲"]


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    second = first.replace(fold=1)
    entry = RosterEntry("p", "甲", "1", first, second)
    roster = Roster.of([file(entry)])
    assert names(roster.holders("p", ANY_UNIT, first)) == ["甲"]
    assert names(roster.holders("p", ANY_UNIT, second)) == []


def test_the_demo_office_is_held_all_the_time() -> None:
    around = datetime(2025, 12, 30, 18, tzinfo=UTC)
    fact = demo_roster(around, SHANGHAI)
    roster = Roster.of([fact])
    needed = dict.fromkeys({entry.post for entry in fact.entries}, "unit")
    since, until = around - timedelta(days=1), around + timedelta(days=29)
    assert len(needed) == 9
    assert roster.holes(needed, since, until) == []
    for entry in fact.entries:
        assert entry.phone.startswith("139-0000-")
        assert 2 <= len(roster.holders(entry.post, "住建局", entry.starts_at)) <= 3
