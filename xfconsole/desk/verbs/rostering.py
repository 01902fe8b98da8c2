"""Verbs of the roster and the shift: who holds which post, and who sits at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_office import (
    LeaveRecorded,
    PeriodEnded,
    PeriodSet,
    RosterAdded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
    RosterSet,
    RosterStretch,
    ShiftStarted,
)
from xfconsole.core.ports import Transaction
from xfconsole.core.roster.adding_up import held, place_of
from xfconsole.core.roster.changes import Difference, difference, taking_back
from xfconsole.core.roster.planning import Run, copied, within
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key, same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.going_on import ROSTER_FACTS
from xfconsole.desk.state.night import roster_of
from xfconsole.desk.state.work import Done

TONIGHT = "tonight"
"""The draft of who is on duty tonight. While there is one, an office without a roster is asked."""


@frozen
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

    def change_roster(self, change: RosterSet) -> Done:
        """Let exactly the entries of a change hold its stretches, from now on."""
        with self._work() as work:
            work.add(work.office, self._to_come(change, work.now))
        return Done(tuple(work.events), work.office)

    def roster_changed(self, change: RosterSet) -> Difference:
        """Return what a change comes to; stores nothing. Refuses what the change would be."""
        now = self.now()
        with self._store.begin() as tx:
            return self._difference(tx, [self._to_come(change, now)], now)

    def roster_copied(self, runs: Sequence[Run]) -> RosterSet:
        """Return the change that lets days be held as others are; stores nothing."""
        with self._store.begin() as tx:
            entries = held(each.fact for each in self._roster_events(tx)[0])
        changes = [copied(entries, run, self.zone) for run in runs]
        if not any(each.stretches for each in changes):
            raise Refused("desk.refused.nothing_to_copy")
        return replace(
            changes[0],
            stretches=tuple(each for change in changes for each in change.stretches),
            entries=tuple(each for change in changes for each in change.entries),
        )

    def undo_roster(self) -> Done:
        """Let the roster be from now on what it was before its last change, this one included."""
        with self._work() as work:
            for fact in self._taking_back(work.tx, work.now):
                work.add(work.office, fact)
        return Done(tuple(work.events), work.office)

    def roster_undone(self) -> tuple[Event, Difference]:
        """Return the last change, and what undoing it comes to; stores nothing.

        Refuses as undoing does.
        """
        now = self.now()
        with self._store.begin() as tx:
            found = self._difference(tx, self._taking_back(tx, now), now)
            return self._roster_events(tx)[1][-1], found

    def take_duty(self, turn: RosterStretch, phone: str) -> Done:
        """Let the officer be the primary holder for what is left of a turn."""
        with self._work() as work:
            for fact in self._taking(turn, phone, work.now):
                work.add(work.office, fact)
        return Done(tuple(work.events), work.office)

    def duty_taken(self, turn: RosterStretch, phone: str) -> Difference:
        """Return what taking a turn comes to; stores nothing. Refuses as taking it does."""
        now = self.now()
        with self._store.begin() as tx:
            return self._difference(tx, self._taking(turn, phone, now), now)

    def swap_on_roster(self, one: Turn, other: Turn, reason: str = "") -> Done:
        """Swap two officials' turns, both or neither."""
        overlap = one.starts_at < other.ends_at and other.starts_at < one.ends_at
        if one.post == other.post and overlap:
            raise Refused("desk.refused.swap_same")
        with self._work() as work:
            for turn, by in ((one, other), (other, one)):
                fact = self._replaced(work.now, turn, by.person, by.phone, reason)
                work.add(work.office, fact)
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
            work.add(work.office, self._replaced(work.now, turn, by, phone, reason))
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

    def _roster_events(self, tx: Transaction) -> tuple[list[Event], list[Event]]:
        """Return what was told of the roster, and what of it is the last change."""
        events = effective(tx.events_of(self._store.office))
        told = [each for each in events if isinstance(each.fact, ROSTER_FACTS)]
        # Whoever was added for a night by a ring belongs to no change, nor does a special period.
        apart = (RosterAdded, PeriodSet, PeriodEnded)
        changes = [each for each in told if not isinstance(each.fact, apart)]
        # What one verb entered, such as a swap, was recorded in one instant.
        return told, [e for e in changes if e.recorded_at == changes[-1].recorded_at]

    def _taking(self, turn: RosterStretch, phone: str, now: datetime) -> list[Fact]:
        [left] = self._to_come(RosterSet((turn,), ()), now).stretches
        span = left.starts_at, left.ends_at
        around = self._night.roster.entries(*span)
        there = [each for each in within(around, *span) if place_of(each) == place_of(left)]
        firsts = {name_key(each.person): each for each in there if each.order == 1}
        if name_key(self.officer) in firsts:
            raise Refused("desk.refused.holds_already")
        if not firsts:
            mine = RosterEntry(left.post, self.officer, phone, *span, unit=left.unit)
            return [self._to_come(RosterSet((left,), (mine, *there)), now)]
        return [
            self._replaced(now, Turn(left.post, each.person, *span), self.officer, phone, "")
            for _, each in sorted(firsts.items())
        ]

    def _taking_back(self, tx: Transaction, now: datetime) -> list[Fact]:
        told, last = self._roster_events(tx)
        without = [each.fact for each in told if each not in last]
        back = taking_back(without, [each.fact for each in told], now)
        if not back:
            raise Refused("desk.refused.no_change_to_undo")
        return back

    def _difference(self, tx: Transaction, more: list[Fact], now: datetime) -> Difference:
        facts = [each.fact for each in self._roster_events(tx)[0]]
        before, after = Roster.of(facts), Roster.of([*facts, *more])
        return difference(before, after, self._policy.needed_posts(), now)

    def _to_come(self, change: RosterSet, now: datetime) -> RosterSet:
        """Return what of a change is still to come; refuses past duty, and posts of no policy."""
        for each in change.stretches:
            if each.post not in self._policy.posts:
                raise Refused("desk.refused.no_post", post=each.post)
        stretches = tuple(
            replace(each, unit=neutral_line(each.unit).strip(), starts_at=max(each.starts_at, now))
            for each in change.stretches
            if each.ends_at > now
        )
        if not stretches:
            raise Refused("desk.refused.past_duty")
        entries = tuple(_clean(each, now) for each in change.entries if each.ends_at > now)
        return replace(change, stretches=stretches, entries=entries)

    def _replaced(
        self, now: datetime, turn: Turn, by: str, phone: str, reason: str
    ) -> RosterReplaced:
        starts_at = _from_now(now, turn.starts_at, turn.ends_at)
        name, number = neutral_line(by).strip(), neutral_line(phone).strip()
        if not name or not number:
            raise Refused("desk.refused.replacement_unnamed")
        held = self._night.roster.entries(starts_at, turn.ends_at)
        if not any(e.post == turn.post and same(e.person, turn.person) for e in held):
            raise Refused("desk.refused.holds_nothing", person=turn.person)
        return RosterReplaced(
            turn.post, turn.person, name, number, starts_at, turn.ends_at,
            neutral_line(reason).strip(),
        )  # fmt: skip


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
