"""What became of a file of letters, in words: counts, columns and row numbers, never a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xfconsole.core.facts.of_matter import LettersEnded, RowsLeftOut
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.status import on_sheet, sheets_words

# For types only: what reads spreadsheets is slow to load.
if TYPE_CHECKING:
    from xfconsole.imports.bring_in import LettersDone
    from xfconsole.imports.letters import BadRow, LettersFile


def note_lines(
    letters: LettersFile, done: LettersDone, field_name: Callable[[str], str]
) -> list[str]:
    """Return how a file was understood: its columns, its sheets, and rows that are special."""
    used = "; ".join(f"{column} = {field_name(field)}" for column, field in letters.used.items())
    lines = [say("letters.used", columns=used)]
    never = letters.never_read
    if unused := [name for name in letters.unused if name not in never]:
        lines.append(say("letters.unused", columns=", ".join(unused)))
    if never:
        lines.append(say("letters.never_read", columns=", ".join(never)))
    lines += sheets_words(letters.sheets, letters.others)
    if done.no_letter:
        lines.append(say("letters.no_letter", rows=", ".join(done.no_letter)))
    if done.hidden:
        lines.append(say("letters.hidden", count=done.hidden))
    if done.carried:
        columns = ", ".join(done.carried_columns)
        lines.append(say("letters.carried", count=done.carried, columns=columns))
    if _may_have_lost_units(letters, done):
        lines.append(say("letters.without_unit", count=done.without_unit))
    return lines


def bad_line(bad: BadRow) -> str:
    """Return which row did not come in, and why."""
    reason = say(bad.reason.key, **bad.reason.values)
    return on_sheet(bad.sheet, say("letters.bad.row", row=bad.row, reason=reason))


def report_lines(report: LettersEnded) -> list[str]:
    """Return what an import's report says: what was read and stored, what was not and why."""
    counts = {"rows": report.rows, "added": report.added, "known": report.known}
    said = say("letters.added", file=report.source, replies=report.replies, **counts)
    return [said, *left_out_lines(report)]


def left_out_lines(report: LettersEnded) -> list[str]:
    """Return which rows did not come in and why, a line for each reason."""
    return list(map(_left_out_line, report.left_out))


def _left_out_line(each: RowsLeftOut) -> str:
    reason = say(each.reason, **dict(value.split("=", 1) for value in each.values))
    if not each.rows:
        return reason
    rows = say("roster.and").join(each.rows.split())
    return on_sheet(each.sheet, say("letters.bad.row", row=rows, reason=reason))


def _may_have_lost_units(letters: LettersFile, done: LettersDone) -> bool:
    """Whether a text names a unit in some rows only: merged cells lose theirs in a text."""
    usable = done.rows - len(done.bad)
    has_units = "unit" in letters.columns[0].of_field and not letters.merges
    return has_units and 0 < done.without_unit < usable
