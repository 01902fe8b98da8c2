"""Any days of due work, played with and without a desk that dies: each prompt is raised once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import OFFICE, OFFICER, ZONE, Night, everybody, pinned
from tests.due import events, forwarded, letter
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import DutyPrompted
from xfconsole.core.matter.acts import Move
from xfconsole.core.words.desk import RingOutcome, Uid
from xfconsole.core.words.procedure import Act, Bar, Clock
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.drill.memory import MemoryStore

PEOPLE = ["孙磊", "唐青", "郑岚", "韩松", "冯岳", "王强"]
ACTS = [Act.FORWARD, Act.OBJECT, Act.RETURN, Act.ACCEPT, Act.RETRIEVE, Act.EXTEND, Act.MARK_URGENT]


@cache
def asked_or_on_duty() -> RosterImported:
    """Return the roster without the posts of a visit, which nobody asks about due work."""
    roster = everybody()
    of_visit = {"receptionist", "hall_safety", "assigned_leader"}
    kept = (each for each in roster.entries if each.post not in of_visit)
    return replace(roster, entries=tuple(kept))


class Step(NamedTuple):
    """What is done to a matter, ``hours`` after what came before; ``dies`` says how often before
    and while it is done the desk dies."""

    hours: int
    matter: int
    do: str
    value: object
    dies: int


verbs = st.one_of(
    st.tuples(st.just("chase"), st.sampled_from(list(RingOutcome))),
    st.tuples(st.just("snooze"), st.integers(1, 15)),
    st.tuples(st.just("bar"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("move"), st.sampled_from(ACTS)),
    st.tuples(st.just("wait"), st.none()),
)
steps = st.lists(
    st.builds(
        lambda hours, matter, verb, dies: Step(hours, matter, verb[0], verb[1], dies),
        st.one_of(st.integers(0, 12), st.integers(24, 200)),
        st.integers(0, 1),
        verbs,
        st.integers(0, 3),
    ),
    max_size=14,
)


class Dying(MemoryStore):
    """A journal whose transactions fail at their very end, as often as told."""

    deaths = 0

    @contextmanager
    def begin(self) -> Iterator[MemoryStore]:
        with super().begin() as tx:
            yield tx
            if self.deaths:
                self.deaths -= 1
                raise OSError("the lights went out")


class Counted:
    """Identifiers in a fixed order; those of a transaction that failed are given out again."""

    def __init__(self) -> None:
        self.given = 0

    def new(self, at: datetime) -> Uid:
        self.given += 1
        return str(UUID(int=self.given))


class Days(Night):
    """A night that goes on for weeks; ``dying`` says whether its desk does."""

    def __init__(self, *, dying: bool) -> None:
        self.dying = Dying(OFFICE)
        self.matters: list[Uid] = []
        super().__init__(store=self.dying, roster=asked_or_on_duty())
        self.counted = Counted()
        self.desk = self.new_desk()
        self.may_die = dying
        self.matters = [forwarded(self, "第一件"), letter(self, "第二件")]

    def new_desk(self) -> Desk:
        ids = getattr(self, "counted", self.ids)
        return Desk(self.store, self.clock, ids, self.policy, OFFICER, pinned, ZONE)

    def surely(self, verb: Callable[[], object]) -> None:
        """Do something until no death comes in between."""
        while True:
            given = self.counted.given
            try:
                verb()
            except OSError:
                self.counted.given = given
                self.desk = self.new_desk()
            except Refused:
                return
            else:
                return

    def play(self, step: Step, *, asleep: bool) -> None:
        """Let hours pass, then do something."""
        if asleep:
            self.sleep(step.hours * 60)
        else:
            self.wait(step)
        self.die(step.dies)
        if step.do != "wait":
            self.surely(lambda: getattr(self, step.do)(self.matters[step.matter], step.value))

    def wait(self, step: Step) -> None:
        """Look whenever something is due; a dying desk dies at each of these looks."""
        until = self.clock.passed + timedelta(hours=step.hours)
        while True:
            self.die(step.dies)
            self.surely(self.look)
            if self.clock.passed >= until:
                return
            due = self.desk.next_change()
            ahead = until - self.clock.passed
            if due is not None:
                assert due > self.now(), "the desk would look again at once"
                ahead = min(ahead, due - self.now())
            self.clock.advance(ahead)

    def look(self) -> None:
        self.desk.note_awake()
        self.desk.tick()

    def die(self, times: int) -> None:
        """Let the desk start anew, and the next transactions fail."""
        if self.may_die and times:
            self.desk = self.new_desk()
            self.dying.deaths = times - 1

    # -- verbs ------------------------------------------------------------------------------------

    def chase(self, matter: Uid, outcome: RingOutcome) -> None:
        clock = next((view.duty.clock for view in self.shown(matter)), Clock.ACCEPT)
        self.desk.chase(matter, clock, outcome)

    def snooze(self, matter: Uid, minutes: int) -> None:
        for view in self.shown(matter)[:1]:
            self.desk.snooze(view.uid, minutes, "开会")

    def bar(self, matter: Uid, person: str) -> None:
        self.desk.bar(matter, Bar.RECUSED, person=person)

    def move(self, matter: Uid, act: Act) -> None:
        approver = "唐青" if act is Act.EXTEND else ""
        days = 30 if act is Act.EXTEND else 0
        self.desk.move(
            matter, Move(act, unit="住建局", text="情况复杂", approver=approver, days=days)
        )

    # -- what came of it --------------------------------------------------------------------------

    def shown(self, matter: Uid) -> list:  # type: ignore[type-arg]
        return [each for each in self.desk.situation().duties if each.duty.matter == matter]

    def prompts(self) -> list[DutyPrompted]:
        """Return every prompt raised, in the order of the journal."""
        found: list[Fact] = [e.fact for m in self.matters for e in events(self, m)]
        return [each for each in found if isinstance(each, DutyPrompted)]

    def stands(self) -> list[tuple[object, ...]]:
        """Return what is asked at the end, since when and of whom."""
        self.surely(self.desk.tick)
        shown = [(each.duty, each.asked) for each in self.desk.situation().duties]
        return [
            (duty.number, duty.clock, duty.part, duty.what, duty.step, duty.prompt_due, asked)
            for duty, asked in shown
        ]


def played(days: list[Step], *, dying: bool = False, asleep: bool = False) -> Days:
    """Play these days."""
    night = Days(dying=dying)
    for step in days:
        night.play(step, asleep=asleep)
    night.dying.deaths = 0
    return night


@settings(deadline=None, max_examples=60)
@given(steps)
def test_a_desk_that_dies_again_and_again_raises_what_an_undisturbed_one_does(
    days: list[Step],
) -> None:
    calm, dying = played(days), played(days, dying=True)
    assert set(calm.prompts()) == set(dying.prompts())
    assert calm.stands() == dying.stands()
    for night in (calm, dying):
        names = [each.prompt for each in night.prompts()]
        assert len(names) == len(set(names))


@settings(deadline=None, max_examples=60)
@given(steps)
def test_a_laptop_asleep_all_the_time_asks_for_the_same_in_the_end(days: list[Step]) -> None:
    awake, asleep = played(days), played(days, asleep=True)
    names = [each.prompt for each in asleep.prompts()]
    assert len(names) == len(set(names))
    assert asleep.stands() == awake.stands()
