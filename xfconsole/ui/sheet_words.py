"""The sheets of an imported workbook in words: which were read, and where a row stands."""

from __future__ import annotations

from collections.abc import Sequence

from xfconsole.ui.i18n import say


def sheets_words(read: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return what is told of a workbook's sheets; nothing where there is only one."""
    lines = []
    if len(read) > 1:
        lines.append(say("sheets.read", sheets=say("roster.and").join(read)))
    if others:
        lines.append(say("sheets.others", sheets=say("roster.and").join(others)))
    return lines


def on_sheet(sheet: str, said: str) -> str:
    """Return a sentence about a row, with its sheet where that has to be named."""
    return say("sheets.on", sheet=sheet, said=said) if sheet else said
