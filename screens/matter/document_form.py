"""Documents of a matter: which can be made out now, what is asked for them, and what fills them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screens.matter.document_record import HANDED, Record, move_of, moves_of, other_matter
from screens.shared.form import Form, Kind, Part, Values
from screens.shared.preview import PreviewScreen
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.documents import cannot_be_given, render, said
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.query_code import spelled
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.documents import FIELDS, FORMS, Document, LetterPart
from xfconsole.core.words.procedure import Act, Ground
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import document_day, field_label, no_notice, word
from xfconsole.ui.words.reception import decision_words

_BY = {
    Document.FORWARD_LETTER: (Act.FORWARD,),
    Document.ASSIGNMENT_LETTER: (Act.ASSIGN,),
    Document.DESTINATION_NOTICE: (Act.FORWARD, Act.ASSIGN, Act.PASS, Act.DIRECT),
    Document.TRANSFER_LETTER: (Act.PASS,),
    Document.PROCEDURE_NOTICE: (Act.LEAD,),
    Document.DECLINE_NOTICE: (Act.DECLINE,),
    Document.CLOSED_NOTICE: (Act.DECLINE,),
    Document.OBJECTION: (Act.OBJECT,),
    Document.ACCEPTANCE_NOTICE: (Act.ACCEPT,),
    Document.EXTENSION_NOTICE: (Act.EXTEND,),
    Document.HEARING_NOTICE: (Act.HEAR,),
    Document.MEDIATION_AGREEMENT: (Act.MEDIATE,),
    Document.DECISION_LETTER: (Act.REPLY,),
    Document.SUGGESTION_REPLY: (Act.ANSWER,),
    Document.SERVICE_RECORD: (Act.SERVE,),
    Document.REVIEW_LETTER: (Act.DECIDE_REVIEW,),
    Document.FINAL_REVIEW_LETTER: (Act.DECIDE_FINAL,),
    Document.SUPERVISION_LETTER: (Act.SUPERVISE,),
    Document.COMPLETION_REPORT: (Act.REPORT_BACK,),
}
"""The acts of which each document tells: what they said already, it repeats."""
_SAID_AS = {
    Document.FORWARD_LETTER: "proposal",
    Document.ASSIGNMENT_LETTER: "proposal",
    Document.PROCEDURE_NOTICE: "ground",
    Document.MEDIATION_AGREEMENT: "agreement",
    Document.SUGGESTION_REPLY: "adoption",
    Document.REVIEW_LETTER: "decision",
    Document.FINAL_REVIEW_LETTER: "decision",
    Document.COMPLETION_REPORT: "work",
}
"""The field that an act's own text goes into; the reasons where nothing is told."""
_GROUNDS = {Document.DECLINE_NOTICE: Ground.PENDING, Document.CLOSED_NOTICE: Ground.FINISHED}
_STAYS = ("contact", "turn_to", "review_body", "section")
"""What is the same in the next document: it stands there already, until the desk is closed."""
HELPED = (Document.DECISION_LETTER, Document.EXTENSION_NOTICE, Document.REGISTER)
"""Documents that are explained in a line."""
_PARTS = tuple(each.value for each in LetterPart)


def document_rows(life: MatterLife, events: Sequence[Event]) -> list[PickRow[Document]]:
    """Return every document, those of the acts done last first; why a notice can't be given."""
    acts = [move_of(each).act for each in moves_of(events)]

    def since(document: Document) -> int:
        done = [at for at, act in enumerate(acts) if act in _BY.get(document, ())]
        return -max(done, default=-1)

    def beside(document: Document) -> str:
        excused = cannot_be_given(document, life.anonymous, life.has_identity)
        return no_notice() if excused else ""

    return [PickRow(each, word(each), beside(each)) for each in sorted(Document, key=since)]


def document_form(
    host: Host, life: MatterLife, row: MatterRow, events: Sequence[Event], document: Document
) -> Form:
    """Return the form of a document: what the officer gives; the record fills the rest.

    Raises Refused for a document that the matter gives no ground for.
    """
    if cannot_be_given(document, life.anonymous, life.has_identity):
        raise Refused("matter.refused.notice")
    found = Record(host, life, row, events)
    record, form, known = found.fields(document), FORMS[document], _known(found, document)

    template = host.papers().template(document)

    def text(values: Values) -> str:
        return render(document, template, {**record, **values})

    async def run(values: Values) -> object:
        def made(code: str) -> tuple[str, Mapping[str, str]]:
            # Only a paper that is issued has a code drawn: until then one stands for it.
            known = {**record, **({"query_code": spelled(code)} if code else {}), **values}
            return render(document, template, known), said(document, known)

        spoken = language()
        done = await host.desk_do(
            lambda desk: desk.issue(life.uid, document, made, life.holder, spoken)
        )
        host.left.update({("document", name): values[name] for name in _STAYS if name in values})
        return done

    async def preview(values: Values) -> PreviewScreen:
        return PreviewScreen(heading, text(values))

    heading = f"{life.number} {word(document)}"
    names = (*form.needed, *form.optional)
    return Form(
        heading=heading,
        parts=tuple(_part(name, name in form.optional, known) for name in names),
        run=run,
        lines=(*_help(document), say("matter.document.from_record", fields=_filled(record))),
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


def _help(document: Document) -> tuple[str, ...]:
    return (say(f"document.help.{document}"),) if document in HELPED else ()


def _filled(record: Mapping[str, str]) -> str:
    return say("ui.and").join(field_label(name) for name, text in record.items() if text)


def _fault(refused: Refused) -> str:
    part = refused.values.get("part")
    if isinstance(part, LetterPart):
        return part.value
    return str(refused.values.get("field", ""))


def _known(found: Record, document: Document) -> dict[str, str]:
    """Return what is known already of what the officer is asked."""
    host = found.host
    known = {name: str(host.left.get(("document", name), "")) for name in _STAYS}
    known["contact"] = known["contact"] or host.papers().contact()
    if document is Document.SERVICE_RECORD:
        known["served"] = found.issued_last()
    if document is Document.DESTINATION_NOTICE:
        known["route"] = _gone_to(found)
    if document is Document.RECEPTION_FORM and (decided := found.decided()):
        known["instruction"] = decision_words(
            decided.decision, decided.unit, decided.on, decided.to, decided.text
        )
    event = found.last(*_BY.get(document, ()))
    if event is None:
        return known
    move = move_of(event)
    if move.letter is not None and document is Document.DECISION_LETTER:
        return known | {name: getattr(move.letter, name) for name in _PARTS}
    if document in _GROUNDS:
        return known | (_declined(host, move) if move.ground is _GROUNDS[document] else {})
    if document is Document.DESTINATION_NOTICE:
        return known
    return known | {_SAID_AS.get(document, "reasons"): move.text}


def _declined(host: Host, move: MatterMoved) -> dict[str, str]:
    """Return what is known of why a matter is declined: of the other one, where it was named."""
    other = other_matter(host, move.target) if move.target and move.ground else None
    handled = other.handling(move.ground) if other and move.ground else {}
    return {"remedy": move.remedy, **handled}


def _gone_to(found: Record) -> str:
    """Return where the matter went, in a sentence."""
    event = found.last(*HANDED, Act.DIRECT)
    if event is None:
        return ""
    move = move_of(event)
    if not move.unit:
        return move.text
    on = document_day(event.happened_at.astimezone(found.host.zone).date())
    return say("document.gone_to", on=on, act=move.act, unit=move.unit)
