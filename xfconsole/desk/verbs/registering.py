"""Verbs of the register: matters, incidents opened from them, requests and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from xfconsole.core.due.past import import_name
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import taken_from
from xfconsole.core.facts.of_incident import IncidentOpened
from xfconsole.core.facts.of_matter import (
    LettersEnded,
    LettersImported,
    MatterRegistered,
    NextStepSet,
    ReplyRecorded,
    RequestAnswered,
    RequestRecorded,
)
from xfconsole.core.facts.of_procedure import SERVED_IN_FILE, AccessBlocked, MatterLinked
from xfconsole.core.matter.acts import check_second
from xfconsole.core.matter.registration import MatterForm, checked
from xfconsole.core.matter.requests import requests_of
from xfconsole.core.matter.transitions import BEYOND_A_REPLY
from xfconsole.core.rows import RequestRow
from xfconsole.core.words.desk import MAX_HEADCOUNT, CountSource, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Barred, Law
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, Work


@frozen
class Imported:
    """One row of a file: the matter, and the reply it came with, if any.

    ``known_as`` are other names than its ``source_ref`` under which it may have come in before.
    """

    form: MatterForm
    reply: str = ""
    replied_at: datetime | None = None
    known_as: tuple[str, ...] = ()


@frozen
class BatchDone:
    """How many rows of a batch were new, had come in before, and brought a reply that is new.

    ``brought`` is the import's name, for the batches after it.
    """

    added: int
    known: int
    replies: int = 0
    brought: str = ""


class RegisterVerbs(DeskBase):
    """Registering is never refused for what people bring (TG 44), only for what is unreadable."""

    def register(
        self,
        form: MatterForm,
        *,
        opening: bool = False,
        draft: str = "",
        same_as: str = "",
        reception: Uid = "",
    ) -> Done:
        """Register a matter; with ``opening`` its incident opens in the same transaction.

        ``same_as`` is the earlier matter it was found to be the same as: both are linked with it,
        unless that matter is not there or the officer is barred from it by now, which keeps nobody
        from registering. It gets the next place in the order of ``reception``, a session of a
        reception day, unless that is over by now. Returns the numbers. ``draft`` names the draft
        that is dropped with it.
        Raises Refused as core.matter.registration.checked does, when a group is opened without a
        head-count, and when receipt lies before the running shift without a second officer: it
        starts a statutory clock.
        """
        with self._work() as work:
            clean = checked(form, work.now)
            self._check_receipt(clean)
            matter, number = self._register(work, clean)
            incident = incident_number = ""
            if opening:
                incident, incident_number = self._open(work, matter, clean)
            linked = self._same(work, matter, same_as) if same_as else ""
            if reception:
                self._queue(work, matter, reception)
            if draft:
                work.tx.drop_draft(draft)
        return Done(tuple(work.events), matter, number, incident, incident_number, linked)

    def register_batch(self, rows: Sequence[Imported], brought: str = "") -> BatchDone:
        """Register the rows of a file that are new, in one transaction.

        A row that came in before adds nothing but a reply its matter does not have yet. ``brought``
        is the import's name, from its first batch.
        """
        added, said = 0, set()
        with self._work() as work:
            source = next((neutral_line(row.form.source) for row in rows if row.form.source), "")
            if source and not brought:
                brought = import_name(source, work.now, self.zone)
            names = [_names(row) for row in rows]
            matters = work.tx.matters_of_sources([name for each in names for name in each])
            for row, called in zip(rows, names, strict=True):
                known = next((matters[each] for each in called if each in matters), None)
                matter = known or self._register(work, checked(row.form, work.now), brought)[0]
                if known is None:
                    added += 1
                    matters.update(dict.fromkeys(called[:1], matter))
                reply = (matter, neutral(row.reply))
                if row.reply and reply not in said and not (known and _has_reply(work, *reply)):
                    beyond = known and work.life(matter).state in BEYOND_A_REPLY
                    work.add(matter, ReplyRecorded(reply[1]), row.replied_at)
                    if not beyond:
                        work.add(matter, SERVED_IN_FILE, row.replied_at)
                    said.add(reply)
            counts = added, len(rows) - added, len(said)
            if source and (added or said):
                work.add(work.office, LettersImported(brought, source, *counts))
        return BatchDone(*counts, brought)

    def end_letters(self, report: LettersEnded) -> LettersEnded:
        """Keep what became of a file; one of which nothing was new gets its name only here."""
        source = neutral_line(report.source)
        left_out = tuple(
            replace(
                each,
                sheet=neutral_line(each.sheet),
                values=tuple(map(neutral_line, each.values)),
            )
            for each in report.left_out
        )
        with self._work() as work:
            named = neutral_line(report.brought) or import_name(source, work.now, self.zone)
            kept = replace(report, brought=named, source=source, left_out=left_out)
            work.add(work.office, kept)
        return kept

    def known_sources(self, refs: Sequence[str]) -> set[str]:
        """Return which rows of a file came in before; writes nothing."""
        with self._store.begin() as tx:
            return set(tx.matters_of_sources(refs))

    def open_incident(
        self,
        matter: str,
        *,
        headcount: int,
        source: CountSource = CountSource.COUNTED,
        topic: str = "",
        assigned_leader: bool = False,
    ) -> Done:
        """Open a live incident from a registered matter, pinned to the office's policy.

        A leader assigned to the matter comes whatever the number.

        Refuses a matter that has a live incident already.
        """
        with self._work() as work:
            uid = work.matter(matter)
            fact = effective(work.tx.events_of(uid))[0].fact
            assert isinstance(fact, MatterRegistered)
            if any(live.incident.opened.matter == uid for live in self._night.live):
                raise Refused("desk.refused.already_live")
            form = MatterForm(
                fact.channel,
                topic or fact.summary,
                unit=fact.unit,
                township=fact.township,
                headcount=headcount,
                count_source=source,
                assigned_leader=assigned_leader or bool(work.life(uid).leader),
            )
            incident, number = self._open(work, uid, checked(form, work.now))
        return Done(tuple(work.events), uid, fact.number, incident, number)

    def record_request(self, reference: str, text: str) -> Done:
        """Write down what the people ask for, on a matter or on a live incident's matter."""
        with self._work() as work:
            matter = work.matter(reference)
            event = work.add(matter, RequestRecorded(_required_text(text)))
        return Done(tuple(work.events), event.uid)

    def answer_request(self, reference: str, request: Uid, answer: str) -> Done:
        """Answer a request on the spot. ``reference`` names the matter or incident.

        Nobody answers for a matter that they are barred from (TG 28, TG 30).
        """
        with self._work() as work:
            matter = work.matter(reference)
            self._refuse_own(work.life(matter))
            _request(work, matter, request)
            work.add(matter, RequestAnswered(request, _required_text(answer)))
        return Done(tuple(work.events), request)

    def set_next_step(self, reference: str, request: Uid, step: str, on: date) -> Done:
        """Give a request a reason and a dated next step instead; the date is today or later."""
        with self._work() as work:
            matter = work.matter(reference)
            self._refuse_own(work.life(matter))
            _request(work, matter, request)
            if on < work.now.astimezone(self.zone).date():
                raise Refused("desk.refused.step_past")
            work.add(matter, NextStepSet(request, _required_text(step), on))
        return Done(tuple(work.events), request)

    def _queue(self, work: Work, matter: Uid, session: Uid) -> None:
        """Give a matter just registered the next place of a session (see DecideVerbs)."""
        raise NotImplementedError

    def _check_receipt(self, form: MatterForm) -> None:
        """A file is its own record; what is typed needs somebody else's word beyond the shift."""
        began = self._night.shift.since
        if form.source or form.received_at is None or began is None or form.received_at >= began:
            return
        check_second(form.second, self.officer, None, Law.TG_22)

    def _register(self, work: Work, form: MatterForm, brought: str = "") -> tuple[Uid, str]:
        matter = work.new_uid()
        year = work.now.astimezone(self.zone).year
        number = work.number(f"matter-{year}", "06d", str(year))
        sealed = work.tx.seal(matter, form.identity) if form.identity else ""
        brought = brought if form.source else ""
        own = {"number": number, "sealed": sealed, "brought": brought}
        fact = taken_from(MatterRegistered, form, **own)
        work.add(matter, fact, form.received_at)
        for text in form.requests:
            work.add(matter, RequestRecorded(text))
        return matter, number

    def _same(self, work: Work, matter: Uid, earlier: str) -> str:
        """Link a matter with an earlier one; returns that one's number, or nothing if it cannot."""
        try:
            target = work.matter(earlier)
        except Refused:
            return ""
        life = work.life(target)
        bar = life.barred(person=self.officer)
        if bar is not None:
            work.add(target, AccessBlocked(Barred.READER, bar, person=self.officer))
            return ""
        work.add(matter, MatterLinked(target))
        return life.number

    def _open(self, work: Work, matter: Uid, form: MatterForm) -> tuple[Uid, str]:
        if form.headcount is None:
            raise Refused("register.refused.headcount_missing", most=MAX_HEADCOUNT)
        work.flush()
        work.keep_policy(self._policy)
        local = work.now.astimezone(self.zone)
        number = work.number(f"incident-{local:%Y-%m}", "03d", f"{local:%m}")
        incident = work.new_uid()
        work.add(
            incident,
            IncidentOpened(
                number=number,
                matter=matter,
                topic=form.summary,
                channel=form.channel,
                headcount=form.headcount,
                source=form.count_source,
                policy=self._policy.digest,
                policy_label=self._policy.label,
                unit=form.unit,
                township=form.township,
                assigned_leader=form.assigned_leader,
            ),
        )
        return incident, number


def _names(row: Imported) -> tuple[str, ...]:
    ref = neutral_line(row.form.source_ref)
    return (ref, *row.known_as) if ref else ()


def _required_text(text: str) -> str:
    clean = neutral(text).strip()
    if not clean:
        raise Refused("desk.refused.no_text")
    return clean


def _request(work: Work, matter: Uid, request: Uid) -> RequestRow:
    for row in requests_of(work.tx.events_of(matter)):
        if row.uid == request:
            return row
    raise Refused("desk.refused.no_request")


def _has_reply(work: Work, matter: Uid, text: str) -> bool:
    return any(event.fact == ReplyRecorded(text) for event in work.tx.events_of(matter))
