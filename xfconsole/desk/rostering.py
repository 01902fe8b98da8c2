"""Verbs of the roster and the shift: who holds which post, and who sits at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from xfconsole.core.events import (
    LeaveRecorded,
    RosterEntry,
    RosterImported,
    RosterReplaced,
    ShiftEnded,
    ShiftStarted,
)
from xfconsole.core.refusal import Refused
from xfconsole.core.text import neutral, neutral_line
from xfconsole.desk.base import DeskBase
from xfconsole.desk.work import Done


class RosterVerbs(DeskBase):
    """Past duty is a fact and stays: every verb here takes effect from now on at the earliest."""

    def start_shift(self) -> Done:
        """The officer takes over the desk."""
        with self._work() as work:
            work.add(work.office, ShiftStarted())
        return Done(tuple(work.events), work.office)

    def end_shift(self, note: str = "") -> Done:
        """The officer leaves the desk."""
        with self._work() as work:
            work.add(work.office, ShiftEnded(neutral(note).strip()))
        return Done(tuple(work.events), work.office)

    def import_roster(self, source: str, entries: Sequence[RosterEntry]) -> Done:
        """Take in a roster file. Duty that has begun already is cut to what is still to come."""
        with self._work() as work:
            to_come = [
                replace(each, starts_at=max(each.starts_at, work.now))
                for each in entries
                if each.ends_at > work.now
            ]
            if not to_come:
                raise Refused("desk.refused.roster_past")
            work.add(work.office, RosterImported(neutral_line(source), tuple(to_come)))
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
        """Let somebody take over a post from somebody else for a while; a swap is two of these."""
        with self._work() as work:
            self._check_span(work.now, starts_at, ends_at)
            name = neutral_line(by).strip()
            if not name or not neutral_line(phone).strip():
                raise Refused("desk.refused.replacement_unnamed")
            if not any(
                each.post == post and each.person == person
                for each in self._night.roster.entries(starts_at, ends_at)
            ):
                raise Refused("desk.refused.holds_nothing", person=person)
            fact = RosterReplaced(
                post, person, name, neutral_line(phone).strip(), starts_at, ends_at,
                neutral_line(reason).strip(),
            )  # fmt: skip
            work.add(work.office, fact)
        return Done(tuple(work.events), work.office)

    def record_leave(
        self, person: str, starts_at: datetime, ends_at: datetime, reason: str = ""
    ) -> Done:
        """Record that an official is away: they hold nothing meanwhile."""
        with self._work() as work:
            self._check_span(work.now, starts_at, ends_at)
            if not any(
                each.person == person for each in self._night.roster.entries(starts_at, ends_at)
            ):
                raise Refused("desk.refused.holds_nothing", person=person)
            clean = neutral_line(reason).strip()
            work.add(work.office, LeaveRecorded(person, starts_at, ends_at, clean))
        return Done(tuple(work.events), work.office)

    def _check_span(self, now: datetime, starts_at: datetime, ends_at: datetime) -> None:
        # A minute's grace: the officer typed "from now" a moment ago.
        if (now - starts_at).total_seconds() > 60:
            raise Refused("desk.refused.past_duty")
        if ends_at <= starts_at:
            raise Refused("desk.refused.span")
