"""Whatever a night brings: restarts change nothing, nothing is said twice, the end is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import OFFICE, Night, default_policy
from tests.random_nights import (
    Step,
    attempt,
    begun,
    facts,
    incidents,
    journal,
    nights,
    play,
    simple,
)
from xfconsole.core.facts.announced import (
    ANNOUNCEMENTS,
    ObligationAdded,
    ObligationMissed,
    PromptCleared,
    PromptMoved,
    PromptRaised,
)
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected, PostRung
from xfconsole.core.incident.fold import fold
from xfconsole.core.incident.plan import MISSED_AFTER, LadderCache, plan
from xfconsole.core.words.desk import PromptKind, RingOutcome


@given(nights, st.sets(st.integers(0, 24), max_size=6))
def test_restarts_change_nothing(night: tuple[int, bool, list[Step]], restarts: set[int]) -> None:
    def restart(night: Night, place: int) -> None:
        if place in restarts:
            night.restart()

    assert facts(play(*night, before=restart)) == facts(play(*night))


def test_nor_do_they_within_the_second_in_which_an_outcome_is_taken_back() -> None:
    steps = [
        Step(0, "open", (60, False)),
        Step(0, "ring_asked", (RingOutcome.ANSWERED,)),
        Step(0, "open", (1, False)),
        Step(0, "undo"),
        Step(0, "open", (5, True)),
    ]
    once, anew = (
        play(4, False, steps, before=each)
        for each in (lambda night, place: None, lambda night, place: night.restart())
    )
    assert facts(once) == facts(anew)


@given(nights)
@settings(max_examples=25)
def test_ladders_gone_on_with_are_those_walked_from_the_start(
    night: tuple[int, bool, list[Step]],
) -> None:
    played = play(*night)
    roster, policy = played.desk.roster(), default_policy()
    for events in incidents(played):
        incident, ladders = fold(events[:1]), LadderCache()
        for place, event in enumerate(events[1:], 2):
            if isinstance(event.fact, EventCorrected):
                incident, ladders = fold(events[:place]), LadderCache()
            else:
                incident.apply(event)
            now = event.recorded_at
            made = plan(incident, policy, roster, now, ladders)
            assert made == plan(incident, policy, roster, now)


@given(nights)
@settings(max_examples=25)
def test_looking_every_second_finds_what_looking_when_due_finds(
    night: tuple[int, bool, list[Step]],
) -> None:
    def second_by_second(night: Night, wait: int) -> None:
        for _ in range(wait):
            night.clock.advance(timedelta(seconds=1))
            night.desk.tick()

    people, small, script = night
    short = [step._replace(wait=min(step.wait, 700)) for step in script[:8]]
    assert facts(play(people, small, short, pass_time=second_by_second)) == (
        facts(play(people, small, short))
    )


@given(nights)
def test_sleeping_through_gives_the_same_state(night: tuple[int, bool, list[Step]]) -> None:
    """Prompts that came and went in between are not shown; what stands in the end is the same."""

    def sleep(night: Night, wait: int) -> None:
        night.sleep(wait / 60)

    awake, asleep = play(*night), play(*night, pass_time=sleep)
    assert standing(awake) == standing(asleep)
    assert duties(awake) == duties(asleep)


def standing(night: Night) -> list[tuple[object, ...]]:
    """Return what stands, without the uids, which count every event before."""
    prompts = [each.prompt for each in night.desk.situation().prompts]
    return [(p.kind, p.rule, p.duty, p.contact, p.due, p.attempt) for p in prompts]


def duties(night: Night) -> list[object]:
    """Return the duties, without the uids."""
    views = night.desk.situation().incidents
    return [replace(duty, anchor="") for view in views for duty in view.plan.obligations]


@given(nights, st.integers(0, 24), st.integers(-7200, 7200))
def test_a_moved_clock_never_repeats(
    night: tuple[int, bool, list[Step]], place: int, jump: int
) -> None:
    def move(night: Night, at: int) -> None:
        if at == place:
            night.clock.jump(timedelta(seconds=jump))

    backwards = play(*night, before=move)
    assert_prompts_alternate(backwards)
    if jump <= 0:
        plain = [each for each in facts(play(*night)) if each[0] != OFFICE]
        moved = [each for each in facts(backwards) if each[0] != OFFICE]
        # Uids differ by the event that logs the jump; everything else is untouched by it.
        assert [(at, fact.kind) for _, at, fact in moved] == (
            [(at, fact.kind) for _, at, fact in plain]
        )


def of_the_end(events: Sequence[Event]) -> list[Event]:
    """Return what is not about what goes on being asked for once an incident is over."""
    asked = {
        each.fact.prompt
        for each in events
        if isinstance(each.fact, PromptRaised) and each.fact.what in ASKED_AFTERWARDS
    }
    return [
        each
        for each in events
        if each.kind not in ("incident.settled", "report.filed", "report.received")
        if getattr(each.fact, "prompt", None) not in asked
    ]


ASKED_AFTERWARDS = (
    PromptKind.REPORT_FIRST,
    PromptKind.REPORT_WRITTEN,
    PromptKind.REPORT_RECEIPT,
)


@given(nights)
def test_what_the_journal_says_is_consistent(night: tuple[int, bool, list[Step]]) -> None:
    played = play(*night)
    assert_prompts_alternate(played)
    for events in incidents(played):
        closed = [place for place, each in enumerate(events) if each.kind == "incident.closed"]
        if closed:
            after = [e for e in of_the_end(events) if e in events[closed[0] + 1 :]]
            tail = {each.kind for each in after} - {"event.corrected"}
            assert tail <= {"prompt.cleared", *ANNOUNCEMENTS} - {"prompt.raised"}
            assert {each.recorded_at for each in after if each.kind in tail} <= {
                events[closed[0]].recorded_at
            }
        shown: dict[str, PromptRaised] = {}
        for each in events:
            if isinstance(each.fact, PromptRaised):
                assert each.fact.late_s >= 0
                assert each.fact.due <= each.recorded_at
                late_s = int((each.recorded_at - each.fact.due).total_seconds())
                before = shown.get(each.fact.prompt)
                again = before is not None and before.due == each.fact.due
                assert each.fact.late_s == (before.late_s if before and again else late_s)
                shown[each.fact.prompt] = each.fact
            if isinstance(each.fact, ObligationMissed):
                assert each.fact.due + MISSED_AFTER <= each.recorded_at


@given(st.sampled_from([33, 5, 4, 55]), st.booleans(), simple)
def test_each_prompt_is_raised_once_when_nothing_is_corrected(
    people: int, small: bool, script: list[Step]
) -> None:
    played = play(people, small, script)
    raised = [each.fact.prompt for each in journal(played) if isinstance(each.fact, PromptRaised)]
    assert len(raised) == len(set(raised))
    missed = [
        (each.subject, each.fact.post, each.fact.rule, each.fact.clock, each.fact.due)
        for each in journal(played)
        if isinstance(each.fact, ObligationMissed)
    ]
    assert len(missed) == len(set(missed))


@given(st.sampled_from([33, 5, 4, 55]), st.booleans(), simple)
def test_due_is_the_anchors_time_plus_the_limit(
    people: int, small: bool, script: list[Step]
) -> None:
    played = play(people, small, script)
    times = {each.uid: each.happened_at for each in journal(played)}
    tell = {each.rule.id: each.tell_minutes for each in played.policy.attendance}
    reporting, ladder = played.policy.reporting, played.policy.ladders["default"]
    delays: dict[PromptKind, set[int]] = {
        PromptKind.RING: {0},
        PromptKind.RETRY: {ladder.retry_minutes, ladder.again_minutes},
        PromptKind.REPORT_FIRST: {reporting.first_minutes},
        PromptKind.REPORT_FOLLOW_UP: {reporting.every_minutes, reporting.band_change_minutes},
    }
    instants = set(times.values())
    for each in journal(played):
        if isinstance(each.fact, ObligationAdded):
            minutes = timedelta(minutes=tell[each.fact.rule])
            assert each.fact.tell_by == times[each.fact.anchor] + minutes
        if isinstance(each.fact, PromptRaised) and each.fact.what in delays:
            starts = {each.fact.due - timedelta(minutes=m) for m in delays[each.fact.what]}
            snoozed = {s.fact.until for s in journal(played) if s.kind == "prompt.snoozed"}  # type: ignore[attr-defined]
            turns = {
                e.starts_at for e in played.desk.roster().entries(played.at(-1), played.at(9**5))
            }
            assert starts & instants or each.fact.due in snoozed | turns


@given(nights, st.integers(0, 24))
def test_a_refused_verb_leaves_no_trace_and_the_next_one_works(
    night: tuple[int, bool, list[Step]], place: int
) -> None:
    people, small, script = night
    played = begun(people, small)
    for step in script:
        played.after(seconds=step.wait)
        before = list(journal(played))
        seen = played.desk.situation()
        if not attempt(played, step) and step.do != "policy":
            assert journal(played) == before
            assert played.desk.situation() == seen
    played.open(33).count(50)
    assert played.view().headcount == 50


def assert_prompts_alternate(night: Night) -> None:
    """Nothing is raised while it stands, nor cleared while it does not."""
    standing: set[str] = set()
    for each in journal(night):
        if isinstance(each.fact, PromptRaised):
            assert each.fact.prompt not in standing
            standing.add(each.fact.prompt)
        elif isinstance(each.fact, PromptCleared):
            assert each.fact.prompt in standing
            standing.discard(each.fact.prompt)
        elif isinstance(each.fact, PromptMoved):
            assert each.fact.prompt in standing
            assert each.fact.due != each.fact.old_due
            if each.fact.due > each.recorded_at:
                standing.discard(each.fact.prompt)


def test_a_correction_can_bring_a_prompt_back() -> None:
    """The one way to be raised twice: what cleared it turned out to be wrong."""
    night = Night().open(5).after(1).ring("unit_head")
    rung = night.entered(PostRung).uid
    night.after(1).do(lambda desk: desk.correct(rung, {"outcome": "busy"}, "没有接通"))
    assert night.after(5).asks("unit_head") == ["retry 孙磊"]
    assert night.said(EventCorrected)
