"""Any acts of desks that now and then read a part of each other: every pair that parted is listed
with both sides and nothing else is, and all come to the same once it is settled."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.data.answers import last_seq, why_answered
from tests.data.many_desks import bring, desks, known, own, told
from tests.data.parting import Office
from tests.data.planted import Planted
from tests.lives import MOVES
from xfconsole.core.facts.following import contests
from xfconsole.core.facts.of_incident import PostArrived, PostRung
from xfconsole.core.matter.acts import possible_acts
from xfconsole.core.words.desk import RingOutcome, Uid
from xfconsole.core.words.refusal import Refused

NEVER = datetime.max.replace(tzinfo=UTC)


def act_somehow(office: Office, at: int, data: DataObject) -> None:
    """Let a desk move a matter, correct its registration, or settle what is contested."""
    matter, desk = data.draw(st.sampled_from(office.matters)), office.nights[at].desk
    life = desk.life(matter)
    sides = [act for each in life.contests for act in each.acts]
    what = data.draw(st.sampled_from(["move", "move", "correct", *(["settle"] * bool(sides))]))
    if what == "settle":
        desk.settle(data.draw(st.sampled_from(sides)).uid, "先到")
    elif what == "move":
        acts = [row.act for row in possible_acts(life)]
        desk.move(matter, MOVES[data.draw(st.sampled_from(acts))])
    else:
        changes = data.draw(
            st.dictionaries(
                st.sampled_from(["summary", "unit"]), st.sampled_from("甲乙丙"), min_size=1
            )
        )
        desk.correct(office.events(at, matter)[0].uid, changes, "看错了")


def come_apart(data: DataObject) -> None:
    count = data.draw(st.sampled_from([2, 2, 3]))
    with tempfile.TemporaryDirectory() as name, desks(Path(name), count) as files:
        office, planted = Office(files, 2), Planted()
        for _ in range(data.draw(st.integers(2, 16))):
            at = data.draw(st.integers(0, count - 1))
            if data.draw(st.sampled_from([True, False, False])):
                hear_some(office, at, data)
                continue
            before = {m: office.events(at, m) for m in office.matters}
            with suppress(Refused):
                act_somehow(office, at, data)
            for matter, events in before.items():
                for each in office.events(at, matter):
                    if each not in events:
                        planted.note(events, each)
        office.meet()
        assert all(office.contested(at) == planted.sides() for at in range(count))
        office.assert_alike(Path(name))
        settle_all(office)
        assert not any(office.contested(at) for at in range(count))
        office.assert_alike(Path(name))


def hear_some(office: Office, at: int, data: DataObject) -> None:
    source = data.draw(
        st.sampled_from([each for each in office.files if each is not office.files[at]])
    )
    name = data.draw(st.sampled_from(sorted(known(source))))
    if name != own(office.files[at]):
        bring(source, office.files[at], name, data.draw(st.integers(1, 40)))
    office.nights[at].desk.look_again()
    office.nights[at].desk.tick()


def settle_all(office: Office) -> None:
    for matter in office.matters:
        desk = office.nights[0].desk
        while found := desk.life(matter).contests:
            desk.settle(found[0].acts[-1].uid, "以后到的为准")
    office.meet()


def tell_somehow(office: Office, at: int, incident: Uid, data: DataObject) -> None:
    """Let a desk take its last outcome back, correct one, settle, or log another one."""
    desk, events = office.nights[at].desk, office.events(at, incident)
    outcomes = [each for each in events if isinstance(each.fact, PostArrived | PostRung)]
    sides = [act for each in contests(events) for act in each.acts]
    what = ["undo", "undo", "correct", "correct", "correct", "log", *["settle"] * bool(sides)]
    match data.draw(st.sampled_from(what)):
        case "log":
            log_somehow(office, at, incident, data)
        case "undo":
            desk.undo()
        case "settle":
            desk.settle(data.draw(st.sampled_from(sides)).uid, "已问大厅")
        case "correct":
            person = data.draw(st.sampled_from([{}, {"person": "林涛"}, {"person": "唐青"}]))
            minute = data.draw(st.sampled_from([None, 2, 9]))
            when = events[0].happened_at + timedelta(minutes=minute) if minute else None
            entry = data.draw(st.sampled_from(outcomes[-2:]))
            desk.correct(entry.uid, person, "看错了", happened_at=when)


def log_somehow(office: Office, at: int, incident: Uid, data: DataObject) -> None:
    desk = office.nights[at].desk
    if data.draw(st.booleans()):
        desk.arrive(incident, "duty_leader", person="王强")
    else:
        outcome = data.draw(st.sampled_from([RingOutcome.ANSWERED, RingOutcome.NO_ANSWER]))
        desk.ring(incident, "unit_head", outcome, person="孙磊")


def outcomes_come_apart(data: DataObject) -> None:
    count = data.draw(st.sampled_from([2, 2, 3]))
    with tempfile.TemporaryDirectory() as name, desks(Path(name), count) as files:
        office, planted = Office(files), Planted()
        office.meet()
        incident = office.nights[0].desk.open_incident(office.matter, headcount=33).incident
        for night in office.nights:
            night.clock.advance(timedelta(minutes=12))
        log_somehow(office, 0, incident, data)
        office.exchange()
        for _ in range(data.draw(st.integers(1, 2))):
            tell_apart(office, incident, planted, data)
            office.exchange()
        ends = list(map(last_seq, files))
        office.exchange()
        # What the desk that keeps it had to say is read now, and nobody answers that.
        for file, end in zip(files, ends, strict=True):
            assert why_answered(file, end) == set()
        assert all(office.contested(at) == planted.sides() for at in range(count))
        office.assert_alike(Path(name))
        ease_off(office, incident, data)
        assert all(told(file) == told(files[0]) for file in files)


def tell_apart(office: Office, incident: Uid, planted: Planted, data: DataObject) -> None:
    """Let each desk do something that no other one has heard of, and go on with that."""
    count = len(office.files)
    for step in range(data.draw(st.integers(count, 6))):
        at = step if step < count else data.draw(st.integers(0, count - 1))
        if step >= count and data.draw(st.booleans()):
            hear_some(office, at, data)
            continue
        before = office.events(at, incident)
        with suppress(Refused):
            tell_somehow(office, at, incident, data)
        for each in office.events(at, incident)[len(before) :]:
            planted.note(before, each)
            before = [*before, each]


def ease_off(office: Office, incident: Uid, data: DataObject) -> None:
    """Settle all of it: whichever side holds, it asks for nothing that was not asked for before,
    nor any earlier."""
    desk = office.nights[0].desk
    while found := contests(office.events(0, incident)):
        before = owed(office)
        desk.settle(data.draw(st.sampled_from(found[0].acts)).uid, "以先到为准")
        for what, after in owed(office).items():
            assert before[what] <= after, (what, before, after)
    office.meet()
    assert not any(office.contested(at) for at in range(len(office.files)))


def owed(office: Office) -> dict[tuple[str, str], list[datetime]]:
    """Return what posts owe at the first desk's incident by which instants, the last one for
    never."""
    (view,) = office.nights[0].desk.situation().incidents
    return {
        (each.post, each.rule): [each.tell_by or NEVER, each.arrive_by or NEVER]
        for each in view.plan.obligations
        if each.ended_at is None
    }


@pytest.mark.long
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_outcomes_taken_back_beside_other_acts_are_contested_where_they_differ(
    data: DataObject,
) -> None:
    outcomes_come_apart(data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_thousand_times_outcomes_taken_back_are_contested(data: DataObject) -> None:
    """As many times as the profile says."""
    outcomes_come_apart(data)


@pytest.mark.long
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_pair_that_parted_is_listed_and_nothing_else(data: DataObject) -> None:
    come_apart(data)


@pytest.mark.torture
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_thousand_times_every_pair_is_listed(data: DataObject) -> None:
    """As many times as the profile says."""
    come_apart(data)
