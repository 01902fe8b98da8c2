"""The sessions of reception days as the office's events tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo

from xfconsole.core.facts.announced import about_reception
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_office import LeaveEnded, LeaveRecorded
from xfconsole.core.facts.of_reception import (
    QuarterReported,
    ReceptionCancelled,
    ReceptionChanged,
    ReceptionHeld,
    ReceptionNoticed,
    ReceptionSession,
    ReceptionsPlanned,
    ReceptionTold,
)
from xfconsole.core.incident.fold import Announced, Snooze
from xfconsole.core.rows import MeetingCalled
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import iso_day, keyed


@frozen
class Session:
    """A session and where the office stands with it.

    ``event`` planned it or last changed it, at ``since``. ``noticed_at`` is when that was made
    public, ``published`` whether anything of it ever was; ``told`` are the units told since.
    """

    planned: ReceptionSession
    event: Uid
    since: datetime
    noticed_at: datetime | None = None
    published: bool = False
    told: tuple[str, ...] = ()
    cancelled: bool = False
    held_at: datetime | None = None
    reason: str = ""
    """Why it was last changed or cancelled."""

    @property
    def uid(self) -> Uid:
        """Its name in the journal."""
        return self.planned.uid

    @property
    def untold(self) -> tuple[str, ...]:
        """The units that come along and were not told yet; nobody is where it is over or off."""
        told = self.told if self.open else self.planned.units
        return tuple(u for u in self.planned.units if not any(same(u, each) for each in told))

    @property
    def called_off(self) -> tuple[str, ...]:
        """The units that were told of it before it was cancelled: they would come in vain."""
        return self.told if self.cancelled else ()

    @property
    def open(self) -> bool:
        """Whether it is still to be held, or to be said to have been."""
        return not self.cancelled and self.held_at is None

    def day(self, zone: tzinfo) -> date:
        """Return the day it is held on."""
        return self.planned.starts_at.astimezone(zone).date()


@dataclass(slots=True)
class Receptions:
    """Every session, the quarters reported on, leave of officials, and what was asked for."""

    office: Uid
    by_uid: dict[Uid, Session] = field(default_factory=dict)
    reported: dict[date, datetime] = field(default_factory=dict)
    """When the result of a quarter was made out, by its first day."""
    leave: list[Event] = field(default_factory=list)
    meetings: Sequence[MeetingCalled] = ()
    """The meetings called of which nobody noted what became; facts of matters tell of them."""
    snoozes: dict[Uid, Snooze] = field(default_factory=dict)
    announced: Announced = field(default_factory=Announced)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All sessions, the earliest first."""
        found = self.by_uid.values()
        return tuple(sorted(found, key=lambda each: (each.planned.starts_at, each.uid)))

    def apply(self, event: Event) -> None:
        """Apply one event of the office; others are passed over."""
        at, of = event.happened_at, self.by_uid
        match event.fact:
            case ReceptionsPlanned(sessions=planned):
                of |= {each.uid: Session(each, event.uid, at) for each in planned}
            case ReceptionChanged(session=each, reason=reason) if each.uid in of:
                before = of[each.uid].published
                of[each.uid] = Session(each, event.uid, at, published=before, reason=reason)
            case ReceptionCancelled(session=uid, reason=reason) if uid in of:
                cut = {"event": event.uid, "since": at, "noticed_at": None, "reason": reason}
                of[uid] = replace(of[uid], cancelled=True, **cut)  # type: ignore[arg-type]
            case ReceptionNoticed(sessions=noticed):
                for uid in noticed:
                    if uid in of:
                        of[uid] = replace(of[uid], noticed_at=at, published=True)
            case ReceptionTold(session=uid, units=units) if uid in of:
                of[uid] = replace(of[uid], told=(*of[uid].told, *units))
            case ReceptionHeld(session=uid) if uid in of:
                of[uid] = replace(of[uid], held_at=at)
            case QuarterReported(first=first):
                self.reported[first] = at
            case LeaveRecorded() | LeaveEnded():
                self.leave.append(event)
            case PromptSnoozed(prompt=prompt, until=until):
                self.snoozes[prompt] = at, until, event.uid
            case fact if about_reception(fact):
                self.announced.apply(event)

    def away(self, session: Session) -> Event | None:
        """Return the leave by which a session's leader can't come, or None."""
        found: Event | None = None
        for event in self.leave:
            fact = event.fact
            assert isinstance(fact, LeaveRecorded | LeaveEnded)
            planned = session.planned
            overlaps = fact.starts_at < planned.ends_at and planned.starts_at < fact.ends_at
            if overlaps and same(fact.person, planned.leader):
                found = event if isinstance(fact, LeaveRecorded) else None
        return found


def session_named(sessions: Iterable[Session], text: str, zone: tzinfo) -> Session:
    """Return the session that ``2026-12-07``, or with its hour ``2026-12-07 09:00``, means.

    One that is not cancelled goes before one that is. Raises Refused for none, and for several.
    """
    day, _, hour = keyed(text).partition(" ")
    found = [
        each
        for each in sessions
        for local in (each.planned.starts_at.astimezone(zone),)
        if local.date() == iso_day(day)
        and hour in ("", f"{local:%H:%M}", f"{local.hour}:{local:%M}")
    ]
    found = [each for each in found if not each.cancelled] or found[-1:]
    if not found:
        raise Refused("reception.refused.no_session")
    if len(found) > 1:
        starts = (each.planned.starts_at.astimezone(zone) for each in found)
        hours = tuple(f"{each:%H:%M}" for each in starts)
        raise Refused("reception.refused.several", day=day, hours=hours)
    return found[0]


def last_paper(facts: Iterable[Fact], of_result: bool) -> str:
    """Return the notice, or the quarter's result, made out last. Refuses where none was."""
    kind = QuarterReported if of_result else ReceptionNoticed
    papers = [each.text for each in facts if isinstance(each, kind)]
    if not papers:
        raise Refused("reception.refused.no_paper")
    return papers[-1]


def receptions_of(office: Uid, events: Iterable[Event]) -> Receptions:
    """Fold the office's events as they are meant by now, oldest first."""
    found = Receptions(office)
    for event in events:
        found.apply(event)
    return found
