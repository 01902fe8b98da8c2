"""Under a wide ledger: how the texts begin of the matter that the cursor rests on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from rich.segment import Segment
from textual.events import Resize

from screens.matter.line import MatterLine, own_text
from screens.matter.lines import text_lines
from screens.matter.screen import MatterText
from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterFile, MatterRow
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.text.cells import plain, width

REST = 0.15
"""Seconds that the cursor stays on a row before its texts are read: a held key reads none."""
_CUT = MatterLine("…", "row--quiet")


@frozen
class _Asked:
    """A matter at a revision of the journal."""

    row: MatterRow
    revision: int


class LedgerPreview(MatterText, can_focus=False):
    """Reads off the key path, and nothing where there is no room for it."""

    def __init__(self, views: Views, zone: ZoneInfo, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._views, self._zone = views, zone
        self._asked: _Asked | None = None
        self._read_last: _Asked | None = None
        self._file: MatterFile | None = None
        self._reading = False

    def show_row(self, row: MatterRow | None, words: Sequence[str], revision: int) -> None:
        """Show a row's texts once it stays; of one that may not be read, nothing."""
        self._asked = _Asked(row, revision) if row is not None and row.barred is None else None
        self.mark(words)
        self._show()

    def on_resize(self, _: Resize) -> None:
        """Wrap the lines anew, and read once there is room."""
        self._show()

    def _show(self) -> None:
        asked, known = self._asked, self._read_last
        same = asked and known and asked.row.uid == known.row.uid
        lines = self._lines(self._file) if same and self._file else ()
        if lines or self.total:
            self.show_rows(lines, cursor=0)
        if self.size.height and asked is not None and asked != known and not self._reading:
            self._reading = True
            self.run_worker(self._read(), exit_on_error=False)

    async def _read(self) -> None:
        try:
            while (asked := self._asked) is not None and asked != self._read_last:
                await asyncio.sleep(REST)
                if asked is self._asked:
                    self._file = await asyncio.to_thread(self._views.matter, asked.row.uid)
                    self._read_last = asked
        finally:
            self._reading = False
        self._show()

    def _lines(self, file: MatterFile) -> Sequence[MatterLine]:
        cells, room = self.scrollable_content_region.width - 2, self.size.height
        if file.row.barred is not None or cells <= 0:
            return ()
        summary = plain(file.row.summary)
        lines = list(own_text(summary, cells)) if width(summary) > cells else []
        lines += text_lines(file, self._zone, cells)
        return lines if len(lines) <= room else [*lines[: room - 1], _CUT]

    def _segments(self, row: MatterLine, current: bool, cells: int) -> list[Segment]:
        return super()._segments(row, False, cells)
