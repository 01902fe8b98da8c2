"""The fields a document may hold, and which document holds which: nobody's name is among them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from xfconsole.core.words.frozen import frozen


class Document(StrEnum):
    """What the office, or a unit for it, puts on paper about a matter (docs/documents.md)."""

    NOTICE = "notice"
    OBJECTION = "objection"
    ENDORSEMENT_SLIP = "endorsement_slip"
    DECISION_LETTER = "decision_letter"
    DECLINE_NOTICE = "decline_notice"
    EXTENSION_NOTICE = "extension_notice"
    RECEIPT = "receipt"
    COMPLETION_REPORT = "completion_report"


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
    "summary": Field("the matter in one line"),
    "unit": Field("the responsible unit; the office itself where it handles the matter"),
    "handed_on": Field("the day the unit received the matter from the office", computed=True),
    "due": Field("the statutory last day of what is owed", computed=True),
    "days": Field("how many days the time limit is extended by, a whole number", computed=True),
    "until": Field("the last day of the extended time limit", computed=True),
    "next_duty": Field("what the office owes next, as a sentence of its own", computed=True),
    "turn_to": Field("whom to turn to when that day has passed, and where", lines=True),
    "route": Field("who handles the matter, and on which way", lines=True),
    "procedure": Field("the steps that follow, each with its time limit", lines=True),
    "reasons": Field("the reasons, in detail", lines=True),
    "competent": Field("who is competent in the unit's view", lines=True),
    "proposal": Field("the handling proposed", lines=True),
    "instruction": Field("the leader's instruction", lines=True),
    "result": Field("what came of it", lines=True),
    "requests": Field("what the complainant asks for", lines=True),
    "facts": Field("the facts found, and the reasons", lines=True),
    "decision": Field("the decision on each request", lines=True),
    "basis": Field("the laws and provisions the decision rests on", lines=True),
    "ground": Field("the ground the law gives for declining, and how it applies here", lines=True),
    "remedy": Field("what the complainant can do now, and where", lines=True),
    "work": Field("what was done, in order", lines=True),
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


_EVERY = ("office", "number", "date")
_TO_COMPLAINANT = (*_EVERY, "received", "channel", "summary")
_BETWEEN_OFFICES = (*_EVERY, "summary", "unit", "handed_on")

FORMS: Mapping[Document, Fields] = {
    Document.NOTICE: Fields((*_TO_COMPLAINANT, "unit"), ("route", "procedure")),
    Document.OBJECTION: Fields(_BETWEEN_OFFICES, ("reasons",), ("competent",)),
    Document.ENDORSEMENT_SLIP: Fields(
        (*_TO_COMPLAINANT, "unit"), ("proposal",), ("instruction", "result")
    ),
    Document.DECISION_LETTER: Fields(
        (*_TO_COMPLAINANT, "unit"), ("requests", "facts", "decision", "basis")
    ),
    Document.DECLINE_NOTICE: Fields(_TO_COMPLAINANT, ("ground", "remedy")),
    Document.EXTENSION_NOTICE: Fields((*_TO_COMPLAINANT, "unit", "days", "until"), ("reasons",)),
    # Not even the summary: a complainant may have written a name into it.
    Document.RECEIPT: Fields((*_EVERY, "received", "next_duty", "due"), ("turn_to",)),
    Document.COMPLETION_REPORT: Fields((*_BETWEEN_OFFICES, "due"), ("work", "result")),
}
"""Which fields each document holds: all of them, each at least once, and no other."""


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
