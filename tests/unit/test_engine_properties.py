"""Whatever a night brings: restarts change nothing, nothing is said twice, the end is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import OFFICE, Night, changed_pack, turn
from xfconsole.core.escalation import MISSED_AFTER
from xfconsole.core.events import (
    ANNOUNCEMENTS,
    Event,
    EventCorrected,
    HeadcountRecorded,
    IncidentOpened,
    ObligationAdded,
    ObligationMissed,
    PostArrived,
    PostRung,
    PromptCleared,
    PromptMoved,
    PromptRaised,
    RosterImported,
)
from xfconsole.core.model import Level, PromptKind, RingOutcome
from xfconsole.core.refusal import Refused

POSTS = ["duty_leader", "unit_head", "township_head", "leader_in_charge", "assigned_leader"]
FORTY = changed_pack(("at_least = 50", "at_least = 40"), ("version = 1", "version = 2"))
SMALL = RosterImported(
    "small",
    (
        turn("duty_leader", "王强", "1"),
        turn("unit_head", "孙磊", "2"),
        turn("unit_head", "唐青", "3", order=2),
        turn("leader_in_charge", "郑岚", "4"),
    ),
)


class Step(NamedTuple):
    """What happens, ``wait`` seconds after what came before."""

    wait: int
    do: str
    values: tuple[Any, ...] = ()


waits = st.one_of(st.just(0), st.integers(1, 90), st.integers(60, 2400))
ago = st.sampled_from([0, 0, 0, 1, 5])
verbs = st.one_of(
    st.tuples(st.just("open"), st.tuples(st.sampled_from([1, 4, 5, 29, 33, 60]), st.booleans())),
    st.tuples(st.just("count"), st.tuples(st.sampled_from([1, 4, 5, 29, 30, 49, 50, 99, 100]))),
    st.tuples(
        st.just("ring"),
        st.tuples(
            st.sampled_from(POSTS),
            st.sampled_from(list(RingOutcome)),
            st.sampled_from([0, 0, 5, 20, 40]),
            ago,
        ),
    ),
    st.tuples(st.just("ring_asked"), st.tuples(st.sampled_from(list(RingOutcome)))),
    st.tuples(st.just("arrive"), st.tuples(st.sampled_from(POSTS), ago)),
    st.tuples(st.just("relieve"), st.tuples(st.sampled_from(POSTS))),
    st.tuples(st.just("stand_down"), st.tuples(st.sampled_from(POSTS))),
    st.tuples(st.just("report"), st.tuples(st.sampled_from(["first", "follow_up", "final"]))),
    st.tuples(st.just("raise"), st.tuples(st.sampled_from(list(Level)))),
    st.tuples(st.just("snooze"), st.tuples(st.integers(1, 15))),
    st.tuples(st.just("correct_count"), st.tuples(st.sampled_from([3, 28, 35, 55, 101]))),
    st.tuples(st.just("correct_time"), st.tuples(st.integers(0, 900))),
    st.tuples(st.just("leave"), st.tuples(st.sampled_from(["孙磊", "王强", "郑岚"]))),
    st.tuples(st.just("roster"), st.tuples(st.sampled_from(["石坚", "孙磊"]))),
    st.tuples(st.just("policy"), st.just(())),
    st.tuples(st.just("close"), st.just(())),
)
steps = st.lists(
    st.builds(lambda wait, verb: Step(wait, *verb), waits, verbs), min_size=1, max_size=25
)
nights = st.tuples(st.sampled_from([33, 5, 4, 55]), st.booleans(), steps)
# A roster changed and changed back within one second brings a prompt back.
simple = st.lists(
    st.builds(
        lambda wait, verb: Step(wait or verb[0] in ("leave", "roster"), *verb),
        waits,
        verbs.filter(
            lambda verb: (
                verb[0] not in ("correct_count", "correct_time", "policy")
                and not (verb[0] in ("ring", "arrive") and verb[1][-1])
            )
        ),
    ),
    min_size=1,
    max_size=25,
)


def play(
    people: int,
    small: bool,
    script: list[Step],
    *,
    before: Callable[[Night, int], object] = lambda night, place: None,
    pass_time: Callable[[Night, int], object] = lambda night, wait: night.after(seconds=wait),
) -> Night:
    """Play a night; what the desk refuses is passed over."""
    night = Night(roster=SMALL if small else None).open(people)
    for place, step in enumerate(script):
        pass_time(night, step.wait)
        before(night, place)
        attempt(night, step)
    pass_time(night, 3600)
    return night


def attempt(night: Night, step: Step) -> bool:
    """Carry out one step; False when the desk refused."""
    try:
        getattr(Verbs, step.do)(night, *step.values)
    except Refused:
        return False
    return True


class Verbs:
    """The steps of a script, on the incident opened last."""

    @staticmethod
    def open(night: Night, people: int, assigned: bool) -> None:
        night.open(people, assigned=assigned)

    @staticmethod
    def count(night: Night, people: int) -> None:
        night.count(people)

    @staticmethod
    def ring(night: Night, post: str, outcome: RingOutcome, eta: int, back: int) -> None:
        night.ring(post, outcome, eta=eta if outcome is RingOutcome.ANSWERED else 0, ago=back)

    @staticmethod
    def ring_asked(night: Night, outcome: RingOutcome) -> None:
        for each in night.desk.situation().prompts:
            contact = each.prompt.contact
            if contact and each.incident == night.incident:
                night.ring(contact.post, outcome, person=contact.person)
                return

    @staticmethod
    def arrive(night: Night, post: str, back: int) -> None:
        night.arrive(post, ago=back)

    @staticmethod
    def relieve(night: Night, post: str) -> None:
        night.do(lambda desk: desk.relieve(night.incident, post, "林涛"))

    @staticmethod
    def stand_down(night: Night, post: str) -> None:
        night.do(lambda desk: desk.stand_down(night.incident, post, "人数更正"))

    @staticmethod
    def report(night: Night, kind: str) -> None:
        night.report(kind)

    @staticmethod
    def raise_(night: Night, level: Level) -> None:
        night.do(lambda desk: desk.raise_level(night.incident, level, "情绪激动"))

    @staticmethod
    def snooze(night: Night, minutes: int) -> None:
        prompts = night.desk.situation().prompts
        uid = prompts[0].prompt.uid if prompts else "none"
        night.do(lambda desk: desk.snooze(uid, minutes, "正忙"))

    @staticmethod
    def correct_count(night: Night, people: int) -> None:
        for event in reversed(night.events()):
            if isinstance(event.fact, HeadcountRecorded | IncidentOpened):
                field = "value" if isinstance(event.fact, HeadcountRecorded) else "headcount"
                night.desk.correct(event.uid, {field: people}, "数错了")
                return

    @staticmethod
    def correct_time(night: Night, back: int) -> None:
        at = night.now() - timedelta(seconds=back)
        for event in reversed(night.events()):
            if isinstance(event.fact, PostRung | PostArrived | HeadcountRecorded):
                night.desk.correct(event.uid, {}, "记错了时间", happened_at=at)
                return

    @staticmethod
    def leave(night: Night, person: str) -> None:
        until = night.now() + timedelta(hours=2)
        night.desk.record_leave(person, night.now(), until)

    @staticmethod
    def roster(night: Night, person: str) -> None:
        night.desk.import_roster("mended", [turn("township_head", person, "9")])

    @staticmethod
    def policy(night: Night) -> None:
        night.policy = FORTY
        night.restart()
        night.do(lambda desk: desk.accept_policy(night.incident))

    @staticmethod
    def close(night: Night) -> None:
        night.do(lambda desk: desk.close(night.incident))


setattr(Verbs, "raise", Verbs.raise_)


def journal(night: Night) -> list[Event]:
    """Return everything the desk wrote."""
    return night.store.events  # type: ignore[attr-defined,no-any-return]


def facts(night: Night) -> list[Any]:
    """Return the facts in order with their subjects and times, without their uids."""
    return [(each.subject, each.happened_at, each.fact) for each in journal(night)]


def incidents(night: Night) -> Iterator[list[Event]]:
    """Yield the journal of each incident."""
    for subject in dict.fromkeys(each.subject for each in journal(night)):
        events = [each for each in journal(night) if each.subject == subject]
        if isinstance(events[0].fact, IncidentOpened):
            yield events


@given(nights, st.sets(st.integers(0, 24), max_size=6))
def test_restarts_change_nothing(night: tuple[int, bool, list[Step]], restarts: set[int]) -> None:
    def restart(night: Night, place: int) -> None:
        if place in restarts:
            night.restart()

    assert facts(play(*night, before=restart)) == facts(play(*night))


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


@given(nights)
def test_what_the_journal_says_is_consistent(night: tuple[int, bool, list[Step]]) -> None:
    played = play(*night)
    assert_prompts_alternate(played)
    for events in incidents(played):
        closed = [place for place, each in enumerate(events) if each.kind == "incident.closed"]
        if closed:
            tail = {each.kind for each in events[closed[0] + 1 :]} - {"event.corrected"}
            assert tail <= {"prompt.cleared", *ANNOUNCEMENTS} - {"prompt.raised"}
            assert {each.recorded_at for each in events[closed[0] :] if each.kind in tail} <= {
                events[closed[0]].recorded_at
            }
        for each in events:
            if isinstance(each.fact, PromptRaised):
                assert each.fact.late_s >= 0
                assert each.fact.due <= each.recorded_at
                assert each.fact.late_s == int((each.recorded_at - each.fact.due).total_seconds())
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
    played = Night(roster=SMALL if small else None).open(people)
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
