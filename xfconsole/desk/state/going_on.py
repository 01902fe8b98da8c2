"""Whether what came in about the office only goes on from what is in mind of it.

Most lines do: a shift that began elsewhere, an end of a session, somebody who signed in. What
changes what lines before it mean is read with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xfconsole.core.facts.event import Event, Order
from xfconsole.core.facts.of_desks import DeskDeparted
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.facts.of_office import (
    DeskLettered,
    LeaveEnded,
    LeaveRecorded,
    PeriodEnded,
    PeriodSet,
    PolicyAdopted,
    PolicyKept,
    RosterAdded,
    RosterImported,
    RosterReplaced,
    RosterSet,
)
from xfconsole.core.facts.of_procedure import CalendarAdopted, CalendarFollowed
from xfconsole.core.office.keeping import Desks
from xfconsole.core.words.desk import Uid

ROSTER_FACTS = (
    RosterImported, RosterSet, RosterReplaced, RosterAdded, LeaveRecorded, LeaveEnded,
    PeriodSet, PeriodEnded,
)  # fmt: skip
_ADOPTING = (DeskLettered, PolicyAdopted, CalendarAdopted, CalendarFollowed)
_ANEW = (*ROSTER_FACTS, *_ADOPTING, EventCorrected, ContestSettled, PolicyKept, DeskDeparted)


@dataclass(slots=True)
class OfficeRead:
    """How far the office's events were read, in this file and in the order of all desks."""

    seq: int = 0
    order: Order = ("", "", 0)

    def note(self, events: Sequence[Event]) -> None:
        """Note events that were read."""
        self.seq = max((each.seq for each in events), default=self.seq)
        self.order = max((self.order, *(each.order for each in events)))

    def new(self, events: Sequence[Event], in_mind: int, desks: Desks) -> list[Event] | None:
        """Return those of the events read next that came after ``seq`` ``in_mind``, if they can be
        folded onto what is in mind; else None.

        They stand behind all others, are written by desks that are known, and none changes what
        others mean.
        """
        new = [each for each in events if each.seq > in_mind]
        self.note([each for each in events if each.seq <= in_mind])
        known, last = desks.own.union(*desks.named.values()), self.order
        self.note(new)
        if any(e.order <= last or e.desk not in known or isinstance(e.fact, _ANEW) for e in new):
            return None
        return new


def calls_for_all(event: Event, office: Uid, *, several: bool) -> bool:
    """Whether all of the office is to be read anew after what this desk wrote itself."""
    corrects = event.subject == office and isinstance(event.fact, EventCorrected)
    return corrects or isinstance(event.fact, (*ROSTER_FACTS, *(_ADOPTING if several else ())))
