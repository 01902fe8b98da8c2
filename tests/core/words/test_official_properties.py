"""However names and numbers are written, the desk rings, bars and relieves the same people."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import OFFICER, START, Night, turn
from tests.random_nights import POSTS
from tests.spellings import respelled
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.words.desk import Contact, RingOutcome
from xfconsole.core.words.official import name_key, phone_key
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

PEOPLE = ("王强", "孙磊", "郑岚", "Li Min", "买买提·吐尔逊")
UNITS = ("", "住建局", "教育局")
NUMBERS = ("139-0000-0001", "13900000002", "0571-8888 1234")
SCOPED = {"unit_head", "township_head"}
MATTER = "2026-000001"

entries = st.lists(
    st.builds(
        lambda post, person, phone, order, unit: turn(
            post, person, phone, order=order, unit=unit if post in SCOPED else ""
        ),
        st.sampled_from([*POSTS, "principal_leader"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(NUMBERS),
        st.integers(1, 3),
        st.sampled_from(UNITS),
    ),
    min_size=1,
    max_size=10,
)
people = st.sampled_from(PEOPLE)
outcomes = st.sampled_from(list(RingOutcome))
steps = st.lists(
    st.tuples(
        st.integers(0, 900),
        st.one_of(
            st.tuples(st.just("ring"), st.sampled_from(POSTS), people, outcomes),
            st.tuples(st.just("ring_asked"), outcomes),
            st.tuples(st.just("arrive"), st.sampled_from(POSTS), people),
            st.tuples(st.just("bar"), people, st.sampled_from(list(Bar)), st.sampled_from(UNITS)),
            st.tuples(st.just("leave"), people),
            st.tuples(st.just("replace"), st.sampled_from(POSTS), people, people),
            st.tuples(st.just("count"), st.sampled_from([5, 33, 60])),
        ),
    ),
    max_size=15,
)
Spell = Callable[[str], str]


def as_written(text: str) -> str:
    return text


def play(held: list[RosterEntry], script: list[Any], spell: Spell) -> Night:
    """Play a night in which every name, unit and number is written as ``spell`` has it."""
    written = [
        replace(each, person=spell(each.person), phone=spell(each.phone), unit=spell(each.unit))
        for each in held
    ]
    night = Night(roster=RosterImported("a", tuple(written))).open(5)
    for wait, (verb, *values) in script:
        night.after(seconds=wait)
        with suppress(Refused):
            _do(night, verb, values, spell)
    return night.after(30)


def _do(night: Night, verb: str, values: list[Any], spell: Spell) -> None:
    now, later = night.now(), night.now() + timedelta(hours=1)
    match verb, values:
        case "ring", [post, person, outcome]:
            night.ring(post, outcome, person=spell(person))
        case "ring_asked", [outcome]:
            for each in night.desk.situation().prompts:
                if (contact := each.prompt.contact) is not None:
                    night.ring(contact.post, outcome, person=spell(contact.person))
                    return
        case "arrive", [post, person]:
            night.arrive(post, person=spell(person))
        case "bar", [person, bar, unit]:
            place = spell(unit) if bar is Bar.ACCUSED else ""
            night.do(lambda desk: desk.bar(MATTER, bar, person=spell(person), unit=place))
        case "leave", [person]:
            night.desk.record_leave(spell(person), now, later)
        case "replace", [post, person, by]:
            names = spell(person), spell(by)
            night.desk.replace_on_roster(post, *names, "139-0000-0009", now, later)
        case "count", [number]:
            night.count(number)


def folded(value: object) -> object:
    """Return a value with each name and number in it folded, without what events are called."""
    match value:
        case Contact():
            return value.post, name_key(value.person), phone_key(value.phone), value.order
        case str():
            return name_key(value)
    return value


def told(event: Event) -> tuple[object, ...]:
    fact: Fact = event.fact
    kept = ("post", "person", "by", "outcome", "what", "rule", "due", "attempt", "bar", "barred")
    said = (folded(getattr(fact, name, None)) for name in (*kept, "how", "clock", "unit"))
    return fact.kind, event.happened_at, *said


def story(night: Night) -> list[tuple[object, ...]]:
    """Return everything that the desk wrote but how the roster was written."""
    events = night.store.events  # type: ignore[attr-defined]
    return sorted((told(each) for each in events), key=repr)


def standing(night: Night) -> list[object]:
    return [
        (prompt.kind, prompt.duty, folded(prompt.contact), prompt.attempt, prompt.own_attempt)
        for prompt in (each.prompt for each in night.desk.situation().prompts)
    ]


@given(entries, steps, st.data())
@settings(max_examples=60)
def test_spelling_changes_nothing_in_whom_the_desk_rings_and_bars(
    held: list[RosterEntry], script: list[Any], data: st.DataObject
) -> None:
    def spell(text: str) -> str:
        return data.draw(respelled(text)) if text else ""

    plain, padded = play(held, script, as_written), play(held, script, spell)
    assert story(padded) == story(plain)
    assert sorted(standing(padded), key=repr) == sorted(standing(plain), key=repr)


def relief_night(spell: Spell, outcome: RingOutcome) -> Night:
    shift = [
        ("duty_officer", OFFICER, -8, 2, 1),
        ("duty_officer", "何静", 2, 10, 1),
        ("duty_leader", OFFICER, -8, 24, 1),
        ("duty_leader", "王强", -8, 24, 2),
    ]
    held = [
        RosterEntry(
            post,
            spell(person),
            spell(f"139-0000-00{len(person):02}"),
            START + timedelta(hours=since),
            START + timedelta(hours=until),
            order,
        )
        for post, person, since, until, order in shift
    ]
    night = Night(roster=RosterImported("值班.csv", tuple(held)))
    night.desk.start_shift()
    night.after(4 * 60)
    for view in night.desk.situation().relief:
        night.do(lambda desk, uid=view.uid: desk.ring_relief(uid, outcome))  # type: ignore[misc]
    return night.after(15)


@given(outcomes, st.data())
@settings(max_examples=40)
def test_spelling_changes_nothing_in_who_is_waited_for(
    outcome: RingOutcome, data: st.DataObject
) -> None:
    def seen(night: Night) -> list[object]:
        return [
            (view.prompt.kind, folded(view.missing.person), folded(view.prompt.contact))
            for view in night.desk.situation().relief
        ]

    plain = seen(relief_night(as_written, outcome))
    assert plain or outcome is not RingOutcome.REFUSED
    padded = relief_night(lambda text: data.draw(respelled(text)), outcome)
    assert seen(padded) == plain
