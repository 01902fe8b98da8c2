"""The roster against a resolver that is slow and obvious: no gap and no overlap goes unreported."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rosters import at, file, turn
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
from xfconsole.core.roster.changes import difference, taking_back
from xfconsole.core.roster.holes import HoleKind
from xfconsole.core.roster.roster import ANY_UNIT, Hole, Roster
from xfconsole.core.words.desk import Contact

PEOPLE, POSTS, UNITS = ["甲", "乙", "丙"], ["p", "q"], ["", "x"]
HOURS = st.integers(0, 12)
ENTRIES = st.builds(
    turn,
    st.sampled_from(POSTS),
    st.sampled_from(PEOPLE),
    HOURS,
    HOURS,
    st.integers(1, 3),
    st.sampled_from(UNITS),
    st.sampled_from(["", "139-0000-0001"]),
)
INSTANTS = HOURS.map(at)
FACTS = st.lists(
    st.one_of(
        st.lists(ENTRIES, max_size=6).map(lambda entries: file(*entries)),
        st.builds(
            RosterReplaced,
            st.sampled_from(POSTS),
            st.sampled_from(PEOPLE),
            st.sampled_from(PEOPLE),
            st.just("139-0000-0009"),
            INSTANTS,
            INSTANTS,
        ),
        st.builds(LeaveRecorded, st.sampled_from(PEOPLE), INSTANTS, INSTANTS),
        st.builds(LeaveEnded, st.sampled_from(PEOPLE), INSTANTS, INSTANTS),
        st.builds(
            RosterSet,
            st.lists(
                st.builds(
                    RosterStretch,
                    st.sampled_from(POSTS),
                    st.sampled_from(UNITS),
                    INSTANTS,
                    INSTANTS,
                ),
                max_size=3,
            ).map(tuple),
            st.lists(ENTRIES, max_size=3).map(tuple),
        ),
    ),
    max_size=6,
)
GRID = [at(hour) for hour in range(13)]
"""All random turns begin and end on these, so that a look at each of them misses nothing."""


def obviously_active(facts: list[Fact], instant: datetime) -> list[RosterEntry]:
    """Play the facts for one instant alone."""
    held: list[RosterEntry] = []
    for fact in facts:
        if isinstance(fact, RosterImported):
            new = [each for each in fact.entries if each.starts_at < each.ends_at]
            held = [each for each in held if not within_span(new, each, instant)]
            held += [each for each in new if each.starts_at <= instant < each.ends_at]
        elif isinstance(fact, RosterReplaced) and fact.starts_at <= instant < fact.ends_at:
            held = [
                replace(each, person=fact.by, phone=fact.phone)
                if (each.post, each.person) == (fact.post, fact.person)
                else each
                for each in held
            ]
        elif isinstance(fact, RosterSet):
            emptied = {
                (each.post, each.unit)
                for each in fact.stretches
                if each.starts_at <= instant < each.ends_at
            }
            held = [each for each in held if (each.post, each.unit) not in emptied]
            held += [each for each in fact.entries if each.starts_at <= instant < each.ends_at]
    away: set[str] = set()
    for fact in facts:
        if isinstance(fact, LeaveRecorded) and fact.starts_at <= instant < fact.ends_at:
            away.add(fact.person)
        elif isinstance(fact, LeaveEnded) and fact.starts_at <= instant < fact.ends_at:
            away.discard(fact.person)
    return [each for each in held if each.person not in away]


def within_span(new: list[RosterEntry], old: RosterEntry, instant: datetime) -> bool:
    same = [each for each in new if (each.post, each.unit) == (old.post, old.unit)]
    return bool(same) and (
        min(each.starts_at for each in same) <= instant < max(each.ends_at for each in same)
    )


@settings(max_examples=300)
@given(FACTS, st.sampled_from(POSTS), st.sampled_from([*UNITS, ANY_UNIT]), st.sampled_from(GRID))
def test_holders_are_those_of_the_obvious_resolver(
    facts: list[Fact], post: str, unit: str | None, instant: datetime
) -> None:
    expected = [
        each
        for each in obviously_active(facts, instant)
        if each.post == post and (unit is ANY_UNIT or each.unit in ("", unit))
    ]
    found = Roster.of(facts).holders(post, unit, instant)
    assert {each.person for each in found} == {each.person for each in expected}
    assert len(found) == len({each.person for each in found})
    best = {
        each.person: min(e.order for e in expected if e.person == each.person) for each in expected
    }
    assert [each.order for each in found] == sorted(best.values())
    assert {each.person: each.order for each in found} == best


@given(FACTS, st.sampled_from(GRID))
def test_on_duty_is_everybody_the_obvious_resolver_finds(
    facts: list[Fact], instant: datetime
) -> None:
    expected = [
        Contact(each.post, each.person, each.phone, each.order, each.unit)
        for each in obviously_active(facts, instant)
    ]
    found = Roster.of(facts).on_duty(instant)
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def covered(holes: list[Hole], kind: HoleKind, instant: datetime) -> set[tuple[object, ...]]:
    return {
        (hole.post, hole.unit, hole.people, hole.posts)
        for hole in holes
        if hole.kind is kind and hole.starts_at <= instant < hole.ends_at
    }


@given(FACTS)
def test_no_gap_goes_unreported_and_none_is_made_up(facts: list[Fact]) -> None:
    holes = Roster.of(facts).holes({"p": "office", "none": "office"}, GRID[0], GRID[-1])
    for instant in GRID[:-1]:
        held = {each.post for each in obviously_active(facts, instant)}
        gaps = {(post, "", (), (post,)) for post in ("p", "none") if post not in held}
        assert covered(holes, HoleKind.UNHELD, instant) == gaps


@given(FACTS)
def test_no_gap_of_a_unit_goes_unreported_and_none_is_made_up(facts: list[Fact]) -> None:
    holes = Roster.of(facts).holes({"p": "unit"}, GRID[0], GRID[-1])
    active = {instant: obviously_active(facts, instant) for instant in GRID[:-1]}
    ever = {
        each.unit for held in active.values() for each in held if each.post == "p" and each.unit
    }
    for instant, held in active.items():
        there = {each.unit for each in held if each.post == "p"}
        gaps = {
            ("p", unit, (), ("p",))
            for unit in ever or {""}
            if not (there if not unit else there & {"", unit})
        }
        assert covered(holes, HoleKind.UNHELD, instant) == gaps


@given(FACTS)
def test_no_overlap_and_no_missing_number_goes_unreported(facts: list[Fact]) -> None:
    holes = Roster.of(facts).holes({}, GRID[0], GRID[-1])
    for instant in GRID[:-1]:
        held = obviously_active(facts, instant)
        firsts = [each for each in held if each.order == 1]
        rivals = {
            (post, unit, tuple(sorted(people)), (post,))
            for post in POSTS
            for unit in UNITS
            if len(people := {e.person for e in firsts if (e.post, e.unit) == (post, unit)}) > 1
        }
        booked = {
            (min(posts), "", (person,), tuple(sorted(posts)))
            for person in PEOPLE
            if len(posts := {each.post for each in firsts if each.person == person}) > 1
        }
        silent = {(e.post, e.unit, (e.person,), (e.post,)) for e in held if not e.phone}
        assert covered(holes, HoleKind.TWO_PRIMARIES, instant) == rivals
        assert covered(holes, HoleKind.DOUBLE_BOOKED, instant) == booked
        assert covered(holes, HoleKind.NO_PHONE, instant) == silent


@given(FACTS)
def test_holes_are_whole_stretches_within_what_was_asked(facts: list[Fact]) -> None:
    holes = Roster.of(facts).holes({"p": "unit", "q": "office"}, at(2), at(11))
    assert all(at(2) <= hole.starts_at < hole.ends_at <= at(11) for hole in holes)
    ends = {(h.kind, h.post, h.unit, h.people, h.posts, h.ends_at) for h in holes}
    starts = {(h.kind, h.post, h.unit, h.people, h.posts, h.starts_at) for h in holes}
    assert ends & starts == set()


@given(FACTS, FACTS, st.sampled_from(GRID))
def test_taking_back_leaves_the_past_and_gives_what_was_before_from_now_on(
    before: list[Fact], last: list[Fact], now: datetime
) -> None:
    facts = before + last
    then = facts + taking_back(before, facts, now)
    again = then + taking_back(facts, then, now)
    for instant in GRID:
        past = instant < now
        assert held_at(then, instant) == held_at(facts if past else before, instant)
        assert held_at(again, instant) == held_at(facts, instant)


def held_at(facts: list[Fact], instant: datetime) -> set[tuple[str, str, str, str, int]]:
    return {
        (each.post, each.unit, each.person, each.phone, each.order)
        for each in obviously_active(facts, instant)
    }


@given(FACTS, FACTS, st.sampled_from(GRID))
def test_a_difference_is_what_goes_and_what_comes(
    before: list[Fact], more: list[Fact], now: datetime
) -> None:
    found = difference(Roster.of(before), Roster.of(before + more), {"p": "office"}, now)
    for instant in GRID:
        old, new = held_at(before, instant), held_at(before + more, instant)
        off, on = (
            {
                (each.post, each.unit, each.person, each.phone, each.order)
                for each in entries
                if each.starts_at <= instant < each.ends_at
            }
            for entries in (found.off, found.on)
        )
        assert (off, on) == ((old - new, new - old) if instant >= now else (set(), set()))
