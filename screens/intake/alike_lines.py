"""The quiet lines of the intake form that name matters which may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from xfconsole.core.reader.same_matter import Candidate
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.actions import action
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import fit, width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import day


@frozen
class AlikeLines:
    """Candidates, the likest first, and the number of the one that was marked, if any."""

    candidates: Sequence[Candidate] = ()
    marked: str = ""
    zone: tzinfo = UTC
    today: date | None = None

    def line(self, row: int, rows: int, cells: int) -> str:
        """Return one of ``rows`` lines in that many cells; the last tells what has none."""
        if row >= len(self.candidates):
            return ""
        hidden = len(self.candidates) - rows if row == rows - 1 else 0
        more = say("same.more", count=hidden) if hidden > 0 else ""
        pressed = key_name(action("intake.same").key_list[0])
        tail = more + say("same.press", pressed=pressed) if row == 0 else more
        room = cells - width(tail) - 1
        return f"{fit(self._said(self.candidates[row]), room)} {tail}"

    def _said(self, each: Candidate) -> str:
        row = each.file.row
        return say(
            "same.line",
            alike=glyph("ok") if row.number == self.marked or not each.alike else word(each.alike),
            number=row.number,
            channel=word(row.channel),
            received=self._day(row.received_at),
            state=word(row.state),
            summary=row.summary,
        )

    def _day(self, at: datetime) -> str:
        """Return a date; of this year without the year, because the summary needs the room."""
        on = at.astimezone(self.zone).date()
        return day(on).removeprefix(f"{self.today.year}-") if self.today else day(on)
