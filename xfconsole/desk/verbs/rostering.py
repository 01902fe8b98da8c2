"""Verbs of the roster and the shift: who holds which post, and who sits at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xfconsole.core.facts.of_office import (
    LeaveRecorded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
    ShiftStarted,
)
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.night import roster_of
from xfconsole.desk.state.work import Done, Work


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of one person's duty on one post; ``phone`` is the person's number."""

    post: str
    person: str
    starts_at: datetime
    ends_at: datetime
    phone: str = ""


class RosterVerbs(DeskBase):
    """Past duty is a fact and stays: every verb here takes effect from now on at the earliest."""

    def start_shift(self) -> Done:
        """The officer takes over the desk."""
        with self._work() as work:
            work.add(work.office, ShiftStarted())
        return Done(tuple(work.events), work.office)

    def import_roster(self, source: str, entries: Sequence[RosterEntry]) -> Done:
        """Import a roster file. Duty that has begun already is cut to what is still to come."""
        with self._work() as work:
            to_come = _to_come(entries, work.now)
            work.add(work.office, RosterImported(neutral_line(source), to_come))
        return Done(tuple(work.events), work.office)

    def roster_with(self, source: str, entries: Sequence[RosterEntry]) -> Roster:
        """Return what the roster would be after an import; stores nothing. Refuses what it does."""
        now = self.now()
        fact = RosterImported(neutral_line(source), _to_come(entries, now))
        with self._store.begin() as tx:
            return roster_of(tx.events_of(self._store.office), fact)

    def swap_on_roster(self, one: Turn, other: Turn, reason: str = "") -> Done:
        """Swap two officials' turns, both or neither."""
        overlap = one.starts_at < other.ends_at and other.starts_at < one.ends_at
        if one.post == other.post and overlap:
            raise Refused("desk.refused.swap_same")
        with self._work() as work:
            for turn, by in ((one, other), (other, one)):
                self._replace(work, turn, by.person, by.phone, reason)
        return Done(tuple(work.events), work.office)

    def replace_on_roster(
        self,
        post: str,
        person: str,
        by: str,
        phone: str,
        starts_at: datetime,
        ends_at: datetime,
        reason: str = "",
    ) -> Done:
        """Replace one official by another on a post for a while."""
        turn = Turn(post, person, starts_at, ends_at)
        with self._work() as work:
            self._replace(work, turn, by, phone, reason)
        return Done(tuple(work.events), work.office)

    def record_leave(
        self, person: str, starts_at: datetime, ends_at: datetime, reason: str = ""
    ) -> Done:
        """Record that an official is away: they hold nothing meanwhile."""
        with self._work() as work:
            starts_at = _from_now(work.now, starts_at, ends_at)
            if not any(
                same(each.person, person) for each in self._night.roster.entries(starts_at, ends_at)
            ):
                raise Refused("desk.refused.holds_nothing", person=person)
            clean = neutral_line(reason).strip()
            work.add(work.office, LeaveRecorded(person, starts_at, ends_at, clean))
        return Done(tuple(work.events), work.office)

    def _replace(self, work: Work, turn: Turn, by: str, phone: str, reason: str) -> None:
        starts_at = _from_now(work.now, turn.starts_at, turn.ends_at)
        name, number = neutral_line(by).strip(), neutral_line(phone).strip()
        if not name or not number:
            raise Refused("desk.refused.replacement_unnamed")
        held = self._night.roster.entries(starts_at, turn.ends_at)
        if not any(e.post == turn.post and same(e.person, turn.person) for e in held):
            raise Refused("desk.refused.holds_nothing", person=turn.person)
        fact = RosterReplaced(
            turn.post, turn.person, name, number, starts_at, turn.ends_at,
            neutral_line(reason).strip(),
        )  # fmt: skip
        work.add(work.office, fact)


def _from_now(now: datetime, starts_at: datetime, ends_at: datetime) -> datetime:
    """Return from when a change holds: its start, but never before now. Refuses past duty."""
    # A minute's grace: the officer typed "from now" a moment ago.
    if (now - starts_at).total_seconds() > 60:
        raise Refused("desk.refused.past_duty")
    if ends_at <= max(starts_at, now):
        raise Refused("desk.refused.span")
    return max(starts_at, now)


def _to_come(entries: Sequence[RosterEntry], now: datetime) -> tuple[RosterEntry, ...]:
    left = (each for each in entries if each.ends_at > now)
    to_come = tuple(_clean(each, now) for each in left)
    if not to_come:
        raise Refused("desk.refused.roster_past")
    return to_come


def _clean(entry: RosterEntry, now: datetime) -> RosterEntry:
    return replace(
        entry,
        post=neutral_line(entry.post).strip(),
        person=neutral_line(entry.person).strip(),
        phone=neutral_line(entry.phone).strip(),
        unit=neutral_line(entry.unit).strip(),
        shift=neutral_line(entry.shift).strip(),
        starts_at=max(entry.starts_at, now),
    )
