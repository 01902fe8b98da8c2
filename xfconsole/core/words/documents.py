"""The fields a document may hold, and which document holds which: nobody's name is among them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xfconsole.core.words.frozen import frozen


class Document(StrEnum):
    """What the office, or a unit for it, puts on paper about a matter (docs/documents.md)."""

    RECEIPT = "receipt"
    REGISTER = "register"
    TELEPHONE_RECORD = "telephone_record"
    RECEPTION_FORM = "reception_form"
    ENDORSEMENT_SLIP = "endorsement_slip"
    FORWARD_LETTER = "forward_letter"
    ASSIGNMENT_LETTER = "assignment_letter"
    DESTINATION_NOTICE = "destination_notice"
    TRANSFER_LETTER = "transfer_letter"
    PROCEDURE_NOTICE = "procedure_notice"
    DECLINE_NOTICE = "decline_notice"
    CLOSED_NOTICE = "closed_notice"
    OBJECTION = "objection"
    NOTICE = "notice"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    EXTENSION_NOTICE = "extension_notice"
    HEARING_NOTICE = "hearing_notice"
    MEDIATION_AGREEMENT = "mediation_agreement"
    DECISION_LETTER = "decision_letter"
    SUGGESTION_REPLY = "suggestion_reply"
    SERVICE_RECORD = "service_record"
    REVIEW_LETTER = "review_letter"
    FINAL_REVIEW_LETTER = "final_review_letter"
    SUPERVISION_LETTER = "supervision_letter"
    COMPLETION_REPORT = "completion_report"


class SheetKind(StrEnum):
    """Sheets of the office itself: nothing that is issued about a matter."""

    HANDOVER = "handover"
    DAILY = "daily"
    REPORT = "report"
    ROSTER = "roster"
    INCIDENT = "incident"
    TOLD = "told"
    RECEPTION = "reception"


@frozen
class Field:
    """What a field says.

    One with ``lines`` keeps its lines and stands alone in a template. One that is ``computed`` is
    never typed by anybody, so that an empty one is a fault of the program.
    """

    doc: str
    lines: bool = False
    computed: bool = False


FIELDS: Mapping[str, Field] = {
    "office": Field("the petition office that keeps the matter", computed=True),
    "number": Field("the matter's number", computed=True),
    "date": Field("the day the document is issued", computed=True),
    "received": Field("the day the matter reached the office", computed=True),
    "channel": Field("how it reached the office, in words", computed=True),
    "query_code": Field("the code that asks after the matter, where it has one", computed=True),
    "you": Field(
        "how the reader is spoken to: one, or several of a group or a joint letter", computed=True
    ),
    "effect": Field(
        "that the unit has to examine and seal it, where the office drew it up for the unit",
        computed=True,
    ),
    "handed_on": Field("the day the unit received the matter from the office", computed=True),
    "accepted": Field("the day the unit accepted it", computed=True),
    "due": Field("the statutory last day of what is owed", computed=True),
    "original": Field("the last day before the extension", computed=True),
    "days": Field("how many days the time limit is extended by, a whole number", computed=True),
    "until": Field("the last day of the extended time limit", computed=True),
    "objection_due": Field("the statutory last day for an objection", computed=True),
    "asked_on": Field("the day a review was asked for", computed=True),
    "body": Field("who reviews it, or holds the hearing", computed=True),
    "next_duty": Field("what the office owes next, as a sentence of its own", computed=True),
    "registered_by": Field("who registered it", computed=True),
    "registered_at": Field("when it was registered", computed=True),
    "urgency": Field("whether it is marked as urgent", computed=True),
    "place": Field("where the problem lies", computed=True),
    "addressed_to": Field("whom the matter is addressed to", computed=True),
    "cause": Field("why it came about", computed=True),
    "concerned": Field("how many people are concerned", computed=True),
    "secrecy": Field("whether it is confidential", computed=True),
    "caller": Field("that a caller stayed anonymous", computed=True),
    "session": Field("when the leader received it, on a reception day", computed=True),
    "session_place": Field("where that was", computed=True),
    "leader": Field("the leader who received it, with the post", computed=True),
    "summary": Field("the matter in one line; of an accusation nothing but that it is one"),
    "unit": Field("the responsible unit; the office itself where it handles the matter"),
    "doc_number": Field("the number of the document in the office's own series"),
    "handled_by": Field("who accepted the matter, or decided its final review"),
    "handled_on": Field("when"),
    "handled_until": Field("until when it has to be concluded there"),
    "approver_post": Field("the post of who approved it"),
    "hearing_at": Field("when the hearing is held"),
    "hearing_place": Field("where it is held"),
    "signer": Field("who approves the document for issue"),
    "copies": Field("who gets a copy"),
    "contact": Field("whom to ask, how to reach them, where and when", lines=True),
    "section": Field("the section in charge", lines=True),
    "attachments": Field("what is attached", lines=True),
    "turn_to": Field("whom to turn to, and where", lines=True),
    "route": Field("who handles the matter, and on which way", lines=True),
    "procedure": Field("the steps that follow, each with its time limit", lines=True),
    "reasons": Field("the reasons, in detail", lines=True),
    "competent": Field("who is competent in the unit's view, and on which ground", lines=True),
    "proposal": Field("the handling proposed or asked for", lines=True),
    "instruction": Field("the leader's instruction", lines=True),
    "result": Field("what came of it", lines=True),
    "requests": Field("what the complainant asks for", lines=True),
    "facts": Field("the facts found, and the reasons; in a register what was said", lines=True),
    "decision": Field(
        "the decision on each request: supported, explained, or not supported", lines=True
    ),
    "basis": Field("the laws and provisions the decision rests on", lines=True),
    "execution": Field("who carries it out, and by when", lines=True),
    "review_body": Field("whom to ask for a review, and where", lines=True),
    "ground": Field("which procedure the law provides, and on which ground", lines=True),
    "remedy": Field("what the complainant can do now, and where", lines=True),
    "work": Field("what was done, in order", lines=True),
    "adoption": Field("what is adopted of a suggestion", lines=True),
    "advice": Field("what is suggested and asked", lines=True),
    "agreement": Field("what the parties agree", lines=True),
    "service": Field("how and when the reply was served", lines=True),
    "opinion": Field("what the complainant says of the reply", lines=True),
    "served": Field("what is served", lines=True),
    "remark": Field("anything else", lines=True),
}
"""Every field by its name; those without ``lines`` are a single line."""


@frozen
class Fields:
    """The fields of one document.

    ``record`` comes from the matter's record, ``needed`` from the officer, who is refused without.
    An ``optional`` field that is empty is left out with its line, in a form's row it leaves a blank
    to write on by hand; so does one of the record that ``lacks`` names.
    """

    record: tuple[str, ...]
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def may_lack(self) -> frozenset[str]:
        """The fields that may be empty."""
        return frozenset((*self.optional, *self.lacks))

    @property
    def names(self) -> tuple[str, ...]:
        """Every field of the document."""
        return self.record + self.needed + self.optional


_REGISTER = ("place", "concerned", "addressed_to", "cause")
"""What a register has besides, as far as it was noted."""
_EVERY = ("office", "number", "date")
_OF_MATTER = (*_EVERY, "received", "channel", "summary")
_LETTER = ("doc_number", "attachments")
_SENT = (*_LETTER, "contact", "signer", "copies")
_FOUND = ("requests", "facts", "decision", "basis")


def _to_complainant(
    *needed: str,
    record: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    lacks: tuple[str, ...] = (),
) -> Fields:
    """Return the fields of a letter to whoever wrote: whom to ask, and the code to ask with."""
    own = ("you", "query_code", *record, *lacks)
    by_office = () if {"unit", "body"} & set(record) else ("office",)
    return Fields(
        (*by_office, *_OF_MATTER[1:], *own),
        (*needed, "contact"),
        (*_LETTER, *optional),
        ("query_code", *lacks),
    )


def _to_organ(
    *needed: str,
    record: tuple[str, ...],
    optional: tuple[str, ...] = (),
    lacks: tuple[str, ...] = (),
) -> Fields:
    """Return the fields of a letter between offices and units."""
    return Fields((*record, *lacks), needed, (*_SENT, *optional), lacks)


_HANDED = (*_OF_MATTER, "unit", "handed_on")
_OF_UNIT = (*_EVERY, "summary", "unit", "handed_on")

FORMS: Mapping[Document, Fields] = {
    # Not even the summary: a complainant may have written a name into it.
    Document.RECEIPT: Fields(
        (*_EVERY, "received", "query_code", "next_duty", "due"),
        ("turn_to", "contact"),
        lacks=("query_code",),
    ),
    Document.REGISTER: Fields((*_EVERY, "received", "summary", "registered_by"), (), ("facts",)),
    Document.TELEPHONE_RECORD: Fields(
        (*_EVERY, "received", "summary", "registered_by", "caller"),
        (),
        ("facts", "proposal", "instruction"),
        ("caller",),
    ),
    Document.RECEPTION_FORM: Fields(
        (*_EVERY, "summary", "session", "session_place", "leader", "registered_by"),
        (),
        ("instruction",),
    ),
    Document.ENDORSEMENT_SLIP: Fields(
        (
            *(*_OF_MATTER, "unit", "registered_by", "registered_at", "urgency", "secrecy", "due"),
            *_REGISTER,
        ),
        ("proposal",),
        ("instruction", "result"),
        ("due", *_REGISTER),
    ),
    Document.FORWARD_LETTER: _to_organ(record=_HANDED, optional=("proposal",)),
    Document.ASSIGNMENT_LETTER: _to_organ(record=(*_HANDED, "due"), optional=("proposal",)),
    Document.DESTINATION_NOTICE: _to_complainant("route", optional=("procedure",)),
    Document.TRANSFER_LETTER: _to_organ("reasons", record=_HANDED),
    Document.PROCEDURE_NOTICE: _to_complainant("ground", "remedy"),
    Document.DECLINE_NOTICE: _to_complainant(
        "handled_by", "handled_on", "handled_until", "remedy", "turn_to"
    ),
    Document.CLOSED_NOTICE: _to_complainant("handled_by", "handled_on", "remedy", "turn_to"),
    Document.OBJECTION: _to_organ(
        "reasons",
        record=_OF_UNIT,
        optional=("competent",),
        lacks=("objection_due", "effect"),
    ),
    Document.NOTICE: _to_complainant(
        "route",
        "procedure",
        record=("unit",),
        optional=("section",),
        lacks=("handed_on", "effect"),
    ),
    Document.ACCEPTANCE_NOTICE: _to_complainant(
        record=("unit", "accepted", "due"), optional=("section",), lacks=("effect",)
    ),
    Document.EXTENSION_NOTICE: _to_complainant(
        "reasons",
        record=("unit", "days", "until"),
        optional=("approver_post",),
        lacks=("accepted", "original", "effect"),
    ),
    Document.HEARING_NOTICE: _to_complainant(
        "hearing_at", "hearing_place", "procedure", record=("body",), lacks=("effect",)
    ),
    Document.MEDIATION_AGREEMENT: Fields(
        (*_EVERY, "summary", "unit"), ("facts", "agreement", "execution")
    ),
    Document.DECISION_LETTER: _to_complainant(
        *_FOUND,
        "review_body",
        record=("unit",),
        optional=("execution",),
        lacks=("accepted", "effect"),
    ),
    Document.SUGGESTION_REPLY: _to_complainant(
        "adoption", record=("unit",), optional=("reasons",), lacks=("effect",)
    ),
    Document.SERVICE_RECORD: Fields(_EVERY, ("served",), ("remark",)),
    Document.REVIEW_LETTER: _to_complainant(
        *_FOUND, "review_body", record=("body", "asked_on"), lacks=("effect",)
    ),
    Document.FINAL_REVIEW_LETTER: _to_complainant(
        *_FOUND, record=("body", "asked_on"), lacks=("effect",)
    ),
    Document.SUPERVISION_LETTER: _to_organ(
        "reasons", "advice", record=(*_OF_MATTER, "unit"), lacks=("handed_on",)
    ),
    Document.COMPLETION_REPORT: _to_organ(
        "requests",
        "work",
        "decision",
        "service",
        "result",
        record=(*_OF_UNIT, "due"),
        optional=("opinion",),
        lacks=("effect",),
    ),
}
"""Which fields each document holds: all of them, each at least once, and no other."""


LETTERS = (Document.DECISION_LETTER, Document.REVIEW_LETTER, Document.FINAL_REVIEW_LETTER)
"""What has to have the four parts of TG 32."""
NOTICES = (Document.NOTICE, Document.ACCEPTANCE_NOTICE, Document.DESTINATION_NOTICE)
"""What is owed to whoever left name and address (TG 22, TG 23)."""


@frozen
class DecisionLetter:
    """What the four parts of a decision letter say, ``LetterPart`` by ``LetterPart`` (TG 32)."""

    requests: str
    facts: str
    decision: str
    basis: str


class LetterPart(StrEnum):
    """The parts a decision letter must contain (TG 32), in the order of the law."""

    REQUESTS = "requests"
    FACTS = "facts"
    DECISION = "decision"
    BASIS = "basis"
