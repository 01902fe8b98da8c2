"""A list with titles over its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from screens.widgets.one_line import OneLine, Part
from screens.widgets.row_list import Column, RowList
from xfconsole.ui.text.cells import fit
from xfconsole.ui.words.catalogue import say

R = TypeVar("R")


class HeadedList(RowList[R]):
    """A list whose columns come with catalogue keys for their titles."""

    def __init__(
        self,
        columns: Sequence[tuple[str, Column[R]]],
        *,
        id: str | None = None,  # noqa: A002 - textual's own name
    ) -> None:
        super().__init__([column for _, column in columns], id=id)
        self._titles = {column: key for key, column in columns}

    def set_columns(self, columns: Sequence[tuple[str, Column[R]]]) -> None:
        """Show other columns, with their titles' catalogue keys, for the same rows."""
        self._columns = tuple(column for _, column in columns)
        self._titles = {column: key for key, column in columns}
        self.refresh()

    def head_parts(self) -> list[Part]:
        """Return the titles as wide as the columns are drawn now."""
        parts: list[Part] = [(" ", "")]
        for column, wide in self._widths(self.scrollable_content_region.width - 1):
            title = fit(say(self._titles[column]), wide - 1, align=column.align)
            parts.append((title + " ", "head--column"))
        return parts


class ListHead(OneLine):
    """The titles over a list's columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--column"}

    def __init__(self, rows: HeadedList[R], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows = rows

    def parts(self, cells: int) -> list[Part]:
        """Put each title over its column."""
        return self._rows.head_parts()
