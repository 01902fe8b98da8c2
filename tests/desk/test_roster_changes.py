"""Changes of the roster at the desk: from now on only, shown first, and taken back the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from tests.desks import START, ZONE, Night
from tests.rosters import names
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import (
    LeaveEnded,
    LeaveRecorded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
    RosterSet,
    RosterStretch,
)
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.roster.planning import DutyPlan, Holder, planned, week_before
from xfconsole.core.roster.roster import ANY_UNIT
from xfconsole.core.roster.shifts import SHIFTS
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.rostering import Turn

MORNING = START + timedelta(hours=6, minutes=1)
TONIGHT = RosterStretch("duty_leader", "", START, MORNING)


def leader(night: Night, hours: float = 0) -> list[str]:
    """Return who leads so many hours after the night's start."""
    at = START + timedelta(hours=hours)
    return names(night.desk.roster().holders("duty_leader", ANY_UNIT, at))


def facts_of(night: Night) -> list[Fact]:
    """Return what the journal tells of the office."""
    with night.store.begin() as tx:
        return [each.fact for each in tx.events_of(night.store.office)]


def held_by(*people: str, stretch: RosterStretch = TONIGHT) -> RosterSet:
    entries = (
        RosterEntry(stretch.post, person, "139-0000-0300", stretch.starts_at, stretch.ends_at, n)
        for n, person in enumerate(people, start=1)
    )
    return RosterSet((stretch,), tuple(entries))


def test_a_change_is_shown_before_it_is_stored_and_counts_from_now_on() -> None:
    night = Night()
    first, *deputies = leader(night)
    night.after(minutes=30)
    before = facts_of(night)
    shown = night.desk.roster_changed(held_by("石坚"))
    assert {each.person for each in shown.off} == {first, *deputies}
    assert [(each.person, each.starts_at) for each in shown.on] == [("石坚", night.now())]
    assert leader(night, 1) == [first, *deputies]
    assert facts_of(night) == before
    night.desk.change_roster(held_by("石坚"))
    assert leader(night, 0.2) == [first, *deputies]
    assert leader(night, 1) == ["石坚"]
    assert leader(night, 6.1) != ["石坚"]
    assert not night.desk.roster_changed(held_by("石坚"))
    assert night.restart().desk.roster() == night.desk.roster()


def test_ending_a_holder_opens_a_gap_that_is_shown_and_filling_it_closes_it() -> None:
    night = Night()
    [opened] = night.desk.roster_changed(held_by()).opened
    assert (opened.kind, opened.post, opened.ends_at) == (HoleKind.UNHELD, "duty_leader", MORNING)
    night.desk.change_roster(held_by())
    assert leader(night) == []
    silent = replace(held_by("石坚"), entries=(replace(held_by("石坚").entries[0], phone=""),))
    shown = night.desk.roster_changed(silent)
    assert [each.kind for each in shown.closed] == [HoleKind.UNHELD]
    assert [each.kind for each in shown.opened] == [HoleKind.NO_PHONE]


def test_past_duty_and_posts_of_no_policy_are_refused() -> None:
    night = Night()
    over = RosterStretch("duty_leader", "", START - timedelta(days=2), START)
    for verb in (night.desk.change_roster, night.desk.roster_changed):
        with pytest.raises(Refused, match="past_duty"):
            verb(held_by("石坚", stretch=over))
        with pytest.raises(Refused, match="no_post"):
            verb(held_by("石坚", stretch=replace(TONIGHT, post="cook")))


