"""Whoever a matter bars is never asked to come to its incident, nor taken down as having come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import START, Night, turn
from tests.random_nights import Step, facts, nights, play
from xfconsole.core.facts.announced import ObligationAdded, ObligationMissed
from xfconsole.core.facts.of_incident import PostArrived, PostRelieved, PostRung
from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.facts.of_procedure import AccessBlocked, PartyBarred
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.roster.parties import Bars, bars_of
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.desk import Channel, DutyState, RingOutcome
from xfconsole.core.words.procedure import Act, Bar, Barred, Clock, Law
from xfconsole.core.words.refusal import Refused

MATTER = "2026-000001"
OF_UNITS = RosterImported(
    "of units",
    (
        turn("duty_leader", "王强", "1"),
        turn("unit_head", "孙磊", "2", unit="住建局"),
        turn("unit_head", "唐青", "3", unit="住建局", order=2),
        turn("unit_head", "石坚", "4", unit="城管局"),
        turn("leader_in_charge", "孙磊", "5"),
        turn("leader_in_charge", "郑岚", "6", order=2),
    ),
)


def night(roster: RosterImported | None = None, people: int = 33) -> Night:
    return Night(roster=roster).open(people)


def barred(night: Night, person: str, bar: Bar = Bar.ACCUSED, unit: str = "") -> Night:
    return night.do(lambda desk: desk.bar(MATTER, bar, person=person, unit=unit))


def blocks(night: Night) -> list[AccessBlocked]:
    events = night.events(night.view().matter)
    return [each.fact for each in events if isinstance(each.fact, AccessBlocked)]


# --- passing over --------------------------------------------------------------------------------


def test_the_deputy_is_rung_when_the_holder_was_barred_before() -> None:
    found = Night()
    found.open(4).do(lambda desk: desk.close(found.incident))
    barred(found.after(1), "孙磊").after(1)
    found.incident = found.desk.open_incident(MATTER, headcount=33).incident
    assert found.asks("unit_head") == ["ring 唐青"]


def test_the_deputy_is_rung_from_the_moment_the_holder_is_barred() -> None:
    found = night().after(2)
    assert found.asks("unit_head") == ["ring 孙磊"]
    barred(found, "孙磊", Bar.RECUSED)
    assert found.asks("unit_head") == ["ring 唐青"]


def test_with_everybody_of_the_unit_barred_the_next_rank_is_rung() -> None:
    found = night(OF_UNITS).after(2)
    barred(found, "唐青", unit="住建局")
    assert found.asks("unit_head") == ["next_rank 郑岚"]


def test_whoever_leads_a_barred_unit_is_barred_on_every_post_they_hold() -> None:
    found = night(OF_UNITS, people=55).after(2)
    assert found.asks("leader_in_charge") == ["ring 孙磊"]
    barred(found, "", unit="住建局")
    assert found.asks("leader_in_charge") == ["ring 郑岚"]


def test_a_recused_official_takes_no_unit_with_them() -> None:
    found = night(OF_UNITS).after(2)
    barred(found, "孙磊", Bar.RECUSED, unit="住建局")
    assert found.asks("unit_head") == ["ring 唐青"]


def test_somebody_on_the_way_is_replaced_and_the_post_stays_told() -> None:
    found = night().after(1).ring("unit_head", eta=20).after(2)
    told = found.duty("unit_head").told_at
    barred(found, "孙磊")
    duty = found.duty("unit_head")
    assert found.asks("unit_head") == ["ring 唐青"]
    assert (duty.told_at, duty.state) == (told, DutyState.UNTOLD)
    found.after(1).ring("unit_head", person="唐青").arrive("unit_head")
    assert found.duty("unit_head").person == "唐青"


def test_somebody_who_came_and_is_barred_later_has_to_be_replaced() -> None:
    found = night().after(1).ring("unit_head").after(10).arrive("unit_head").after(30)
    assert found.duty("unit_head").done
    barred(found, "孙磊")
    duty = found.duty("unit_head")
    assert not duty.done
    assert duty.tell_by == found.now() + timedelta(minutes=10)
    assert found.asks("unit_head") == ["ring 唐青"]
    assert len(found.said(ObligationAdded, post="unit_head")) == 2
    assert found.said(ObligationMissed, post="unit_head") == []


def test_nobody_left_to_ring_is_said() -> None:
    found = night(RosterImported("one", (turn("unit_head", "孙磊", "2"),)), people=5).after(1)
    barred(found, "孙磊")
    assert found.asks("unit_head") == ["nobody"]
    assert found.duty("unit_head").state is DutyState.UNHELD


def test_those_who_can_be_rung_for_a_post_leave_out_whom_the_matter_bars() -> None:
    found = barred(night().after(1), "孙磊")
    situation = found.desk.situation()
    assert [each.person for each in situation.holders(found.view(), "unit_head")] == ["唐青"]


def test_a_matter_bars_for_its_own_incident_only() -> None:
    found = barred(night().after(1), "孙磊").open(33)
    assert found.asks("unit_head") == ["ring 唐青", "ring 孙磊"]


# --- refusing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["ring", "arrive", "relieve"])
def test_naming_a_barred_official_is_refused_and_only_the_block_is_journaled(verb: str) -> None:
    found = barred(night().after(1), "孙磊").after(1)
    verbs: dict[str, Callable[[], object]] = {
        "ring": lambda: found.ring("unit_head", "busy", person="孙磊"),
        "arrive": lambda: found.arrive("unit_head", person="孙磊"),
        "relieve": lambda: found.desk.relieve(found.incident, "unit_head", "孙磊"),
    }
    with pytest.raises(Refused) as refused:
        verbs[verb]()
    assert refused.value.key == "life.refused.barred"
    assert refused.value.values == {"party": "孙磊", "barred": Barred.ATTENDEE, "law": Law.TG_30}
    assert blocks(found) == [AccessBlocked(Barred.ATTENDEE, Bar.ACCUSED, person="孙磊")]
    assert not any(found.said(kind) for kind in (PostRung, PostArrived, PostRelieved))


def test_the_leader_of_a_barred_unit_is_refused_too() -> None:
    found = barred(night(OF_UNITS).after(1), "", unit="住建局")
    with pytest.raises(Refused, match="barred"):
        found.ring("leader_in_charge", person="孙磊")
    assert blocks(found) == [AccessBlocked(Barred.ATTENDEE, Bar.ACCUSED, person="孙磊")]


def test_a_correction_that_says_a_barred_official_answered_tells_nobody() -> None:
    found = barred(night().after(1), "孙磊").after(1).ring("unit_head", "busy").after(1)
    ring = found.entered(PostRung)
    found.do(
        lambda desk: desk.correct(
            ring.uid, {"person": "孙磊", "outcome": "answered"}, "接电话的是孙磊"
        )
    )
    assert found.said(PostRung) == [ring.fact], "what was written stays"
    assert found.duty("unit_head").told_at is None
    assert found.asks("unit_head") == ["ring 唐青"]


def test_due_work_names_nobody_whom_the_matter_bars() -> None:
    ends = START + timedelta(days=90)
    roster = RosterImported(
        "long",
        (
            turn("unit_head", "孙磊", "2", unit="住建局", ends_at=ends),
            turn("unit_head", "唐青", "3", unit="住建局", order=2, ends_at=ends),
        ),
    )
    found = Night(roster=roster)
    found.do(lambda desk: desk.register(MatterForm(Channel.LETTER, "旧事", unit="住建局")))
    found.do(lambda desk: desk.move(MATTER, Move(Act.FORWARD, unit="住建局")))
    found.sleep(14 * 24 * 60)
    assert asked(found) == {"孙磊"}
    barred(found, "孙磊", Bar.RECUSED).sleep(1)
    assert asked(found) == {"唐青"}
    with pytest.raises(Refused, match="barred"):
        found.desk.chase(MATTER, Clock.ACCEPT, RingOutcome.ANSWERED, person="孙磊")
    barred(found, "唐青", unit="住建局").sleep(1)
    assert asked(found) == set()


def asked(night: Night) -> set[str]:
    """Return who is asked about the due work that stands."""
    contacts = [each.asked.contact for each in night.desk.situation().duties]
    return {each.person for each in contacts if each}


def test_a_replacement_on_the_roster_is_not_about_one_matter() -> None:
    found = barred(night().after(1), "孙磊")
    until = found.now() + timedelta(hours=2)
    found.do(
        lambda desk: desk.replace_on_roster(
            "duty_leader", "王强", "孙磊", "139-0000-0099", found.now(), until
        )
    )
    assert "ring 孙磊" not in found.asks("duty_leader")


# --- whatever happens ----------------------------------------------------------------------------

bars = st.lists(
    st.tuples(
        st.integers(0, 24),
        st.sampled_from(["孙磊", "唐青", "王强", "郑岚", "林涛", "周平", ""]),
        st.sampled_from(list(Bar)),
        st.sampled_from(["", "住建局", "城关镇"]),
    ),
    max_size=4,
)
Barring = tuple[int, str, Bar, str]


def played(script: tuple[int, bool, list[Step]], bars: list[Barring], *, restart: bool) -> Night:
    def bar(night: Night, place: int) -> None:
        for at, person, why, unit in bars:
            if at == place:
                for number in numbers(night):
                    with suppress(Refused):
                        night.desk.bar(number, why, person=person, unit=unit)
        if restart:
            night.restart()
        assert named(night) == []

    return play(*script, before=bar)


def numbers(night: Night) -> list[str]:
    return [each.matter_number for each in night.desk.situation().incidents]


def named(night: Night) -> list[str]:
    """Return whom a plan names by now although their matter bars them."""
    return [name for view in night.desk.situation().incidents for name in _named(night, view.uid)]


def _named(night: Night, incident: str) -> Iterator[str]:
    situation = night.desk.situation()
    view = situation.incident(incident)
    assert view is not None
    roster = situation.roster.without(view.bars)
    people = [each.person for each in view.plan.obligations]
    people += [each.contact.person for each in view.plan.obligations if each.contact]
    for each in situation.prompts:
        if each.incident == incident:
            people += [each.prompt.contact.person] if each.prompt.contact else []
            people += [each.deputy.person] if each.deputy else []
    yield from (person for person in people if roster.barring(person) is not None)


@given(nights, bars)
def test_no_plan_names_whom_its_matter_bars(
    script: tuple[int, bool, list[Step]], bars: list[Barring]
) -> None:
    assert named(played(script, bars, restart=False)) == []


@given(nights, bars)
@settings(max_examples=25)
def test_restarts_change_nothing_about_that(
    script: tuple[int, bool, list[Step]], bars: list[Barring]
) -> None:
    one, other = (played(script, bars, restart=each) for each in (False, True))
    assert facts(one) == facts(other)


turns = st.builds(
    lambda post, person, unit, start, hours: replace(
        turn(post, person, unit=unit),
        starts_at=START + timedelta(hours=start),
        ends_at=START + timedelta(hours=start + hours),
    ),
    st.sampled_from(["p", "q"]),
    st.sampled_from(["甲", "乙", "丙"]),
    st.sampled_from(["", "住建局", "城管局"]),
    st.integers(-6, 6),
    st.integers(1, 12),
)


@given(
    st.lists(turns, max_size=8),
    st.sampled_from(["甲", "乙", ""]),
    st.sampled_from(["住建局", ""]),
    st.sampled_from(list(Bar)),
    st.integers(-8, 20),
    st.sampled_from(["p", "q"]),
    st.sampled_from(["", "住建局", "城管局"]),
)
def test_a_roster_without_somebody_is_the_same_until_they_are_barred(
    entries: list[RosterEntry], person: str, unit: str, bar: Bar, hour: int, post: str, place: str
) -> None:
    found = Night(roster=RosterImported("", ()))
    found.open(1)
    roster = Roster(entries)
    event = found.events()[0]
    barring = bars_of([replace(event, fact=PartyBarred(bar, person, unit=unit))])
    since, at = event.happened_at, START + timedelta(hours=hour)
    led = {e.person for e in entries if unit and e.unit == unit}
    out = {person} - {""} | (led if bar is Bar.ACCUSED else set())
    told = list(roster.holders(post, place, at))
    expected = told if at < since else [each for each in told if each.person not in out]
    assert list(roster.without(barring).holders(post, place, at)) == expected


def test_a_roster_without_nobody_is_the_roster() -> None:
    roster = Roster()
    assert roster.without(Bars()) is roster
