"""What a matter's record says for its documents, so that nobody types it twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import DocumentIssued, MatterMoved
from xfconsole.core.facts.of_reception import ReceptionDecided
from xfconsole.core.identity.emergency_reading import second_needed
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.limits import PROMISED, Deadline, deadline_of, deadlines
from xfconsole.core.matter.query_code import spelled
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.documents import FORMS, Document
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Act, Clock, Ground
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import document_day, word
from xfconsole.ui.words.deadlines import owner
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import moment

HANDED = (Act.FORWARD, Act.ASSIGN, Act.PASS_DOWN, Act.PASS)
_ASKED = (Act.ASK_REVIEW, Act.ASK_FINAL)
_DUE = {
    Document.COMPLETION_REPORT: Clock.REPORT,
    Document.ASSIGNMENT_LETTER: Clock.REPORT,
    Document.ENDORSEMENT_SLIP: Clock.REPORT,
    Document.ACCEPTANCE_NOTICE: Clock.DECIDE,
}
"""Which clock's last day a document names; the receipt names that of the nearest duty."""
_SEVERAL = (Channel.GROUP_VISIT, Channel.JOINT_LETTER)


@frozen
class Record:
    """One matter as documents tell it."""

    host: Host
    life: MatterLife
    row: MatterRow
    events: Sequence[Event]

    def last(self, *acts: Act) -> Event | None:
        """Return the last of these acts on the matter, or None."""
        found = reversed(moves_of(self.events))
        return next((each for each in found if move_of(each).act in acts), None)

    def fields(self, document: Document) -> dict[str, str]:
        """Return a document's fields of the record.

        Raises Refused for a document that the matter gives no ground for.
        """
        found, form = dict(self._values(document)), FORMS[document]
        for name in form.record:
            if name not in found and name not in form.lacks:
                raise Refused(f"matter.refused.record.{name}", document=document)
        return {name: found.get(name, "") for name in form.record}

    def issued_last(self) -> str:
        """Return the name of the document issued last, or nothing."""
        facts = [each.fact for each in effective(self.events)]
        issued = [each for each in facts if isinstance(each, DocumentIssued)]
        return word(issued[-1].document) if issued else ""

    def handling(self, ground: Ground) -> dict[str, str]:
        """Return who accepted it or decided its final review, when, and until when it runs."""
        unit = self.life.holder or self.row.unit or self.host.office.name
        said = dict(self._acted(unit))
        if ground is Ground.FINISHED:
            decided = self.last(Act.DECIDE_FINAL)
            on = self._day(decided.happened_at) if decided else ""
            return {"handled_by": said["body"], "handled_on": on} if on else {}
        clocks = deadlines(self.life, self.host.office.rules, self.host.now())
        until = _of(clocks, Clock.DECIDE)
        return {
            "handled_by": unit,
            "handled_on": said.get("accepted", ""),
            "handled_until": document_day(until.rolled) if until else "",
        }

    def _values(self, document: Document) -> Iterator[tuple[str, str]]:
        life, office = self.life, self.host.office
        assert life.receipt is not None
        unit = life.holder or self.row.unit or office.name
        yield "office", office.name
        yield "number", life.number
        yield "query_code", spelled(life.code) if life.code else say("document.code_later")
        yield "date", self._day(self.host.now())
        yield "received", self._day(life.receipt[1])
        yield "channel", word(life.channel)
        # Of an accusation nothing leaves that could show who reported it (TG 30).
        protected = second_needed(self.events)
        yield "summary", say("document.protected") if protected else life.summary
        yield "unit", unit
        yield "you", say("document.you" if life.channel not in _SEVERAL else "document.you_several")
        yield "registered_by", self.row.officer
        yield "registered_at", moment(self.row.registered_at, self.host.zone)
        yield "place", self.row.place
        yield "addressed_to", self.row.addressed_to
        # Of an accusation nothing leaves that could show who reported it (TG 30).
        yield "cause", "" if protected else self.row.cause
        yield "concerned", str(self.row.concerned or "")
        yield "urgency", say("document.urgent" if life.urgent else "document.not_urgent")
        yield "secrecy", say("document.secret" if protected else "document.not_secret")
        yield "caller", say("document.anonymous") if life.anonymous else ""
        yield from self._acted(unit)
        yield from self._received()
        yield from self._clocks(document)

    def decided(self) -> ReceptionDecided | None:
        """Return what a leader decided last on a reception day, or None."""
        facts = [each.fact for each in effective(self.events)]
        return next((e for e in reversed(facts) if isinstance(e, ReceptionDecided)), None)

    def _received(self) -> Iterator[tuple[str, str]]:
        """Yield what is told of the reception day on which a leader received it."""
        decided, situation = self.decided(), self.host.situation
        sessions = situation.sessions if situation else ()
        planned = next((e.planned for e in sessions if decided and e.uid == decided.session), None)
        if decided is None or planned is None:
            return
        starts = planned.starts_at.astimezone(self.host.zone)
        post = post_name(self.host.office.policy, decided.post)
        yield "session", f"{document_day(starts.date())} {starts:%H:%M}"
        yield "session_place", planned.place
        yield "leader", f"{decided.leader}（{post}）"

    def _acted(self, unit: str) -> Iterator[tuple[str, str]]:
        by = unit
        if handed := self.last(*HANDED):
            yield "handed_on", self._day(handed.happened_at)
        if accepted := self.last(Act.ACCEPT):
            yield "accepted", self._day(accepted.happened_at)
        if asked := self.last(*_ASKED):
            by = move_of(asked).unit
            yield "asked_on", self._day(asked.happened_at)
        yield "body", by
        office = self.host.office.name
        if by != office:
            yield "effect", say("document.effect", office=office, unit=by)

    def _clocks(self, document: Document) -> Iterator[tuple[str, str]]:
        rules = self.host.office.rules
        clocks = deadlines(self.life, rules, self.host.now())
        owed = [each for each in clocks if each.clock in PROMISED and each.met_at is None]
        nearest = min(owed, key=lambda each: each.due_at, default=None)
        if nearest is not None:
            yield "next_duty", _next_duty(nearest, self.host.office.name)
        named = _of(clocks, _DUE[document]) if document in _DUE else nearest
        if named is not None:
            yield "due", document_day(named.rolled)
        if objecting := _of(clocks, Clock.OBJECT):
            yield "objection_due", document_day(objecting.rolled)
        if self.life.extended and (decide := _of(clocks, Clock.DECIDE)):
            yield "days", str(self.life.extended)
            yield "until", document_day(decide.rolled)
        for running in self.life.clocks_in_force():
            if running.clock is Clock.DECIDE and running.extended:
                before = deadline_of(replace(running, extended=0), rules)
                yield "original", document_day(before.rolled)

    def _day(self, at: datetime) -> str:
        return document_day(at.astimezone(self.host.zone).date())


def other_matter(host: Host, uid: Uid) -> Record | None:
    """Return the record of another matter; None of one that the officer is barred from. Blocks."""
    file = host.views.matter(uid)
    if file is None or file.row.barred is not None:
        return None
    return Record(host, life_of(file.events), file.row, file.events)


def moves_of(events: Sequence[Event]) -> list[Event]:
    """Return the acts on a matter, oldest first."""
    return [each for each in effective(events) if isinstance(each.fact, MatterMoved)]


def move_of(event: Event) -> MatterMoved:
    """Return the act that an event tells of."""
    assert isinstance(event.fact, MatterMoved)
    return event.fact


def _next_duty(duty: Deadline, office: str) -> str:
    """Return what is owed next as a sentence of its own, in which the day does not stand again."""
    return say(f"document.next.{duty.clock}", who=owner(duty), office=office)


def _of(clocks: Sequence[Deadline], clock: Clock) -> Deadline | None:
    return next((each for each in reversed(clocks) if each.clock is clock), None)
