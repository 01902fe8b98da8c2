"""Verbs of a session under way: the order of coming, and what the leader decides on each matter.

An official barred from a matter (TG 28, TG 30) never receives it: that is refused, and who can
receive it instead is named.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_procedure import AccessBlocked, MatterMoved
from xfconsole.core.facts.of_reception import MatterQueued, MeetingNoted, ReceptionDecided
from xfconsole.core.matter.acts import Move, blocked, checked_move
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.reception.meetings import meetings_of
from xfconsole.core.reception.planning import Leader
from xfconsole.core.reception.sessions import Session
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Act, Barred
from xfconsole.core.words.receiving import Decision, MeetingNote
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.desk.state.work import Done, Work, reason_of
from xfconsole.desk.verbs.receiving import ReceptionVerbs
from xfconsole.desk.verbs.registering import RegisterVerbs

_ACTS = {Decision.SETTLED: Act.ANSWER, Decision.ASSIGNED: Act.ASSIGN}
"""What a decision does to the matter; the others leave it where it stands."""


@frozen
class Decided:
    """What a leader decided, as it is typed; fields as in ``ReceptionDecided``."""

    decision: Decision
    text: str
    unit: str = ""
    on: date | None = None
    to: Leader | None = None


class DecideVerbs(RegisterVerbs, ReceptionVerbs):
    """The order knows numbers and topics alone; each is an ordinary matter of the register."""

    def queue_matter(self, session: Uid, reference: str) -> Done:
        """Give a matter of the register the next place in a session's order of coming."""
        with self._work() as work:
            found, life = self._unheld(session), self._handled(work, reference)
            place = self._place(work, found, life)
        return Done(tuple(work.events), life.uid, str(place))

    def decide(self, session: Uid, reference: str, decided: Decided) -> Done:
        """Record what the leader decided on a matter, and do what it means for the matter.

        Decided on the spot it is answered, assigned it gets the date ordered: its clocks follow.
        Passed to another leader it gets a place in the next session that one holds. The same
        decision once more only words it anew.
        """
        with self._work() as work:
            found, life = self._reception(session), self._handled(work, reference)
            if found.cancelled:
                raise Refused("reception.refused.cancelled", day=found.day(self.zone))
            if found.planned.starts_at > work.now:
                raise Refused("reception.refused.not_begun", day=found.day(self.zone))
            if found.uid not in _sessions_of(work, life.uid):
                raise Refused("reception.refused.not_queued", number=life.number)
            self._refuse_leader(life, found.planned.leader, found)
            fact = self._fact(work, found, decided)
            anew = _last_words(work, life.uid, fact)
            if not anew:
                self._move(work, life, fact)
            work.add(life.uid, fact)
            if decided.to is not None and fact.to and not anew:
                self._pass_to(work, life, decided.to, found)
        return Done(tuple(work.events), life.uid, life.number)

    def note_meeting(
        self, session: Uid, reference: str, what: MeetingNote, text: str, on: date | None = None
    ) -> Done:
        """Note that the meeting called at a session was held, is moved to a day, or is not held.

        ``text`` is what came of it, or why. Whoever meets is checked again where it is moved.
        """
        with self._work() as work:
            life, today = self._handled(work, reference), work.now.astimezone(self.zone).date()
            file = effective(work.tx.events_of(life.uid))
            called = meetings_of(life.uid, life.number, file, life.bars)
            meeting = next((each for each in called if each.session == session), None)
            if meeting is None:
                raise Refused("reception.refused.no_meeting", number=life.number)
            said = neutral(text).strip()
            if not said:
                raise Refused("reception.refused.no_outcome")
            if what is MeetingNote.HELD and meeting.on > today:
                raise Refused("reception.refused.meeting_ahead", day=meeting.on)
            moved = on if what is MeetingNote.MOVED else None
            if what is MeetingNote.MOVED:
                if moved is None or moved < today or moved == meeting.on:
                    raise Refused("reception.refused.meeting_day")
                self._refuse_unit(life, Move(Act.ASSIGN, unit=meeting.unit))
            work.add(life.uid, MeetingNoted(session, meeting.on, what, said, moved))
        return Done(tuple(work.events), life.uid, life.number)

    def take_back_decision(self, session: Uid, reference: str, reason: str) -> Done:
        """Take back what was decided on a matter in a session, with what it did; say why.

        The matter stands and its clocks run as before. Of a meeting what was noted last goes first.
        Refused once the matter went on since.
        """
        with self._work() as work:
            found, life = self._reception(session), self._handled(work, reference)
            why = reason_of(reason)
            gone = _of_decision(work, life, found.uid)
            for event in gone:
                work.add(life.uid, EventCorrected(event.uid, {}, why, withdrawn=True))
        return Done(tuple(work.events), life.uid, life.number, taken_back=tuple(gone))

    # --- parts -----------------------------------------------------------------------------------

    def _queue(self, work: Work, matter: Uid, session: Uid) -> None:
        """Give a matter just registered the next place of a session that is not over."""
        found = self._night.reception.found.by_uid.get(session)
        if found is not None and found.open:
            self._place(work, found, work.life(matter))

    def _handled(self, work: Work, reference: str) -> MatterLife:
        life = work.life(work.matter(reference))
        self._refuse_own(life)
        return life

    def _place(self, work: Work, session: Session, life: MatterLife) -> int:
        """Give a matter its place; refuses one that has a place, and a leader who is barred."""
        if (place := _sessions_of(work, life.uid).get(session.uid)) is not None:
            raise Refused("reception.refused.queued", number=life.number, place=place)
        self._refuse_leader(life, session.planned.leader, session)
        place = work.tx.next_number(f"reception-{session.uid}")
        work.add(life.uid, MatterQueued(session.uid, session.planned.starts_at, place))
        return place

    def _fact(self, work: Work, session: Session, decided: Decided) -> ReceptionDecided:
        """Return the decision; refuses one that lacks what it needs."""
        text, unit = neutral(decided.text).strip(), neutral_line(decided.unit).strip()
        on, to = decided.on, decided.to and self._official(decided.to)
        if not text:
            raise Refused("reception.refused.no_decision")
        dated = decided.decision in (Decision.ASSIGNED, Decision.MEETING)
        if dated and not unit:
            raise Refused("reception.refused.no_unit")
        if dated and (on is None or on < work.now.astimezone(self.zone).date()):
            raise Refused("reception.refused.no_date")
        passed = decided.decision is Decision.PASSED
        if passed and (to is None or same(to.person, session.planned.leader)):
            raise Refused("reception.refused.no_other_leader")
        return ReceptionDecided(
            session.uid,
            session.planned.leader,
            session.planned.post,
            decided.decision,
            text,
            unit if dated else "",
            on if dated else None,
            to.person if passed and to else "",
            to.post if passed and to else "",
        )

    def _move(self, work: Work, life: MatterLife, fact: ReceptionDecided) -> None:
        act = _ACTS.get(fact.decision)
        move = Move(act, unit=fact.unit, on=fact.on, text=fact.text) if act else None
        if fact.unit and move is None:
            # Who meets is handed the matter as much as whoever is assigned it.
            move = Move(Act.ASSIGN, unit=fact.unit)
        if move:
            self._refuse_unit(life, move)
        if move and act:
            since, rules = self._night.shift.since or work.now, self.rules
            own = {"officer": self.officer, "shift_since": since}
            work.add(life.uid, checked_move(life, move, work.now, rules, **own))  # type: ignore[arg-type]

    def _refuse_unit(self, life: MatterLife, move: Move) -> None:
        """Refuse a unit that is accused: it is handed nothing."""
        if (block := blocked(life, move, self._night.roster)) is not None:
            raise Blocked(life.uid, block)

    def _pass_to(self, work: Work, life: MatterLife, to: Leader, session: Session) -> None:
        """Give the matter a place in the next session of the leader it is passed to, if any."""
        self._refuse_leader(life, to.person, session)
        queued = _sessions_of(work, life.uid)
        for each in self._night.reception.found.sessions:
            mine = same(each.planned.leader, to.person) and each.uid not in queued
            if each.open and mine and each.planned.starts_at > work.now:
                self._place(work, each, life)
                return

    def _refuse_leader(self, life: MatterLife, leader: str, session: Session) -> None:
        """Refuse a leader who is barred from a matter, naming who can receive it next."""
        roster = self._night.roster.without(life.bars)
        barring = roster.barring(leader)
        if barring is None:
            return
        refused = Blocked(life.uid, AccessBlocked(Barred.RECEIVER, barring.bar, person=leader))
        later = (
            each
            for each in self._night.reception.found.sessions
            if each.open and each.planned.starts_at >= session.planned.starts_at
            if roster.barring(each.planned.leader) is None
        )
        if (following := next(later, None)) is None:
            refused.key = "reception.refused.barred"
        else:
            refused.key = "reception.refused.barred_next"
            day, other = following.day(self.zone), following.planned.leader
            refused.values |= {"next": other, "day": day}
        raise refused


