"""One verb's transaction: the time it happens at, the events it adds, and what they entail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xfconsole.core.events import Event, Fact
from xfconsole.core.model import Uid
from xfconsole.core.ports import Ids, Transaction
from xfconsole.core.refusal import Refused
from xfconsole.core.text import neutral_line
from xfconsole.desk.night import Live, Night


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb changed: its events in order, the subject, and the number shown for it.

    ``incident`` is the incident that a registration opened, ``incident_number`` its number.
    """

    events: tuple[Event, ...]
    subject: Uid = ""
    number: str = ""
    incident: Uid = ""
    incident_number: str = ""


@dataclass(slots=True)
class Work:
    """A transaction under way. Leave it by ``Desk._work`` only."""

    tx: Transaction
    night: Night
    ids: Ids
    office: Uid
    officer: str
    now: datetime
    events: list[Event] = field(default_factory=list)
    _waiting: list[Event] = field(default_factory=list)

    def add(self, subject: Uid, fact: Fact, at: datetime | None = None) -> Event:
        """Add a fact that happened at ``at`` (default: now)."""
        uid = self.ids.new(self.now)
        event = Event(uid, subject, at or self.now, self.now, self.officer, fact)
        self._waiting.append(event)
        return event

    def new_uid(self) -> Uid:
        """Return an identifier for a new matter or incident."""
        return self.ids.new(self.now)

    def flush(self) -> None:
        """Journal what was added so far and bring the night in mind up to date."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.tx.append(waiting)
            self.events += waiting
            self.night.take(self.tx, self.office, waiting)

    def announce(self) -> None:
        """Journal what the engine finds now, then forget the incidents that are over."""
        for uid, live in list(self.night.lives.items()):
            for fact in self.night.found(self.tx, live, self.now):
                self.add(uid, fact)
            said, self._waiting = self._waiting, []
            if said:
                self.tx.append(said)
                self.events += said
                self.night.announced(live, said)
            if live.incident.closed_at is not None:
                del self.night.lives[uid]

    def live(self, incident: str) -> Live:
        """Return a live incident by its uid, its number or its matter's; refuses what is over."""
        live = self.night.lives.get(incident)
        if live is None:
            found = [
                each
                for each in self.night.lives.values()
                if incident in (each.number, each.matter_number)
            ]
            live = found[-1] if found else None
        if live is None:
            # SQLite takes no lone surrogate, which a command line may well hold.
            name = neutral_line(incident)
            known = self.tx.find_number(name) is not None or self.tx.events_of(name)
            raise Refused("desk.refused.closed" if known else "desk.refused.no_incident")
        return live

    def matter(self, reference: str) -> Uid:
        """Return the matter behind a matter's or live incident's uid or number."""
        for live in self.night.lives.values():
            if reference in (live.incident.uid, live.number):
                return live.incident.opened.matter
        name = neutral_line(reference)
        uid = self.tx.find_number(name) or name
        events = self.tx.events_of(uid)
        if not events or events[0].kind != "matter.registered":
            raise Refused("desk.refused.no_matter")
        return uid

    def time(self, live: Live, ago: timedelta) -> datetime:
        """Return when something happened, ``ago`` before now and not before the incident."""
        if ago < timedelta(0):
            raise Refused("desk.refused.future")
        at = self.now - ago
        if at < live.incident.opened_at and not ago:
            # After a start with its clock set back the laptop is behind what it wrote before.
            return live.incident.opened_at
        if at < live.incident.opened_at:
            minutes = int((self.now - live.incident.opened_at).total_seconds() // 60)
            raise Refused("desk.refused.before_opening", minutes=minutes)
        return at
