"""Who has to come to one incident: state in words, whose clock runs, and what is left of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.segment import Segment

from screens.live.words import (
    deputy_words,
    duty_post,
    left_words,
    limit_words,
    overdue,
    state_words,
    told_words,
)
from screens.widgets.one_line import OneLine, Part
from screens.widgets.row_list import Column, RowList
from xfconsole.core.incident.placing import UNNAMED
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import DutyState
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.text.cells import fit
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import language, say

_CELLS = {
    "zh": {"post": 14, "limit": 7, "left": 8, "told": 11},
    "en": {"post": 13, "limit": 8, "left": 10, "told": 9},
}
"""Widths that differ with the language's words."""


@frozen
class DutyRow:
    """One post, or a line under it that says more of it."""

    index: int
    duty: Obligation
    note: str = ""


class PostsTable(RowList[DutyRow]):
    """The posts in the pack's order, numbered from 1. Countdowns move on without layout."""

    HEADS: ClassVar[tuple[str, ...]] = (
        "live.head.index",
        "live.head.post",
        "live.head.person",
        "live.head.state",
        "live.head.limit",
        "live.head.left",
        "live.head.told",
        "live.head.phone",
        "live.head.why",
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        wide = _CELLS[language()]
        super().__init__(
            [
                Column[DutyRow](lambda row: str(row.index), cells=1),
                Column[DutyRow](self._post, cells=wide["post"], style=self._style),
                Column[DutyRow](self._person, cells=6),
                Column[DutyRow](self._state, cells=0, style=self._style),
                Column[DutyRow](self._limit, cells=wide["limit"]),
                Column[DutyRow](self._left, cells=wide["left"], style=self._style),
                Column[DutyRow](self._told, cells=wide["told"], least=80),
                Column[DutyRow](_phone, cells=13, least=80),
                Column[DutyRow](self._why, cells=8, least=84),
            ],
            id=id,
        )
        self._view: IncidentView | None = None
        self._zone = ZoneInfo("UTC")
        self._now: datetime | None = None

    def show(self, view: IncidentView | None, now: datetime, zone: ZoneInfo) -> None:
        """Show the posts of an incident; the cursor stays with its post within one incident."""
        same = view is not None and self._view is not None and view.uid == self._view.uid
        self._view, self._now, self._zone = view, now, zone
        before, rows = self.current, _rows(view) if view else []
        self.show_rows(rows, cursor=_place(rows, before, self.cursor) if same else 0)

    def pass_time(self, now: datetime) -> None:
        """Move the countdowns on."""
        self._now = now
        self.refresh_changed()

    @property
    def lines(self) -> int:
        """How many rows there are."""
        return self.total

    def head_parts(self, cells: int) -> list[Part]:
        """Return the titles over the columns as they are drawn in this many cells."""
        parts: list[Part] = [(" ", "")]
        heads = dict(zip(self._columns, self.HEADS, strict=True))
        for column, wide in self._widths(cells - 1):
            title = fit(say(heads[column]), wide - 1, align=column.align)
            parts.append((title + " ", "head--column"))
        return parts

    def words_of(self, row: DutyRow) -> object:
        """Return what time changes of a post; a line under it stays as it is."""
        return row.note or (self._left(row), self._style(row))

    def _segments(self, row: DutyRow, current: bool, cells: int) -> list[Segment]:
        if not row.note:
            return super()._segments(row, current, cells)
        style = self.colour("row--warn")
        return [Segment(fit("   " + row.note, cells), style)]

    def _post(self, row: DutyRow) -> str:
        return duty_post(self._view, row.duty.post) if self._view else ""

    def _why(self, row: DutyRow) -> str:
        rules = self._view.policy.attendance if self._view else ()
        rule = next((each for each in rules if each.rule.id == row.duty.rule), None)
        if rule is None:
            return ""
        if rule.level is not None:
            return say("live.why.level", level=rule.level)
        if rule.at_least is not None:
            return say("live.why.people", people=rule.at_least)
        return say("live.why.assigned")

    def _person(self, row: DutyRow) -> str:
        return row.duty.person or glyph("none")

    def _state(self, row: DutyRow) -> str:
        return state_words(row.duty, self._zone)

    def _limit(self, row: DutyRow) -> str:
        return limit_words(row.duty, self._zone)

    def _left(self, row: DutyRow) -> str:
        return left_words(row.duty, self._now) if self._now else ""

    def _told(self, row: DutyRow) -> str:
        return told_words(row.duty, self._zone)

    def _style(self, row: DutyRow) -> str:
        if row.duty.state in (DutyState.ARRIVED, DutyState.RELIEVED):
            return "row--ok"
        if row.duty.state is DutyState.STOOD_DOWN:
            return "row--quiet"
        late = self._now is not None and overdue(row.duty, self._now)
        lost = row.duty.state in (DutyState.NOT_REACHED, DutyState.UNHELD, *UNNAMED.values())
        return "row--warn" if late or lost else ""


class TableHead(OneLine):
    """The titles over the table's columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--column"}

    def __init__(self, table: PostsTable, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._table = table

    def parts(self, cells: int) -> list[Part]:
        """Put each title over its column."""
        return self._table.head_parts(cells)


def _rows(view: IncidentView) -> list[DutyRow]:
    rows = []
    for index, duty in enumerate(view.plan.obligations, start=1):
        rows.append(DutyRow(index, duty))
        if duty.deputy:
            rows.append(DutyRow(index, duty, note=deputy_words(duty)))
        if duty.corrected and not duty.done:
            rows.append(DutyRow(index, duty, note=say("live.on_corrected_count")))
    return rows


def _place(rows: list[DutyRow], before: DutyRow | None, at: int) -> int:
    """Return where the post that was under the cursor is now, or its line if it is gone."""
    found = (n for n, each in enumerate(rows) if before and each.duty.post == before.duty.post)
    return next(found, at)


def _phone(row: DutyRow) -> str:
    return row.duty.contact.phone if row.duty.contact else ""