def _of_decision(work: Work, life: MatterLife, session: Uid) -> list[Event]:
    """Return what was last said of a matter in a session, and what was done to the matter by it.

    Refuses where there is none, and where somebody did something with the matter since.
    """
    meant = effective(work.tx.events_of(life.uid))
    places = [
        n for n, each in enumerate(meant)
        if isinstance(each.fact, ReceptionDecided | MeetingNoted) and each.fact.session == session
    ]  # fmt: skip
    if not places:
        raise Refused("reception.refused.undecided", number=life.number)
    decided = meant[places[-1]]
    together = [e for e in meant if e.recorded_at == decided.recorded_at]
    later = [e for e in meant[places[-1] + 1 :] if e not in together]
    if any(isinstance(each.fact, MatterMoved | ReceptionDecided) for each in later):
        raise Refused("reception.refused.moved_on", number=life.number)
    own = (ReceptionDecided, MeetingNoted, MatterMoved, MatterQueued)
    return [e for e in together if isinstance(e.fact, own) and not _come(e.fact, session)]


def _come(fact: Fact, session: Uid) -> bool:
    """Whether a fact is the place that a matter got in a session itself."""
    return isinstance(fact, MatterQueued) and fact.session == session


def _last_words(work: Work, matter: Uid, fact: ReceptionDecided) -> bool:
    """Whether the last decision on a matter was the same but for its words."""
    facts = [event.fact for event in effective(work.tx.events_of(matter))]
    last = [each for each in facts if isinstance(each, ReceptionDecided)][-1:]
    return [replace(each, text=fact.text) for each in last] == [fact]


def _sessions_of(work: Work, matter: Uid) -> dict[Uid, int]:
    """Return in which sessions a matter has a place, and which."""
    work.flush()
    facts = (event.fact for event in effective(work.tx.events_of(matter)))
    return {each.session: each.place for each in facts if isinstance(each, MatterQueued)}
