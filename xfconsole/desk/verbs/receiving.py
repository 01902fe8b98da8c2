"""Verbs of reception days (领导接待日): sessions planned, changed, made public, held, reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

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
from xfconsole.core.reception.planning import Leader, Pattern, Planned, clash, planned
from xfconsole.core.reception.sessions import Session
from xfconsole.core.reception.tasks import Owed, next_quarter, owed_at, quarter
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, reason_of


class ReceptionVerbs(DeskBase):
    """A session is known by its uid; what it was before is in the journal."""

    def sessions(self) -> tuple[Session, ...]:
        """Return every session, the earliest first."""
        self.roster()  # Reads the office's events where they are not in mind.
        return self._night.reception.found.sessions

    def receptions_owed(self) -> tuple[Owed, ...]:
        """Return what the office owes about its reception days by now, whatever was put off."""
        self.roster()
        found, now = self._night.reception.found, self.now()
        return owed_at(found, self._policy, self.zone, now)

    def plan_receptions(self, pattern: Pattern) -> Done:
        """Plan the sessions of a pattern; refuses days past, and who or what is taken then."""
        with self._work() as work:
            sessions = self._planned(pattern, work.now).sessions
            named = tuple(replace(each, uid=work.new_uid()) for each in sessions)
            work.add(work.office, ReceptionsPlanned(named))
        return Done(tuple(work.events), work.office)

    def receptions_planned(self, pattern: Pattern) -> Planned:
        """Return what a pattern comes to; stores nothing. Refuses what planning would."""
        self.roster()
        return self._planned(pattern, self.now())

    def change_reception(
        self,
        session: Uid,
        reason: str,
        *,
        leader: Leader | None = None,
        span: tuple[datetime, datetime] | None = None,
        place: str = "",
    ) -> Done:
        """Let another leader hold a session, or at another time or place, and say why.

        What was made public has to be made public again, and the units be told anew.
        """
        with self._work() as work:
            old = self._ahead(session, work.now).planned
            by = self._official(leader) if leader else None
            new = _changed(old, by, span, _line(place))
            if new == old:
                raise Refused("reception.refused.nothing_changed")
            self._check_sessions(work.now, (new,))
            work.add(work.office, ReceptionChanged(new, reason_of(reason)))
        return Done(tuple(work.events), work.office)

    def swap_receptions(self, one: Uid, other: Uid, reason: str) -> Done:
        """Let two sessions change their leaders, both or neither."""
        with self._work() as work:
            first, second = (self._ahead(each, work.now).planned for each in (one, other))
            if same(first.leader, second.leader):
                raise Refused("reception.refused.swap_same", leader=first.leader)
            why = reason_of(reason)
            for session, by in ((first, second), (second, first)):
                leader = Leader(by.leader, by.post, by.charge)
                changed = _changed(session, leader, None, "")
                work.add(work.office, ReceptionChanged(changed, why))
        return Done(tuple(work.events), work.office)

    def cancel_reception(self, session: Uid, reason: str) -> Done:
        """Cancel a session that is to come, and say why; one made public is told of again."""
        with self._work() as work:
            found = self._ahead(session, work.now).planned
            fact = ReceptionCancelled(found.uid, found.starts_at, reason_of(reason))
            work.add(work.office, fact)
        return Done(tuple(work.events), work.office)

    def notice_receptions(self, sessions: Sequence[Uid], text: str) -> Done:
        """Record that the notice of sessions was made out, with its whole text."""
        clean = neutral(text).strip("\n")
        if not clean.strip():
            raise Refused("desk.refused.no_text")
        with self._work() as work:
            for each in sessions:
                self._reception(each)
            if not sessions:
                raise Refused("reception.refused.nothing_to_notice")
            work.add(work.office, ReceptionNoticed(tuple(sessions), clean))
        return Done(tuple(work.events), work.office)

    def tell_units(self, session: Uid, units: Sequence[str], person: str = "") -> Done:
        """Record that units which come along to a session were told, and who took the call."""
        with self._work() as work:
            found = self._ahead(session, work.now)
            asked = set(map(_line, units))
            known = {each: mine for each in asked for mine in found.untold if same(each, mine)}
            if not asked or len(known) < len(asked):
                left = found.untold
                raise Refused("reception.refused.no_such_unit", units=left or "—")
            told = tuple(each for each in found.untold if each in known.values())
            starts = found.planned.starts_at
            work.add(work.office, ReceptionTold(found.uid, starts, told, _line(person)))
        return Done(tuple(work.events), work.office)

    def hold_reception(self, session: Uid, note: str = "") -> Done:
        """Record that a session was held and is over."""
        with self._work() as work:
            found = self._unheld(session)
            starts, leader = found.planned.starts_at, found.planned.leader
            if starts > work.now:
                raise Refused("reception.refused.not_begun", day=found.day(self.zone))
            work.add(work.office, ReceptionHeld(found.uid, starts, leader, _line(note)))
        return Done(tuple(work.events), work.office)

    def report_quarter(self, first: date, text: str) -> Done:
        """Record that the result of a quarter, by its first day, was made out."""
        with self._work() as work:
            days = [each.day(self.zone) for each in self._night.reception.found.sessions]
            if first not in map(quarter, days):
                raise Refused("reception.refused.empty_quarter", first=first)
            last = next_quarter(first) - timedelta(days=1)
            if work.now.astimezone(self.zone).date() <= last:
                raise Refused("reception.refused.quarter_runs", last=last)
            work.add(work.office, QuarterReported(first, neutral(text).strip("\n")))
        return Done(tuple(work.events), work.office)

    # --- parts -----------------------------------------------------------------------------------

    def _planned(self, pattern: Pattern, now: datetime) -> Planned:
        place, units = _line(pattern.place), tuple(filter(None, map(_line, pattern.units)))
        leaders = tuple(map(self._official, pattern.leaders))
        clean = replace(pattern, place=place, units=units, leaders=leaders)
        found = planned(clean, self.rules.workdays, self.zone)
        self._check_sessions(now, found.sessions)
        return found

    def _official(self, leader: Leader) -> Leader:
        """Return a leader as the roster writes the name; refuses whom it does not have.

        Whoever is written otherwise there would not be known as barred from a matter.
        """
        person, post, charge = map(_line, leader)
        everybody = self._night.roster.everybody()
        known = next((each.person for each in everybody if same(each.person, person)), None)
        if known is None:
            raise Refused("reception.refused.unknown_leader", person=person)
        if post not in self._policy.posts:
            raise Refused("desk.refused.no_post", post=post)
        return Leader(known, post, charge)

    def _check_sessions(self, now: datetime, sessions: Sequence[ReceptionSession]) -> None:
        others = self._night.reception.found.sessions
        for each in sessions:
            if each.starts_at <= now:
                raise Refused("reception.refused.past", day=self._day(each))
            if (other := clash(each, others)) is not None:
                day, leader = self._day(other.planned), other.planned.leader
                raise Refused("reception.refused.clash", day=day, leader=leader)

    def _day(self, session: ReceptionSession) -> date:
        return session.starts_at.astimezone(self.zone).date()

    def _reception(self, uid: Uid) -> Session:
        found = self._night.reception.found.by_uid.get(uid)
        if found is None:
            raise Refused("reception.refused.no_session")
        return found

    def _unheld(self, uid: Uid) -> Session:
        found = self._reception(uid)
        if found.cancelled or found.held_at is not None:
            off = found.cancelled
            raise Refused(
                "reception.refused.cancelled" if off else "reception.refused.held",
                day=found.day(self.zone),
            )
        return found

    def _ahead(self, uid: Uid, now: datetime) -> Session:
        found = self._unheld(uid)
        if found.planned.starts_at <= now:
            raise Refused("reception.refused.begun", day=found.day(self.zone))
        return found


def _line(text: str) -> str:
    return neutral_line(text).strip()


def _changed(
    session: ReceptionSession,
    leader: Leader | None,
    span: tuple[datetime, datetime] | None,
    place: str,
) -> ReceptionSession:
    if leader is not None:
        person, post, charge = leader
        session = replace(session, leader=person, post=post, charge=charge)
    if span is not None:
        starts, ends = (each.astimezone(UTC) for each in span)
        session = replace(session, starts_at=starts, ends_at=ends)
    return replace(session, place=place or session.place)
