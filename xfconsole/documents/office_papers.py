"""The papers of an office that is open: ``ui.papers.Papers`` for its screens."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from xfconsole.core.facts.of_procedure import DocumentIssued
from xfconsole.core.office.slip import Slip
from xfconsole.core.words.documents import Document
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.documents.templates import template
from xfconsole.office_files.config import ConsoleOptions, load_settings
from xfconsole.ui.papers import SheetPaper
from xfconsole.ui.words.catalogue import language
from xfconsole.writing import check_target, whole_file

if TYPE_CHECKING:
    from xfconsole.documents.paper import Paper

PRINTED = (".docx", ".pdf")
"""How a paper is written that is to be printed."""
ENDINGS = (*PRINTED, ".txt")


@frozen
class OfficePapers:
    """Sets documents out with the templates in an office's folder, else the built-in ones."""

    folder: Path

    def template(self, document: Document) -> str:
        """Return a document's text template in the language spoken now."""
        return template(document, language())

    def contact(self) -> str:
        """Return whom to ask at the office, as its config.toml says; nothing where it doesn't."""
        return load_settings(ConsoleOptions(self.folder)).contact

    def save(self, issued: DocumentIssued, head: str, file: Path) -> Slip | None:
        """Write an issued document to a new file; returns why the own template was not used.

        Raises Refused for another ending, a file that is there, and what cannot be written.
        """
        # Imported here: what writes .docx is slow to load.
        from xfconsole.documents.paper import paper_for

        _check(file, ENDINGS, "document.refused.kind")
        return put(paper_for(file, issued, head, self.folder), file)

    def save_sheet(
        self, sheet: SheetPaper, head: str, file: Path, *, replace: bool = False
    ) -> Slip | None:
        """Write a sheet of the office to a file, a new one unless it may ``replace``."""
        from xfconsole.documents.paper import sheet_paper

        _check(file, PRINTED, "document.refused.kind_sheet", replace=replace)
        return put(sheet_paper(sheet, head, self.folder), file)

    def save_text(self, text: str, head: str, file: Path, *, replace: bool = False) -> Slip | None:
        """Write a paper of the office's own, kept as it was set out; as ``save_sheet`` does."""
        from xfconsole.documents.paper import kept_paper

        _check(file, ENDINGS, "document.refused.kind", replace=replace)
        return put(kept_paper(file, text, head, self.folder), file)


def put(paper: Paper, file: Path) -> Slip | None:
    """Write a paper, in the place of what is there; returns why the own template was not used."""
    data = paper.data
    if file.suffix.lower() == ".pdf":
        from xfconsole.documents.pdf import pdf_of

        data = pdf_of(data)
    with whole_file(file) as out:
        out.write(data)
    return paper.slip


def _check(file: Path, endings: Collection[str], kind: str, *, replace: bool = False) -> None:
    """Refuse another ending, a folder that is not there, and a file that is."""
    check_target(file, replace=True, endings=endings, kind=kind)
    if not replace and os.path.lexists(file):
        raise Refused("document.refused.exists", file=neutral_line(file.name))
