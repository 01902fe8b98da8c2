"""What provokes each sentence that taking over can be refused with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from data.journal.codec import fact_text, instant_text
from tests.data.provocations_life import LifeCase
from tests.desks import Night
from tests.lives import MOVES
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_incident import EventCorrected, PostArrived
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.words.procedure import Act, State, Who


def from_elsewhere(store: Any, subject: str, fact: Fact, dseq: int, at: datetime) -> None:
    """Let the next line of another desk come in."""
    line = {"uid": f"there-{dseq}", "desk": "there", "dseq": dseq, "kind": fact.kind}
    line |= {"subject": subject, "officer": "何静", "body": fact_text(fact)}
    times = dict.fromkeys(("happened_at", "recorded_at", "stamp"), instant_text(at))
    with store.begin() as tx:
        tx.take_in([{**line, **times}], at)


def another(night: Night) -> None:
    """The office has a second desk, which keeps nothing yet; this one takes the letter A."""
    from_elsewhere(night.store, night.store.office, DeskLettered("B"), 1, night.now())
    night.desk.look_again()
    night.desk.tick()


def aside(night: Night) -> None:
    """Two officers set the second desk aside."""
    night.desk.set_aside("B", "何静")


def received(night: Night) -> str:
    """Return the entry by which the matter came."""
    received = night.desk.life("2026-000001").receipt
    assert received
    return received[0]


def parted(night: Night) -> None:
    """The second desk forwarded the matter that this one told its sender to take elsewhere."""
    another(night)
    matter = night.desk.move("2026-000001", MOVES[Act.DIRECT]).subject
    moved = MatterMoved(Act.FORWARD, State.FORWARDED, Who.OFFICE, "住建局", following=(matter,))
    from_elsewhere(night.store, matter, moved, 2, night.now())
    night.desk.look_again()
    night.desk.tick()


def moved_by(night: Night) -> str:
    """Return what this desk did about the matter."""
    done = night.desk.life("2026-000001")
    with night.store.begin() as tx:
        own = (e for e in tx.events_of(done.uid) if e.kind == MatterMoved.kind)
        return next(e.uid for e in own if e.desk != "there")


def crossed(night: Night) -> None:
    """The second desk corrected an arrival that this one took back."""
    another(night)
    incident = night.desk.situation().incidents[0].uid
    arrived = night.desk.arrive(incident, "duty_leader").events[0]
    night.desk.undo()
    fact = EventCorrected(arrived.uid, {"person": "林涛"}, "看错", following=(arrived.uid,))
    from_elsewhere(night.store, incident, fact, 2, night.now())
    night.desk.look_again()
    night.desk.tick()


def arrival(night: Night) -> str:
    """Return the one that both desks acted on."""
    with night.store.begin() as tx:
        (live,) = tx.live_incidents()
        return [e.uid for e in tx.events_of(live) if e.kind == PostArrived.kind][-1]


def held(night: Night) -> None:
    """What the second desk did was settled to hold."""
    (contest,) = night.desk.life("2026-000001").contests
    there = next(each.uid for each in contest.acts if each.desk == "there")
    night.desk.settle(there, "先到")


KEEPING_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "keeping.refused.alone": (
        ((), lambda night: night.desk.take_over("2026-000001")),
        ((), lambda night: night.desk.take_over_desk("B")),
    ),
    "keeping.refused.here": (((another,), lambda night: night.desk.take_over("2026-000001")),),
    "keeping.refused.own": (((another,), lambda night: night.desk.take_over_desk("ａ")),),
    "keeping.refused.no_desk": (((another,), lambda night: night.desk.take_over_desk("\x1b[31m")),),
    "keeping.refused.aside": (((another, aside), lambda night: night.desk.set_aside("B", "何静")),),
    "keeping.refused.same_officer": (
        ((another,), lambda night: night.desk.set_aside("B", night.desk.officer)),
        ((another,), lambda night: night.desk.set_aside("B", " ")),
    ),
    "keeping.refused.nothing": (((another,), lambda night: night.desk.take_over_desk("b")),),
    "contested.refused.move": (
        ((parted,), lambda night: night.desk.move("2026-000001", MOVES[Act.ACCEPT])),
    ),
    "contested.refused.left_out": (
        (
            (parted, held),
            lambda night: night.desk.correct(moved_by(night), {"text": "改"}, "写错"),
        ),
    ),
    "contested.refused.entry": (
        ((crossed,), lambda night: night.desk.correct(arrival(night), {}, "写错")),
    ),
    "contested.refused.none": (((), lambda night: night.desk.settle(received(night), "先到")),),
}
"""Each sentence with what goes before and the verbs that are refused with it."""
