"""Writes a sheet of the office to be printed, by the office's own template where it has one."""

from __future__ import annotations

from pathlib import Path

from xfconsole.commands.context import OfficeView
from xfconsole.commands.printing import print_slips
from xfconsole.documents.office_papers import OfficePapers
from xfconsole.ui.papers import SheetPaper


def write_paper(office: OfficeView, sheet: SheetPaper, file: Path) -> None:
    """Write a sheet, in the place of what is there; say why the own template was not used."""
    head = office.views.head().typed
    slip = OfficePapers(office.folder).save_sheet(sheet, head, file, replace=True)
    print_slips([slip] if slip else [])
