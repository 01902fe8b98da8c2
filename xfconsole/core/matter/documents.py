"""Fills a document's template with what the matter's record and the officer say.

A template is plain text. ``{name}`` is a field and there is no other syntax; what a value holds is
never read as a template. A field of several lines stands alone on its line, and each of its lines
takes that line's indent, so that no value can pass for a heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from xfconsole.core.words.documents import (
    FIELDS,
    FORMS,
    DecisionLetter,
    Document,
    Fields,
    LetterPart,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line

__all__ = [
    "BLANK",
    "DecisionLetter",
    "Document",
    "LetterPart",
    "check_template",
    "checked_letter",
    "needed",
    "notice_excused",
    "render",
]

BLANK = "________"
"""Stands where an optional field is empty: room to write by hand."""

_FIELD = re.compile(r"\{([a-z_]+)\}")
_ALONE = re.compile(r"(\s+)\{([a-z_]+)\}")
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


def notice_excused(anonymous: bool, has_identity: bool) -> bool:
    """Whether the notice of receipt cannot be given: name or address are not clear (TG 23)."""
    return anonymous or not has_identity


def render(document: Document, template: str, fields: Mapping[str, str]) -> str:
    """Return the template filled, its text neutralised.

    Raises Refused for a field that says nothing and may not, naming it; ValueError for a field the
    document does not have, one of the record's that is missing, a computed one that is empty, and
    a template at fault.
    """
    form = FORMS[document]
    check_template(document, template)
    unknown, missing = set(fields) - set(form.names), set(form.record) - set(fields)
    if unknown or missing:
        raise ValueError(f"{document}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    values = {name: _value(document, form, name, fields.get(name, "")) for name in form.names}
    return "\n".join(line for each in template.split("\n") for line in _filled(each, values))


def check_template(document: Document, template: str) -> None:
    """Raise ValueError unless the template has every field of the document and nothing unknown."""
    found = set(_FIELD.findall(template))
    names = set(FORMS[document].names)
    if found != names:
        raise ValueError(f"{document}: the template's fields differ in {sorted(found ^ names)}")
    for line in template.split("\n"):
        if set("{}") & set(_FIELD.sub(" ", line)) or "}{" in line:
            raise ValueError(f"{document}: a brace that makes no field: {line.strip()}")
        if any(FIELDS[name].lines for name in _FIELD.findall(line)) and not _ALONE.fullmatch(line):
            raise ValueError(f"{document}: {line.strip()} stands indented on a line of its own")


def _filled(line: str, values: Mapping[str, str]) -> Iterator[str]:
    alone = _ALONE.fullmatch(line)
    if alone is None:
        yield _FIELD.sub(lambda field: values[field[1]], line)
        return
    for each in values[alone[2]].split("\n"):
        yield alone[1] + each if each else ""


def _value(document: Document, form: Fields, name: str, text: str) -> str:
    if name in form.optional:
        return _clean(name, text) or BLANK
    return _given(document, name, text)


def _given(document: Document, name: str, text: str) -> str:
    clean = _clean(name, text)
    if not clean and document is Document.DECISION_LETTER and name in needed(document):
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
