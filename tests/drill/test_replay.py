"""A real night against another pack or roster: only what differs, and nothing in the journal."""

from __future__ import annotations

from dataclasses import replace as copied
from datetime import timedelta

from tests.desks import ZONE, Night, changed_pack, default_policy, everybody, pinned
from xfconsole.core.facts.announced import ANNOUNCEMENTS, PromptRaised
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import PromptKind
from xfconsole.drill.memory import MemoryStore
from xfconsole.drill.replay import Asked, Which, differences, replay
from xfconsole.drill.replay import Night as Facts

TEN = timedelta(minutes=10)
TWENTY = parse(default_policy().text.replace("minutes = 30\n", "minutes = 20\n"), "twenty")
"""The default pack with nothing but 30 minutes to the scene made 20."""


def played() -> Night:
    """Two hours with 33 people: the duty leader comes after 12 minutes, the unit head after 70."""
    night = Night().open(33).after(minutes=2)
    for post in ("duty_leader", "unit_head", "township_head"):
        night.ring(post, "answered")
    night.after(minutes=12).arrive("duty_leader")
    night.after(minutes=58).arrive("unit_head")
    return night.after(minutes=48)


def stored(night: Night) -> MemoryStore:
    assert isinstance(night.store, MemoryStore)
    return night.store


def asked(
    night: Night, policy: Policy | None = None, roster: RosterImported | None = None
) -> dict[Which, Asked]:
    own = [e for e in stored(night).events_of(night.incident) if e.kind not in ANNOUNCEMENTS]
    facts = Facts(own, {night.incident: "02-001"}, roster or everybody())
    return replay(facts, policy, pinned, lambda _: default_policy(), ZONE, night.now())


def test_the_night_as_it_was_asks_for_what_was_asked_for() -> None:
    night = played()
    really = {
        event.fact.prompt: (event.happened_at, event.fact.what, event.fact.duty, event.fact.person)
        for event in reversed(stored(night).events)
        if isinstance(event.fact, PromptRaised)
    }
    again = [(each.at, each.kind, each.duty, each.person) for each in asked(night).values()]
    assert sorted(again) == sorted(really.values())
    assert {each[1] for each in really.values()} >= {PromptKind.RING, PromptKind.ARRIVAL_LATE}


def test_twenty_minutes_for_thirty_change_when_the_late_are_chased_and_nothing_else() -> None:
    night = played()
    found = differences(asked(night), asked(night, TWENTY))
    assert {each.kind for pair in found for each in pair if each} == {PromptKind.ARRIVAL_LATE}
    both = [(each.before, each.after) for each in found if each.before and each.after]
    assert {(before.duty, before.at - after.at) for before, after in both} == {
        ("unit_head", TEN),
        ("township_head", TEN),
    }
    assert min(before.at for before, _ in both) == night.at(32)
    assert all(each.after is not None for each in found)


def test_the_same_pack_changes_nothing() -> None:
    night = played()
    assert differences(asked(night), asked(night, default_policy())) == []


def test_another_roster_changes_whom_to_ring() -> None:
    night = Night().open(33).after(minutes=1)
    other = tuple(
        copied(each, person="石坚") if each.post == "receptionist" else each
        for each in everybody().entries
    )
    (found,) = differences(asked(night), asked(night, None, RosterImported("other", other)))
    assert found.before
    assert found.after
    assert (found.before.person, found.after.person) == ("赵颖", "石坚")


def test_a_pack_that_calls_from_more_people_on_asks_for_less() -> None:
    night = played()
    calm = changed_pack(
        ("at_least = 5\n", "at_least = 40\n"), ("at_least = 30\n", "at_least = 60\n")
    )
    assert asked(night, calm) == {}
    gone = differences(asked(night), {})
    assert len(gone) == len(asked(night))
    assert all(each.after is None for each in gone)


def test_nothing_of_it_enters_the_journal() -> None:
    night = played()
    before = list(stored(night).events)
    asked(night, TWENTY)
    assert stored(night).events == before


def test_a_night_without_incidents_asks_for_nothing() -> None:
    empty = Facts([], {}, everybody())
    now = Night().now()
    assert replay(empty, None, pinned, lambda _: default_policy(), ZONE, now) == {}
