"""Fills a document's template with what the matter's record and the officer say.

A template is plain text. ``{name}`` is a field, a mark at the front of a line says where it stands
(core.words.layout), and there is no other syntax; what a value holds is never read as a template.
A field of several lines stands alone on its line, and each of its lines takes that line's indent,
so that no value can pass for a heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from xfconsole.core.words.documents import (
    FIELDS,
    FORMS,
    LETTERS,
    NOTICES,
    DecisionLetter,
    Document,
    Fields,
    LetterPart,
)
from xfconsole.core.words.layout import APART, FIELD, Line, Place, lines_of, placed, standing
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line

__all__ = [
    "BLANK",
    "DecisionLetter",
    "Document",
    "LetterPart",
    "cannot_be_given",
    "check_template",
    "checked_letter",
    "needed",
    "notice_excused",
    "render",
    "said",
]

BLANK = "________"
"""Stands in a form's row where an optional field is empty: room to write by hand."""

_ALONE = re.compile(r"\{([a-z_]+)\}")
_PARTS = frozenset(each.value for each in LetterPart)
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"})


def checked_letter(letter: DecisionLetter) -> DecisionLetter:
    """Return the letter neutralised; raises Refused for the first part that says nothing."""
    return DecisionLetter(
        **{
            name: _given(Document.DECISION_LETTER, name, text)
            for name, text in asdict(letter).items()
        }
    )


def needed(document: Document) -> tuple[str, ...]:
    """Return the fields that the officer has to give."""
    return FORMS[document].needed


def cannot_be_given(document: Document, anonymous: bool, has_identity: bool) -> bool:
    """Whether a notice has nobody to be given to: name or address are not clear (TG 23)."""
    return document in NOTICES and notice_excused(anonymous, has_identity)


def notice_excused(anonymous: bool, has_identity: bool) -> bool:
    """Whether the notice of receipt cannot be given: name or address are not clear (TG 23)."""
    return anonymous or not has_identity


def said(document: Document, fields: Mapping[str, str]) -> dict[str, str]:
    """Return what every field of the document says, neutralised; empty where it says nothing.

    Raises Refused for a field that says nothing and may not, naming it; ValueError for a field the
    document does not have, one of the record's that is missing, and a computed one that is empty.
    """
    form = FORMS[document]
    unknown, missing = set(fields) - set(form.names), set(form.record) - set(fields)
    if unknown or missing:
        raise ValueError(f"{document}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    return {name: _value(document, form, name, fields.get(name, "")) for name in form.names}


def render(document: Document, template: str, fields: Mapping[str, str]) -> str:
    """Return the template filled, each line where it stands; raises as ``said`` does.

    Raises ValueError for a template at fault too.
    """
    check_template(document, template)
    values = said(document, fields)
    lines = list(standing(lines_of(template, FORMS[document].may_lack), values))
    below = [*lines[1:], Line(Place.BLANK, "")]
    pairs = zip(lines, below, strict=True)
    return "\n".join(text for line, under in pairs for text in _filled(line, values, under))


def check_template(document: Document, template: str) -> None:
    """Raise ValueError unless the template has every field of the document and nothing unknown."""
    found = set(FIELD.findall(template))
    names = set(FORMS[document].names)
    if found != names:
        raise ValueError(f"{document}: the template's fields differ in {sorted(found ^ names)}")
    for line in lines_of(template):
        text = line.text
        if set("{}") & set(FIELD.sub(" ", text)) or "}{" in text:
            raise ValueError(f"{document}: a brace that makes no field: {text}")
        several = any(FIELDS[name].lines for name in FIELD.findall(text))
        if several and not (line.indent and _ALONE.fullmatch(text)):
            raise ValueError(f"{document}: {text} stands indented on a line of its own")


def _filled(line: Line, values: Mapping[str, str], below: Line) -> Iterator[str]:
    if line.place in (Place.ROW, Place.CELL):
        values = {name: text or BLANK for name, text in values.items()}
    alone = _ALONE.fullmatch(line.text)
    if alone is not None and line.indent:
        yield from (placed(line, each) for each in values[alone[1]].split("\n"))
        return
    text = _row(line, below) if line.place is Place.ROW else line.text
    yield placed(line, FIELD.sub(lambda field: values[field[1]], text))


def _row(line: Line, below: Line) -> str:
    """Return a form's row as text, with room to write behind each label that nothing follows."""
    cells = [each + BLANK if each[-1:] in ("：", ":") else each for each in line.cells]
    if below.place is Place.CELL:
        cells[-1] = line.cells[-1]
    return APART.join(cells)


def _value(document: Document, form: Fields, name: str, text: str) -> str:
    if name in form.may_lack:
        return _clean(name, text)
    return _given(document, name, text)


def _given(document: Document, name: str, text: str) -> str:
    clean = _clean(name, text)
    if not clean and document in LETTERS and name in _PARTS:
        raise Refused("document.refused.decision_part", part=LetterPart(name))
    if not clean and FIELDS[name].computed:
        raise ValueError(f"{document}: {name} is empty")
    if not clean:
        raise Refused(f"document.refused.field.{name}", field=name)
    return clean


def _clean(name: str, text: str) -> str:
    """Return the text neutralised and without white space around it; empty if nothing is seen."""
    harmless = neutral(text) if FIELDS[name].lines else neutral_line(text)
    if all(unicodedata.category(each) in _UNSEEN for each in harmless):
        return ""
    return "\n".join(line.strip() for line in harmless.split("\n")).strip()
