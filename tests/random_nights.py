"""Random nights: sequences of the officer's verbs for hypothesis, and how to play them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.desks import Night, changed_pack, three_days, turn
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import (
    HeadcountRecorded,
    IncidentOpened,
    PostArrived,
    PostRung,
)
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.words.desk import Level, RingOutcome
from xfconsole.core.words.refusal import Refused

POSTS = ["duty_leader", "unit_head", "township_head", "leader_in_charge", "assigned_leader"]
DEPUTIES = ["林涛", "钱进", "唐青", "孙磊"]
"""Two whom no roster of these nights names, a deputy and a holder."""
NUMBERS = ["", "8012", "139-0000-0077"]
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
    st.tuples(
        st.just("relieve"),
        st.tuples(
            st.sampled_from(POSTS),
            st.sampled_from(DEPUTIES),
            st.booleans(),
            st.sampled_from(NUMBERS),
        ),
    ),
    st.tuples(
        st.just("ring_outside"),
        st.tuples(
            st.sampled_from(POSTS),
            st.sampled_from(list(RingOutcome)),
            st.sampled_from(DEPUTIES),
            st.sampled_from(NUMBERS),
        ),
    ),
    st.tuples(st.just("stand_down"), st.tuples(st.sampled_from(POSTS))),
    st.tuples(st.just("unit"), st.tuples(st.sampled_from(["", "住建局", "人社局"]))),
    st.tuples(st.just("report"), st.tuples(st.sampled_from(["first", "follow_up", "final"]))),
    st.tuples(st.just("raise"), st.tuples(st.sampled_from(list(Level)))),
    st.tuples(st.just("snooze"), st.tuples(st.integers(1, 15))),
    st.tuples(st.just("undo"), st.just(())),
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
# A roster changed and changed back within one second brings a prompt back, as does an outcome.
simple = st.lists(
    st.builds(
        lambda wait, verb: Step(wait or verb[0] in ("leave", "roster"), *verb),
        waits,
        verbs.filter(
            lambda verb: (
                verb[0] not in ("correct_count", "correct_time", "undo", "policy")
                and not (verb[0] in ("ring", "arrive") and verb[1][-1])
            )
        ),
    ),
    min_size=1,
    max_size=25,
)


def begun(people: int, small: bool) -> Night:
    """Return a night on which so many have come; it ends within a day."""
    return Night(roster=SMALL if small else three_days()).open(people)


def play(
    people: int,
    small: bool,
    script: list[Step],
    *,
    before: Callable[[Night, int], object] = lambda night, place: None,
    pass_time: Callable[[Night, int], object] = lambda night, wait: night.after(seconds=wait),
) -> Night:
    """Play a night; what the desk refuses is passed over."""
    night = begun(people, small)
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
    def relieve(night: Night, post: str, by: str, told: bool, phone: str) -> None:
        night.do(lambda desk: desk.relieve(night.incident, post, by, phone=phone, told=told))

    @staticmethod
    def ring_outside(
        night: Night, post: str, outcome: RingOutcome, person: str, phone: str
    ) -> None:
        night.do(lambda desk: desk.ring(night.incident, post, outcome, person=person, phone=phone))

    @staticmethod
    def stand_down(night: Night, post: str) -> None:
        night.do(lambda desk: desk.stand_down(night.incident, post, "人数更正"))

    @staticmethod
    def unit(night: Night, name: str) -> None:
        night.do(lambda desk: desk.name_unit(night.incident, name))

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
    def undo(night: Night) -> None:
        night.do(lambda desk: desk.undo())

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
