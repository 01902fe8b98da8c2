"""Documents of a matter: which can be made out now, what is asked for them, and what fills them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screens.shared.form import Form, Kind, Part, Values
from screens.shared.preview import PreviewScreen
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.documents import notice_excused, render, said
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, deadlines
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.documents import FIELDS, FORMS, Document, LetterPart
from xfconsole.core.words.procedure import Act, Clock
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import document_day, field_label, no_notice, word
from xfconsole.ui.words.deadlines import owner

_HANDED = (Act.FORWARD, Act.ASSIGN, Act.PASS_DOWN, Act.PASS)
_BY = {
    Document.DECISION_LETTER: Act.REPLY,
    Document.DECLINE_NOTICE: Act.DECLINE,
    Document.EXTENSION_NOTICE: Act.EXTEND,
    Document.OBJECTION: Act.OBJECT,
    Document.COMPLETION_REPORT: Act.REPORT_BACK,
}
"""The act that said already what a document repeats."""
_PARTS = tuple(each.value for each in LetterPart)


def document_rows(life: MatterLife) -> list[PickRow[Document]]:
    """Return every document; beside the notice of an anonymous matter why it cannot be given."""
    excused = notice_excused(life.anonymous, life.has_identity)
    return [
        PickRow(each, word(each), no_notice() if excused and each is Document.NOTICE else "")
        for each in Document
    ]


def document_form(
    host: Host, life: MatterLife, row: MatterRow, events: Sequence[Event], document: Document
) -> Form:
    """Return the form of a document: what the officer gives; the record fills the rest.

    Raises Refused for a document that the matter gives no ground for.
    """
    if document is Document.NOTICE and notice_excused(life.anonymous, life.has_identity):
        raise Refused("matter.refused.notice")
    moves = [each for each in effective(events) if isinstance(each.fact, MatterMoved)]
    record = _record(host, life, row, moves, document)
    form, known = FORMS[document], _known(moves, document)

    def text(values: Values) -> str:
        return render(document, host.papers().template(document), {**record, **values})

    async def run(values: Values) -> object:
        whole, fields = text(values), said(document, {**record, **values})
        return await host.desk_do(
            lambda desk: desk.issue(
                *(life.number, document, whole),
                unit=life.holder,
                language=language(),
                fields=fields,
            )
        )

    async def preview(values: Values) -> PreviewScreen:
        return PreviewScreen(heading, text(values))

    heading = f"{life.number} {word(document)}"
    names = (*form.needed, *form.optional)
    return Form(
        heading=heading,
        parts=tuple(_part(name, name in form.optional, known) for name in names),
        run=run,
        lines=(say("matter.document.from_record", fields=_filled(record)),),
        fault=_fault,
        draft=f"document:{life.uid}:{document.value}",
        preview=preview,
    )


def _part(name: str, optional: bool, known: Mapping[str, str]) -> Part:
    label = field_label(name)
    if optional:
        label = say("matter.document.optional", label=label)
    kind = Kind.BOX if FIELDS[name].lines else Kind.LINE
    return Part(name, label, kind, initial=known.get(name, ""))


def _filled(record: Mapping[str, str]) -> str:
    return say("ui.and").join(field_label(name) for name in record)


def _fault(refused: Refused) -> str:
    part = refused.values.get("part")
    if isinstance(part, LetterPart):
        return part.value
    return str(refused.values.get("field", ""))


def _record(
    host: Host, life: MatterLife, row: MatterRow, moves: Sequence[Event], document: Document
) -> dict[str, str]:
    """Return what the matter's record says for a document's fields of the record."""
    found = dict(_values(host, life, row, moves))
    wanted = FORMS[document].record
    if missing := [name for name in wanted if name not in found]:
        raise Refused(f"matter.refused.record.{missing[0]}", document=document)
    record = {name: found[name] for name in wanted}
    if document is Document.COMPLETION_REPORT:
        record["due"] = _report_due(host, life)
    return record


def _values(
    host: Host, life: MatterLife, row: MatterRow, moves: Sequence[Event]
) -> Iterator[tuple[str, str]]:
    zone, now = host.zone, host.now()
    assert life.receipt is not None
    yield "office", host.office.name
    yield "number", life.number
    yield "date", document_day(now.astimezone(zone).date())
    yield "received", document_day(life.receipt[1].astimezone(zone).date())
    yield "channel", word(life.channel)
    yield "summary", life.summary
    yield "unit", life.holder or row.unit or host.office.name
    if handed := _last(moves, *_HANDED):
        yield "handed_on", document_day(handed.happened_at.astimezone(zone).date())
    clocks = deadlines(life, host.office.rules, now)
    owed = [each for each in clocks if each.duty and each.met_at is None]
    if owed:
        nearest = min(owed, key=lambda each: each.due_at)
        yield "due", document_day(nearest.rolled)
        yield "next_duty", _next_duty(nearest)
    if life.extended and (decide := _of(clocks, Clock.DECIDE)):
        yield "days", str(life.extended)
        yield "until", document_day(decide.rolled)


def _next_duty(duty: Deadline) -> str:
    on = document_day(duty.rolled)
    return say("matter.document.next_duty", who=owner(duty), clock=duty.clock, on=on)


def _report_due(host: Host, life: MatterLife) -> str:
    found = _of(deadlines(life, host.office.rules, host.now()), Clock.REPORT)
    if found is None:
        raise Refused("matter.refused.record.due", document=Document.COMPLETION_REPORT)
    return document_day(found.rolled)


def _of(clocks: list[Deadline], clock: Clock) -> Deadline | None:
    return next((each for each in reversed(clocks) if each.clock is clock), None)


def _known(moves: Sequence[Event], document: Document) -> dict[str, str]:
    """Return what an act on the matter said already for what the officer is asked."""
    by = _BY.get(document)
    event = _last(moves, by) if by else None
    if event is None:
        return {}
    move = event.fact
    assert isinstance(move, MatterMoved)
    match document:
        case Document.DECISION_LETTER:
            return {name: getattr(move.letter, name) for name in _PARTS} if move.letter else {}
        case Document.DECLINE_NOTICE:
            return {"ground": word(move.ground) if move.ground else "", "remedy": move.remedy}
        case Document.COMPLETION_REPORT:
            return {"work": move.text}
        case _:
            return {"reasons": move.text}


def _last(moves: Sequence[Event], *acts: Act) -> Event | None:
    """Return the last of these acts on the matter, or None."""
    return next((each for each in reversed(moves) if _act(each) in acts), None)


def _act(event: Event) -> Act:
    assert isinstance(event.fact, MatterMoved)
    return event.fact.act
