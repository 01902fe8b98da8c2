"""The ledger's rows under the columns that the office chose, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from zoneinfo import ZoneInfo

from screens.ledger.columns import USUAL, Moment, column
from screens.widgets.headed_list import HeadedList
from screens.widgets.row_list import Column
from xfconsole.core.rows import MatterRow
from xfconsole.ui.words.deadlines import DueDay

LEAST_SUMMARY = 15
"""Cells that stay for what shares the rest of the row, and at least a fifth of it."""
WIDE, IN_A_WIDE_ONE = 110, 40
"""Cells of a wide window, and those that the summary has in it at least."""


class LedgerList(HeadedList[MatterRow]):
    """One matter a row. Times are those at the office; ``now`` is aware, in its time zone."""

    def __init__(
        self,
        zone: ZoneInfo,
        now: datetime,
        soon_days: int,
        *,
        id: str | None = None,  # noqa: A002 - textual's own name
    ) -> None:
        self._moment = Moment(zone, DueDay(now, soon_days))
        self.columns: tuple[str, ...] = USUAL
        super().__init__(self._made(USUAL), id=id)

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show other columns, in this order."""
        self.columns = tuple(columns)
        self.set_columns(self._made(columns))

    def show_letters(self, letters: int) -> None:
        """Leave room for so many letters in a number."""
        if letters != self._moment.letters:
            self._moment.letters = letters
            self.show_columns(self.columns)

    def new_minute(self, now: datetime) -> bool:
        """Tell times anew once a minute; returns whether it is another one."""
        if now.replace(second=0, microsecond=0) <= self._moment.due.now:
            return False
        self._moment.due = DueDay(now, self._moment.due.soon_days)
        self.refresh()
        return True

    def _made(self, columns: Sequence[str]) -> list[tuple[str, Column[MatterRow]]]:
        return [(f"field.head.{name}", column(name, self._moment)) for name in columns]

    def _widths(self, cells: int) -> list[tuple[Column[MatterRow], int]]:
        """Leave out columns from the end that would leave too little for the summary."""
        least = IN_A_WIDE_ONE if cells >= WIDE - 2 else max(LEAST_SUMMARY, cells // 5)
        flexible = least + 1
        taken = list(
            accumulate(each.cells + 1 if each.cells else flexible for each in self._columns)
        )
        fitting = sum(each <= cells + 1 for each in taken)
        return self._shared(self._columns[: max(1, fitting)], cells)
