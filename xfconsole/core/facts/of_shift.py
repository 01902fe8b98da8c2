"""Facts of the handover (交接班): who took which running clocks over (subject: the office)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from xfconsole.core.facts.base import Fact
from xfconsole.core.words.desk import RingOutcome, Uid


@dataclass(frozen=True, slots=True)
class ShiftHandedOver(Fact):
    """The officer gave the desk to ``to``, who accepted some of the running clocks.

    ``accepted`` and ``kept`` are live incidents and matters with due work; what is ``kept`` stays
    with whoever answered for it before. ``head`` is where the journal ended until then, as it was
    shown for paper (core.journal_head).
    """

    kind: ClassVar[str] = "shift.handed_over"
    to: str
    note: str = ""
    accepted: tuple[Uid, ...] = ()
    kept: tuple[Uid, ...] = ()
    head: str = ""


@dataclass(frozen=True, slots=True)
class ClocksAccepted(Fact):
    """The officer on duty took over clocks that had stayed with somebody before."""

    kind: ClassVar[str] = "clocks.accepted"
    clocks: tuple[Uid, ...]


@dataclass(frozen=True, slots=True)
class ReliefRung(Fact):
    """Somebody was rung because the relief had not come. ``eta``: when they promised it.

    ``phone`` is the number dialled where the roster did not give it.
    """

    kind: ClassVar[str] = "relief.rung"
    post: str
    person: str
    outcome: RingOutcome
    eta: datetime | None = None
    prompt: Uid | None = None
    phone: str = ""
