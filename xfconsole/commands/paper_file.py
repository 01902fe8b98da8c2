"""Writes a sheet of the office to be printed, by the office's own template where it has one."""

from __future__ import annotations

from pathlib import Path

import typer

from xfconsole.commands.context import OfficeView
from xfconsole.commands.printing import print_slips
from xfconsole.documents.office_papers import PRINTED as PRINTED
from xfconsole.documents.office_papers import OfficePapers
from xfconsole.ui.papers import SheetPaper

DOCX = typer.Option(
    None, "--docx", "--pdf", help="Write it to be printed: a .docx, or a .pdf by LibreOffice."
)
REPLACE = typer.Option(False, "--replace", help="Replace a file of that name.")


def write_paper(office: OfficeView, sheet: SheetPaper, file: Path) -> None:
    """Write a sheet, in the place of what is there; say why the own template was not used."""
    head = office.views.head().typed
    slip = OfficePapers(office.folder).save_sheet(sheet, head, file, replace=True)
    print_slips([slip] if slip else [])
