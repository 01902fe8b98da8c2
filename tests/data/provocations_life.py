"""What provokes each sentence that the handling of a matter can be refused with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from tests.desks import OFFICER, Night
from tests.lives import LETTER, MOVES, WAYS
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.acts import Move
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.documents import DecisionLetter
from xfconsole.core.words.procedure import Act, Bar, Clock, Finding, Ground, State

NUMBER = "2026-000002"
"""The matter registered last on that night, of a purpose that nobody noted."""
OTHER = "2026-000001"

Provocation: TypeAlias = Callable[[Night], object]
Before: TypeAlias = Act | Move | Provocation
LifeCase: TypeAlias = tuple[tuple[Before, ...], Provocation]
"""What goes before, and what is refused after it."""


def walked(night: Night, steps: tuple[Before, ...]) -> None:
    """Carry out what goes before a provocation."""
    for step in steps:
        if isinstance(step, Act | Move):
            night.desk.move(NUMBER, MOVES[step] if isinstance(step, Act) else step)
        else:
            step(night)


def move(act: Act, at: Callable[[Night], datetime] | None = None, **changes: Any) -> Provocation:
    """Return what carries out an act, changed, perhaps at another time."""
    return lambda night: night.desk.move(
        NUMBER, replace(MOVES[act], **changes), at=at(night) if at else None
    )


def corrected(act: Act, at: Callable[[Night], datetime], second: str = "周平") -> Provocation:
    """Return what corrects the time of an act."""

    def provoke(night: Night) -> None:
        matter = night.desk.life(NUMBER).uid
        event = next(
            each.uid
            for each in night.events(matter)
            if isinstance(each.fact, MatterMoved) and each.fact.act is act
        )
        night.desk.correct(event, {}, "看错了", happened_at=at(night), second=second)

    return provoke


def received_at(at: Callable[[Night], datetime], second: str) -> Provocation:
    """Return what corrects the time of receipt."""

    def provoke(night: Night) -> None:
        event = night.events(night.desk.life(NUMBER).uid)[0].uid
        night.desk.correct(event, {}, "看错了", happened_at=at(night), second=second)

    return provoke


def before_the_shift(night: Night) -> datetime:
    return night.at(-60)


def later(**passed: float) -> Provocation:
    """Return what lets time pass without anybody looking."""

    def wait(night: Night) -> None:
        night.clock.advance(timedelta(**passed))
        night.desk.tick()
        night.desk.acknowledge_blind()

    return wait


def next_shift(night: Night) -> None:
    """Let the officer take the desk over again an hour later, from somebody who sat there."""
    later(hours=1)(night)
    night.desk.hand_over("何静")
    night.desk.hand_over(OFFICER)


def _chase(night: Night) -> None:
    night.desk.chase(NUMBER, Clock.DECIDE, RingOutcome.ANSWERED)


def _bar(**more: str) -> Provocation:
    return lambda night: night.desk.bar(NUMBER, Bar.ACCUSED, **more)


def _link(night: Night) -> None:
    night.desk.link(OTHER, NUMBER)


TO_UNIT, AT_WORK, SERVED = (WAYS[each] for each in (State.ASSIGNED, State.HANDLING, State.SERVED))
EXPLAINED: tuple[Before, ...] = (
    *AT_WORK,
    replace(MOVES[Act.REPLY], finding=Finding.EXPLAINED),
    Act.SERVE,
)
NO_DECISION = DecisionLetter(LETTER.requests, LETTER.facts, " ", LETTER.basis)
LIFE_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "life.refused.state": (
        ((), move(Act.ACCEPT)),
        ((), move(Act.ARCHIVE)),
        (SERVED, move(Act.REPLY)),
    ),
    "life.refused.who": (
        (SERVED, move(Act.ASK_REVIEW, by=None)),
        ((), lambda night: night.desk.move(NUMBER, Move(Act.WITHDRAW, text="已解决"))),
    ),
    "life.refused.need": (
        ((), move(Act.FORWARD, unit=" \n")),
        ((), move(Act.DECLINE, remedy="")),
        ((), move(Act.DECLINE, ground=None)),
        (AT_WORK, move(Act.REPLY, letter=None)),
    ),
    "life.refused.not_a_claim": ((TO_UNIT, move(Act.ANSWER)),),
    "life.refused.executed": ((SERVED, move(Act.CONCLUDE)),),
    "life.refused.supported": ((EXPLAINED, move(Act.EXECUTE)),),
    "life.refused.extended_once": (((*AT_WORK, Act.EXTEND), move(Act.EXTEND)),),
    "life.refused.extension": (
        (AT_WORK, move(Act.EXTEND, days=31)),
        (AT_WORK, move(Act.EXTEND, days=-1)),
    ),
    "life.refused.was_assigned": (((Act.FORWARD, Act.ACCEPT), move(Act.REPORT_BACK)),),
    "life.refused.in_time": (((*TO_UNIT, later(days=40)), move(Act.OBJECT)),),
    "life.refused.supervised": (((), move(Act.END_SUPERVISION)),),
    "life.refused.not_supervised": (((Act.SUPERVISE,), move(Act.SUPERVISE)),),
    "life.refused.urgent": (((), move(Act.REPORT_PHONE)),),
    "life.refused.not_urgent": (((Act.MARK_URGENT,), move(Act.MARK_URGENT)),),
    "life.refused.simple": ((TO_UNIT, move(Act.ORDINARY)),),
    "life.refused.not_simple": (((*TO_UNIT, Act.SIMPLIFY), move(Act.SIMPLIFY)),),
    "life.refused.simple_in_time": (((*TO_UNIT, later(days=12)), move(Act.SIMPLIFY)),),
    "life.refused.ordered_past": (((), move(Act.ASSIGN, on=date(2026, 2, 19))),),
    "life.refused.hearing": (
        (AT_WORK, move(Act.HEAR)),
        (AT_WORK, move(Act.HEAR, since=date(2026, 2, 20), until=date(2026, 2, 19))),
    ),
    "life.refused.levels": (
        ((), move(Act.FORWARD, levels=0)),
        ((), move(Act.FORWARD, levels=5)),
    ),
    "life.refused.before_last": (
        ((), move(Act.FORWARD, before_the_shift, second="周平")),
        (TO_UNIT, corrected(Act.ASSIGN, before_the_shift)),
    ),
    "life.refused.after_next": (
        ((*TO_UNIT, later(hours=1)), received_at(lambda night: night.now(), "周平")),
    ),
    "life.refused.second": (
        ((next_shift,), move(Act.FORWARD, lambda night: night.at(30))),
        ((*TO_UNIT, next_shift), corrected(Act.ASSIGN, lambda night: night.at(30), "")),
    ),
    "life.refused.second_receipt": (((), received_at(before_the_shift, "")),),
    "life.refused.second_same": (((), received_at(before_the_shift, "李敏")),),
    "life.refused.target": (((), move(Act.DECLINE, target=NUMBER)),),
    "life.refused.target_state": (
        ((), move(Act.DECLINE, ground=Ground.FINISHED, target=OTHER)),
    ),
    "document.refused.decision_part": ((AT_WORK, move(Act.REPLY, letter=NO_DECISION)),),
    "life.refused.bar_nobody": (((), _bar()), ((), _bar(person=" ", post="unit_head"))),
    "life.refused.bar_unknown": (((), _bar(person="来访者甲")),),
    "life.refused.bar_again": (((_bar(person="孙磊"),), _bar(person="孙磊")),),
    "life.refused.link_self": (((), lambda night: night.desk.link(NUMBER, NUMBER)),),
    "life.refused.link_again": (((_link,), _link),),
    "life.refused.link_none": (((), lambda night: night.desk.unlink(NUMBER, OTHER)),),
    "life.refused.no_duty": (((), _chase),),
}  # fmt: skip
"""For every refusal of the handling what provokes it, on the same night."""
