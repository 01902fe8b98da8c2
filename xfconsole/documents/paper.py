"""Makes a .docx of an issued document or a sheet, by the office's own template or the built-in one.

The text in the journal is what was issued. The built-in template is filled only where that comes to
the very same text; else, as for what an older version issued, the kept text itself is set out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.matter.documents import render
from xfconsole.core.office.slip import OptionalFile, Slip
from xfconsole.core.words.documents import FORMS, Document, SheetKind
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.layout import CELLS, lines_kept, lines_of
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.documents.blocks import set_out, tagged
from xfconsole.documents.own import PaperName, own_template, read_own
from xfconsole.documents.page import numbered_page, saved
from xfconsole.documents.sheet import kept_values, sheet_docx, sheet_template, sheet_values
from xfconsole.documents.templates import template
from xfconsole.ui.papers import SheetPaper
from xfconsole.ui.text.cells import wrap
from xfconsole.ui.words.catalogue import catalogue, language

LINES = 52
"""Of a page of plain text, without its foot."""


@frozen
class Paper:
    """A document as a file; ``slip`` tells why the office's own template was not used."""

    data: bytes
    own: bool = False
    slip: Slip | None = None


def paper_for(file: Path, issued: DocumentIssued, head: str, folder: Path) -> Paper:
    """Return an issued document as the file's ending says: pages of text, else .docx."""
    if file.suffix.lower() == ".txt":
        return text_paper(issued, head)
    return docx_paper(issued, head, folder)


def docx_paper(issued: DocumentIssued, head: str, folder: Path) -> Paper:
    """Return an issued document as .docx, with the journal's head on every page."""
    language = issued.language or "zh"
    built_in = partial(_built_in, issued, head, language)
    if not issued.fields:
        return Paper(built_in())
    values = {**_values(issued), "head": head}
    return _own_or(built_in, issued.document, values, folder, language)


def sheet_paper(sheet: SheetPaper, head: str, folder: Path) -> Paper:
    """Return a sheet of the office as .docx, with the journal's head on every page."""
    values = {**sheet_values(sheet), "head": head}
    return _own_or(partial(sheet_docx, sheet, head), sheet.kind, values, folder, language())


def _own_or(
    built_in: Callable[[], bytes],
    paper: PaperName,
    values: Mapping[str, object],
    folder: Path,
    language: str,
) -> Paper:
    """Return a paper by the office's own template, else the built-in one and why."""
    path = own_template(folder, paper, language)
    if path is None:
        return Paper(built_in())
    jinja = _jinja()
    try:
        data = read_own(folder, path, paper, jinja)
        return Paper(_filled(data, values, jinja), own=True)
    except Refused as refused:
        why = refused
    except (TemplateError, TypeError, ValueError):
        name = neutral_line(str(path.relative_to(folder)))
        why = Refused("document.refused.template.unfilled", file=name)
    return Paper(built_in(), slip=Slip(OptionalFile.TEMPLATES, why))


def text_paper(issued: DocumentIssued, head: str) -> Paper:
    """Return an issued document as pages of plain text, parted by form feeds."""
    return Paper(_pages(issued.text, head, issued.language or "zh"))


def kept_paper(file: Path, text: str, head: str, folder: Path) -> Paper:
    """Return a text that was kept as it was set out, as the file's ending says: text, else .docx.

    It is about no matter: a notice, or a quarter's result, of the office itself.
    """
    if file.suffix.lower() == ".txt":
        return Paper(_pages(text, head, language()))
    built_in = partial(_set_out, text, head, language())
    values = {**kept_values(text), "head": head}
    return _own_or(built_in, SheetKind.RECEPTION, values, folder, language())


def _pages(text: str, head: str, language: str) -> bytes:
    say = catalogue(language).say
    lines = [each for line in text.split("\n") for each in (wrap(line, CELLS) or [""])]
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    foot = say("document.head", head=head)
    said = (
        "\n".join([*page, "", say("document.page", page=number, pages=len(pages)), foot, ""])
        for number, page in enumerate(pages, 1)
    )
    return "\f".join(said).encode()


def template_docx(paper: PaperName, language: str) -> bytes:
    """Return the built-in template of a paper, to change and lay into ``templates/``."""
    return sheet_template(paper) if isinstance(paper, SheetKind) else _template(paper, language)


@cache
def _template(document: Document, language: str) -> bytes:
    # Setting it out takes longer than filling it.
    page = _page(language, "{{ head }}")
    set_out(page, lines_of(template(document, language), FORMS[document].may_lack), tagged)
    return saved(page)


def _built_in(issued: DocumentIssued, head: str, language: str) -> bytes:
    document = issued.document
    if issued.fields and _as_kept(issued, language):
        values = {**_values(issued), "head": head}
        return _filled(template_docx(document, language), values, _jinja())
    return _set_out(issued.text, head, language)


def _set_out(text: str, head: str, language: str) -> bytes:
    page = _page(language, head)
    set_out(page, lines_kept(text), str)
    return saved(page)


def _as_kept(issued: DocumentIssued, language: str) -> bool:
    try:
        text = render(issued.document, template(issued.document, language), _values(issued))
    except (Refused, ValueError):
        return False
    return text.strip("\n") == issued.text


def _page(language: str, head: str) -> object:
    return numbered_page(head, catalogue(language).say)


def _filled(data: bytes, values: Mapping[str, object], jinja: SandboxedEnvironment) -> bytes:
    filling = DocxTemplate(io.BytesIO(data))
    filling.render(_plainly(values), jinja_env=jinja, autoescape=True)
    return saved(filling)


def _values(issued: DocumentIssued) -> dict[str, str]:
    return {**dict.fromkeys(FORMS[issued.document].names, ""), **issued.values}


def _plainly(value: object) -> Any:
    """Return every text in a value as text, whatever it says."""
    if isinstance(value, Mapping):
        return {name: _plainly(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plainly(each) for each in value]
    return _plain(str(value))


def _plain(text: str) -> Markup:
    # What docxtpl would make a brace of, once it has filled a template: "{_{" and its like.
    escaped = str(escape(text)).replace("{_", "{&#95;").replace("_}", "&#95;}")
    return Markup(escaped)


def _jinja() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
