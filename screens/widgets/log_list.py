"""The log's rows: time at the office, officer, number and the sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screens.log_lines import LogLine
from screens.log_words import LogTeller
from screens.widgets.headed_list import HeadedList
from screens.widgets.row_list import Column
from xfconsole.core.events import EmergencyCalled, ObligationMissed
from xfconsole.core.model import Uid


class LogList(HeadedList[LogLine]):
    """One event a line; follows the newest unless the officer moved up to read."""

    def __init__(self, teller: LogTeller, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            [
                ("log_screen.head.time", Column(teller.time, cells=5)),
                ("log_screen.head.officer", Column(lambda line: line.event.officer, cells=8)),
                ("log_screen.head.number", Column(self.number, cells=11)),
                ("log_screen.head.told", Column(teller.sentence, style=_style)),
            ],
            id=id,
        )
        self._numbers: Mapping[Uid, str] = {}

    def show(
        self, lines: Sequence[LogLine], numbers: Mapping[Uid, str], *, cursor: int | None
    ) -> None:
        """Show these lines; with no ``cursor`` the newest is followed, or the line stays."""
        follows = self.cursor >= self.total - 1
        self._numbers = numbers
        place = len(lines) - 1 if follows else None
        self.show_rows(lines, cursor=place if cursor is None else cursor)

    def number(self, line: LogLine) -> str:
        """Return the number of what a line is about."""
        return self._numbers.get(line.event.subject, "") if line.count == 1 else ""


def _style(line: LogLine) -> str:
    if isinstance(line.event.fact, ObligationMissed | EmergencyCalled):
        return "row--warn"
    return "row--quiet" if line.machine or line.corrects is not None else ""