def test_each_kind_of_change_is_taken_back_from_now_on_and_that_is_taken_back_too() -> None:
    night = Night()
    first = leader(night)[0]
    entry = RosterEntry("duty_leader", "石坚", "139-0000-0300", START, MORNING)
    other = Turn("receptionist", "赵颖", START, MORNING, "139-0000-0006")
    changes: list[Callable[[], object]] = [
        lambda: night.desk.change_roster(held_by("石坚")),
        lambda: night.desk.import_roster("班表.xlsx", [entry]),
        lambda: night.desk.replace_on_roster(
            "duty_leader", first, "石坚", "139-0000-0300", night.now(), MORNING
        ),
        lambda: night.desk.swap_on_roster(
            Turn("duty_leader", first, night.now(), MORNING, "139-0000-0004"),
            replace(other, starts_at=night.now()),
        ),
        lambda: night.desk.record_leave(first, night.now(), MORNING, "病假"),
    ]
    for change in changes:
        night.after(minutes=10)
        before = night.desk.roster()
        since = night.now()
        change()
        changed = night.desk.roster()
        assert night.desk.roster_changed(held_by("郑岚"))
        night.after(minutes=10)
        _, shown = night.desk.roster_undone()
        assert shown.off or shown.on
        undone = night.now()
        night.desk.undo_roster()
        for at, then in ((since, changed), (undone, before), (MORNING, before)):
            assert set(night.desk.roster().on_duty(at)) == set(then.on_duty(at))
        night.after(minutes=1)
        night.desk.undo_roster()
        assert set(night.desk.roster().on_duty(night.now())) == set(changed.on_duty(night.now()))
        night.after(minutes=1)
        night.desk.undo_roster()
        assert set(night.desk.roster().on_duty(night.now())) == set(before.on_duty(night.now()))
    told = facts_of(night)
    assert [each.reason for each in told if isinstance(each, LeaveRecorded)] == ["病假", "病假"]
    assert sum(isinstance(each, LeaveEnded) for each in told) == 2
    assert sum(isinstance(each, RosterImported) for each in told) == 2
    assert sum(isinstance(each, RosterReplaced) for each in told) == 3


def test_a_change_that_is_over_is_not_taken_back() -> None:
    night = Night().after(minutes=1)
    night.desk.change_roster(held_by("石坚"))
    night.after(minutes=361)
    with pytest.raises(Refused, match="no_change_to_undo"):
        night.desk.undo_roster()


def test_who_was_rung_and_added_tonight_stays_whatever_is_changed_and_taken_back() -> None:
    night = Night().open(33)
    first = leader(night)
    night.desk.ring(
        night.incident,
        "duty_leader",
        RingOutcome.NO_ANSWER,
        person="石坚",
        phone="139-0000-0300",
    )
    night.after(minutes=1)
    night.desk.change_roster(held_by("郑岚"))
    assert leader(night, 1) == ["郑岚", "石坚"]
    night.after(minutes=1)
    night.desk.undo_roster()
    assert leader(night, 1) == [*first, "石坚"]


def test_the_officer_takes_a_duty_from_somebody_or_from_nobody() -> None:
    night = Night()
    _, *deputies = leader(night)
    night.after(minutes=30)
    night.desk.take_duty(TONIGHT, "139-0000-0301")
    assert leader(night, 1) == ["李敏", *deputies]
    assert night.desk.roster().phone("李敏", night.now(), "duty_leader") == "139-0000-0301"
    with pytest.raises(Refused, match="holds_already"):
        night.desk.take_duty(TONIGHT, "139-0000-0301")
    night.after(minutes=1)
    night.desk.change_roster(held_by())
    night.after(minutes=1)
    night.desk.take_duty(TONIGHT, "139-0000-0301")
    assert leader(night, 1) == ["李敏"]
    with pytest.raises(Refused, match="past_duty"):
        night.desk.take_duty(replace(TONIGHT, ends_at=night.now()), "139-0000-0301")


def test_a_week_is_copied_forward_with_whoever_was_on_leave_in_it() -> None:
    night = Night()
    monday = date(2026, 2, 23)
    first = planned(
        DutyPlan("duty_leader", "", SHIFTS[2], monday, date(2026, 3, 1), ((Holder("石坚", "1"),),)),
        ZONE,
    )
    night.desk.change_roster(first)
    away = first.entries[2]
    night.after(minutes=1)
    night.desk.record_leave("石坚", away.starts_at, away.ends_at)
    change = night.desk.roster_copied([week_before(monday + timedelta(days=7))])
    copies = [each for each in change.entries if each.post == "duty_leader"]
    assert {each.person for each in copies} == {"石坚"}
    assert sum((e.ends_at - e.starts_at for e in copies), timedelta()) == timedelta(days=7)
    night.desk.change_roster(change)
    third = away.starts_at + timedelta(days=7, hours=1)
    assert names(night.desk.roster().holders("duty_leader", ANY_UNIT, third)) == ["石坚"]
    with pytest.raises(Refused, match="nothing_to_copy"):
        night.desk.roster_copied([week_before(date(2030, 1, 7))])
    assert all(each.starts_at.tzinfo is UTC for each in copies)
