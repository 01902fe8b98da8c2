"""docs/documents.md shows every document as it is issued, its source and all of its fields."""

from __future__ import annotations

import pytest

from tests import sources
from tests.document_samples import example
from tests.held import hold
from xfconsole.core.words.documents import FIELDS, FORMS, Document
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.closed_lists import word_key

PAGE = sources.ROOT / "docs" / "documents.md"


def label(name: str) -> str:
    return " · ".join(catalogue(each).say(f"document.field.{name}") for each in ("zh", "en"))


def row(name: str) -> str:
    return (
        f"| `{name}`{' +' if FIELDS[name].lines else ''} | {label(name)} | {FIELDS[name].doc} |\n"
    )


def listed(names: tuple[str, ...]) -> str:
    return " ".join(f"`{name}`" for name in names) or "none"


def shown(document: Document) -> str:
    form = FORMS[document]
    return (
        f"From the record: {listed(form.record)}. From the officer: {listed(form.needed)}. "
        f"Optional: {listed(form.optional)}.\n\n```text\n{example(document, 'zh')}```\n"
    )


def test_every_field_is_explained() -> None:
    header = "| field | label | what it says |\n|---|---|---|\n"
    hold(PAGE, "fields", header + "".join(map(row, FIELDS)))


@pytest.mark.parametrize("document", Document)
def test_every_document_is_shown_as_it_is_issued(document: Document) -> None:
    hold(PAGE, document.value, shown(document))


@pytest.mark.parametrize("document", Document)
def test_every_document_has_its_chapter_and_its_source(document: Document) -> None:
    zh, en = (catalogue(each).say(word_key(document)) for each in ("zh", "en"))
    chapter = PAGE.read_text(encoding="utf-8").partition(f"\n## {en[0].upper()}{en[1:]} · {zh}\n")[
        2
    ]
    assert "**Source: " in chapter.partition(f"<!-- {document.value}: begin -->")[0]


def test_every_field_is_used_by_a_document() -> None:
    assert {name for form in FORMS.values() for name in form.names} == set(FIELDS)
