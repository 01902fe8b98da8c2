"""The outcome logged last can be taken back within a minute: the night is as if it had not been.

The journal keeps both: what was logged, and that it was taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.night.test_relief import asks as relief_asks
from tests.core.night.test_relief import night as with_relief
from tests.core.night.test_relief import ring as ring_relief
from tests.core.night.test_relief import views as relief_views
from tests.desks import OFFICE, Night, turn
from tests.due import forwarded, standing, until
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.announced import ObligationMet, ObligationMissed, PromptRaised
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import (
    DeputyNamed,
    EventCorrected,
    HeadcountRecorded,
    PostRung,
)
from xfconsole.core.facts.of_office import ReliefRung, RosterAdded
from xfconsole.core.facts.of_procedure import MatterChased
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import DutyState, RingOutcome
from xfconsole.core.words.procedure import Bar, Clock
from xfconsole.core.words.refusal import Refused
from xfconsole.drill.run import DrillClock

POST = "unit_head"
NOTHING = r"desk\.refused\.nothing_to_undo"
Act = Callable[[Night], object]


def group(people: int = 33) -> Night:
    """A group is there since 02:29; it is two minutes later."""
    return Night().open(people).after(2)


def corrected() -> Night:
    """The leader in charge was called on a count that was wrong."""
    night = group().count(55)
    wrong = night.entered(HeadcountRecorded).uid
    return night.do(lambda desk: desk.correct(wrong, {"value": 45}, "数重了"))


def seen(night: Night) -> tuple[object, ...]:
    """Return what the officer sees of the night: duties, and what stands since when."""
    situation = night.desk.situation()
    plans = [(each.plan.level, each.plan.obligations) for each in situation.incidents]
    prompts = [(each.prompt, each.shown_at) for each in situation.prompts]
    return plans, prompts, situation.duties, situation.relief, night.desk.roster()


def back(night: Night) -> list[Event]:
    return list(night.desk.undo().events)


def withdrawn(events: list[Event]) -> list[EventCorrected]:
    facts = [each.fact for each in events]
    return [each for each in facts if isinstance(each, EventCorrected) and each.withdrawn]


def snooze(night: Night) -> None:
    night.desk.snooze(night.desk.situation().prompts[0].prompt.uid, 10, "正在通话")


def relieve(night: Night, *, told: bool) -> None:
    night.desk.relieve(night.incident, POST, "许宁", phone="139-0000-0077", told=told)


ACTS: dict[str, Act] = {
    **{outcome.value: lambda n, o=outcome.value: n.ring(POST, o) for outcome in RingOutcome},  # type: ignore[misc]
    "reached with an eta": lambda night: night.ring(POST, eta=20),
    "arrived": lambda night: night.arrive(POST),
    "deputy": lambda night: relieve(night, told=False),
    "deputy told": lambda night: relieve(night, told=True),
    "snoozed": snooze,
    "somebody else rung": lambda night: night.desk.ring(
        night.incident, POST, RingOutcome.ANSWERED, person="林涛", phone="139-0000-0088"
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_the_night_is_as_if_it_had_not_been_and_the_journal_keeps_both(act: Act) -> None:
    night = group()
    before, entered = seen(night), len(night.store.events)  # type: ignore[attr-defined]
    act(night)
    assert seen(night) != before
    night.after(seconds=20)
    said = back(night)
    assert seen(night) == before
    journal = night.store.events  # type: ignore[attr-defined]
    outcome = [each for each in journal[entered:] if each.officer == "李敏" and each not in said]
    assert withdrawn(said)
    assert {each.of for each in withdrawn(said)} <= {each.uid for each in outcome}
    assert all(each.recorded_at == night.now() for each in said)
    assert seen(night.restart()) == before


def test_a_stand_down_is_taken_back() -> None:
    night = corrected()
    before = seen(night)
    night.desk.stand_down(night.incident, "leader_in_charge", "人数已更正")
    assert night.duty("leader_in_charge").state is DutyState.STOOD_DOWN
    back(night)
    assert seen(night) == before


def test_a_deputy_told_by_the_same_key_goes_with_the_naming() -> None:
    night = group()
    relieve(night, told=True)
    gone = {each.of for each in withdrawn(back(night))}
    assert gone >= {night.entered(DeputyNamed).uid, night.entered(PostRung).uid}


def test_a_ring_after_a_naming_goes_alone() -> None:
    night = group()
    relieve(night, told=False)
    night.after(seconds=10).ring(POST, person="许宁")
    (gone,) = withdrawn(back(night))
    assert gone.of == night.entered(PostRung).uid
    assert night.duty(POST).deputy == "许宁"


@pytest.mark.parametrize("act", ["somebody else rung", "deputy", "deputy told"])
def test_whoever_it_put_on_the_roster_goes_with_it(act: str) -> None:
    night = group()
    before = night.desk.roster()
    ACTS[act](night)
    assert night.desk.roster() != before
    back(night)
    added = [each for each in night.events(OFFICE) if isinstance(each.fact, RosterAdded)]
    assert len(added) == 1
    assert added[0] not in effective(night.events(OFFICE))
    assert night.desk.roster() == before


def test_whoever_was_put_on_the_roster_to_be_chased_or_to_relieve_goes_with_it() -> None:
    night = with_relief().until(136)
    before, roster = relief_views(night), night.desk.roster()
    uid, reached = before[0].uid, RingOutcome.ANSWERED
    night.desk.ring_relief(uid, reached, 10, person="林涛", phone="139-0000-0088")
    back(night)
    assert (relief_views(night), night.desk.roster()) == (before, roster)
    night = Night()
    matter = forwarded(night)
    until(night, "03-04", "10:00")
    roster = night.desk.roster()
    night.desk.chase(matter, Clock.ACCEPT, reached, person="林涛", phone="139-0000-0088")
    assert standing(night) == []
    back(night)
    assert len(standing(night)) == 1
    assert night.desk.roster() == roster


def test_a_chase_is_taken_back_and_its_prompt_stands_again() -> None:
    night = Night()
    matter = forwarded(night)
    until(night, "03-04", "10:00")
    (before,) = standing(night)
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED, prompt=before.uid)
    assert standing(night) == []
    night.after(seconds=30)
    back(night)
    assert standing(night) == [before]
    assert night.desk.life(matter).chases == []
    assert [e.kind for e in night.events(matter)].count(MatterChased.kind) == 1


def test_due_work_put_off_is_taken_back() -> None:
    night = Night()
    forwarded(night)
    until(night, "03-04", "10:00")
    (before,) = standing(night)
    night.desk.snooze(before.uid, 10, "正在通话")
    back(night)
    assert standing(night) == [before]


@pytest.mark.parametrize("outcome", ["answered", "refused", "busy"])
def test_a_ring_for_the_relief_is_taken_back(outcome: str) -> None:
    night = with_relief().until(136)
    before = relief_asks(night), relief_views(night)
    ring_relief(night, outcome)
    assert relief_asks(night) != before[0]
    night.after(seconds=40)
    back(night)
    assert (relief_asks(night), relief_views(night)) == before
    assert [e.kind for e in night.events(OFFICE)].count(ReliefRung.kind) == 1


# --- within a minute, by whom --------------------------------------------------------------------


def test_sixty_seconds_later_it_is_taken_back() -> None:
    night = group().ring(POST).after(seconds=60)
    assert withdrawn(back(night))


def test_sixty_one_seconds_later_it_is_not() -> None:
    night = group().ring(POST).after(seconds=61)
    before = night.events()
    with pytest.raises(Refused, match=NOTHING):
        night.desk.undo()
    assert night.events() == before


def test_a_minute_counts_from_when_it_was_logged_not_from_when_it_happened() -> None:
    night = group().after(10).arrive(POST, ago=5)
    assert withdrawn(back(night))


@pytest.mark.parametrize(("seconds", "fine"), [(60, True), (61, False)])
def test_a_clock_set_back_gives_no_more_than_the_minute(seconds: int, fine: bool) -> None:
    night = group().ring(POST)
    night.clock.jump(timedelta(hours=-1))
    night.after(seconds=seconds)
    if fine:
        assert withdrawn(back(night))
        return
    with pytest.raises(Refused, match=NOTHING):
        night.desk.undo()


class AnotherBoot(DrillClock):
    """The clock of a laptop that was started again."""

    def read(self) -> Reading:
        """Return the clocks of this start."""
        return replace(super().read(), boot_id="another")


def test_after_a_start_with_the_clock_an_hour_behind_nothing_is_a_minute_ago() -> None:
    night = group().ring(POST)
    night.clock = AnotherBoot(night.now() - timedelta(hours=1))
    night.restart()
    with pytest.raises(Refused, match=NOTHING):
        night.desk.undo()


def test_nothing_logged_yet_is_told() -> None:
    with pytest.raises(Refused, match=NOTHING):
        group().desk.undo()


def test_only_the_last_one_and_only_once() -> None:
    night = group().ring(POST).ring("duty_leader", "busy")
    back(night)
    with pytest.raises(Refused, match=NOTHING):
        night.desk.undo()
    assert night.duty(POST).state is DutyState.EN_ROUTE
    night.ring("duty_leader")
    assert withdrawn(back(night))


def test_what_came_after_it_is_left_alone() -> None:
    night = group().ring(POST)
    night.count(40).do(lambda desk: desk.note(night.incident, "孙磊在开会"))
    back(night)
    assert night.view().headcount == 40
    assert night.duty(POST).state is DutyState.UNTOLD


@pytest.mark.parametrize("leave", ["hand_over", "sign_in"])
def test_nobody_takes_back_what_somebody_else_logged(leave: str) -> None:
    night = group().ring(POST)
    getattr(night.desk, leave)("何静")
    with pytest.raises(Refused, match=NOTHING):
        night.desk.undo()
    night.desk.sign_in("李敏")
    assert withdrawn(back(night))


def test_a_console_that_died_meanwhile_changes_nothing() -> None:
    night = group().ring(POST).restart()
    assert withdrawn(back(night))


def test_an_incident_that_is_over_stays_as_it_was() -> None:
    night = group().ring(POST)
    night.desk.close(night.incident)
    with pytest.raises(Refused, match=NOTHING):
        night.desk.undo()


def test_whoever_was_barred_meanwhile_takes_nothing_back() -> None:
    night = Night()
    matter = forwarded(night)
    until(night, "03-04", "10:00")
    night.desk.chase(matter, Clock.ACCEPT, RingOutcome.ANSWERED)
    night.desk.import_roster("值班.csv", [turn("duty_officer", "李敏", ends_at=night.at(10**6))])
    night.desk.bar(matter, Bar.RECUSED, person="李敏")
    with pytest.raises(Blocked):
        night.desk.undo()


def test_naming_another_unit_is_no_outcome_though_somebody_need_not_come() -> None:
    night = group().ring(POST)
    night.desk.name_unit(night.incident, "人社局")
    (gone,) = withdrawn(back(night))
    assert gone.of == night.entered(PostRung).uid


# --- what was computed from it -------------------------------------------------------------------


def test_a_limit_that_ran_out_meanwhile_is_missed_after_all() -> None:
    night = Night().open(33).until(9, 50).ring(POST).until(10, 20)
    assert not night.said(ObligationMissed, post=POST)
    back(night)
    (missed,) = night.said(ObligationMissed, post=POST)
    assert (missed.clock, missed.due) == ("tell", night.at(10))


def test_an_arrival_taken_back_is_waited_for_on_the_old_clock() -> None:
    night = group().ring(POST).after(5)
    limit = night.duty(POST).arrive_by
    night.arrive(POST)
    assert night.said(ObligationMet, post=POST)
    back(night)
    assert (night.duty(POST).state, night.duty(POST).arrive_by) == (DutyState.EN_ROUTE, limit)


def test_a_prompt_that_stands_again_was_shown_when_it_was_shown_first() -> None:
    night = group().ring(POST).after(seconds=30)
    back(night)
    first, again = night.said(PromptRaised, duty=POST)
    assert (again.prompt, again.due, again.late_s) == (first.prompt, first.due, first.late_s)


def test_attempts_are_counted_without_it() -> None:
    night = group().ring(POST, "no_answer").after(1)
    night.ring(POST, "no_answer")
    assert night.duty(POST).attempts == 2
    back(night)
    assert night.duty(POST).attempts == 1


# --- corrections beside it -----------------------------------------------------------------------


def test_what_was_corrected_first_is_taken_back_all_the_same() -> None:
    night = group().ring(POST)
    rung = night.entered(PostRung).uid
    night.desk.correct(rung, {"outcome": "busy"}, "占线")
    back(night)
    assert night.duty(POST).attempts == 0


def test_what_was_taken_back_cannot_be_corrected() -> None:
    night = group().ring(POST)
    rung = night.entered(PostRung).uid
    back(night)
    for uid in (rung, night.entered(EventCorrected).uid):
        with pytest.raises(Refused, match=r"desk\.refused\.taken_back"):
            night.desk.correct(uid, {"outcome": "busy"}, "占线")
