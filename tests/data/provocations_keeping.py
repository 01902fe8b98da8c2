"""What provokes each sentence that taking over can be refused with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from data.journal.codec import fact_text, instant_text
from tests.data.provocations_life import LifeCase
from tests.desks import Night
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import DeskLettered


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


KEEPING_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "keeping.refused.alone": (
        ((), lambda night: night.desk.take_over("2026-000001")),
        ((), lambda night: night.desk.take_over_desk("B")),
    ),
    "keeping.refused.here": (((another,), lambda night: night.desk.take_over("2026-000001")),),
    "keeping.refused.own": (((another,), lambda night: night.desk.take_over_desk("ａ")),),
    "keeping.refused.no_desk": (((another,), lambda night: night.desk.take_over_desk("\x1b[31m")),),
    "keeping.refused.nothing": (((another,), lambda night: night.desk.take_over_desk("b")),),
}
"""Each sentence with what goes before and the verbs that are refused with it."""
