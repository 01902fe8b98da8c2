"""Reads a duty roster from a spreadsheet: all of it, or every bad row with number and reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.roster.shifts import SHIFTS, Hours
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.imports.bounds import MAX_BAD_DUTY
from xfconsole.imports.roster_above import Block, RosterNote
from xfconsole.imports.roster_cells import (
    DEPUTY,
    as_understood,
    days_of,
    is_example,
    is_remark,
    name_of,
    order_of,
    phone_of,
    shift_of,
    unit_of,
)
from xfconsole.imports.roster_wide import WideRoster
from xfconsole.imports.table import (
    Cell,
    Grid,
    Row,
    Table,
    as_text,
    detached,
    header_key,
    row_name,
    shown,
)
from xfconsole.imports.tabular import read_grids, tables_in

COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("日期", "值班日期", "date", "day"),
    "shift": ("班次", "值班时间", "时段", "shift", "hours"),
    "post": ("岗位", "值班岗位", "post", "role"),
    "name": ("姓名", "值班人", "值班人员", "name", "person", "official"),
    "phone": (
        "电话",
        "联系电话",
        "手机",
        "手机号",
        "手机号码",
        "电话号码",
        "phone",
        "mobile",
        "telephone",
        "tel",
    ),
    "order": ("顺序", "第几", "主副班", "order", "primary or deputy"),
    "unit": ("单位", "责任单位", "街道乡镇", "unit", "township"),
}
"""The columns of a roster and the headers that stand for them; the first is the usual one."""

REQUIRED = ("date", "post", "name")
MAX_ENTRIES = 100_000
MAX_HOLDERS = 50
"""People on one post in one shift."""


@frozen
class RosterProblem:
    """Why one row can't be used. ``row`` is the number the spreadsheet shows.

    ``sheet`` is named where several are read.
    """

    row: int
    reason: Refused
    sheet: str = ""


@frozen
class RosterFile:
    """What a file holds: entries by start, or problems; never both.

    ``unused`` are the headers of columns that mean nothing here, ``notes`` tell which rows were
    read by the row above, and which count for every unit or all day because they do not say.
    ``sheets`` are the workbook's sheets that are read, ``others`` those that are not. One that is
    ``drawn`` has a column for each post; ``understood`` are the posts of columns not named so.
    """

    entries: tuple[RosterEntry, ...]
    problems: tuple[RosterProblem, ...]
    rows: int
    unused: tuple[str, ...]
    notes: tuple[RosterNote, ...] = ()
    sheets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    drawn: bool = False
    understood: Mapping[str, str] = field(default_factory=dict)


def read_roster(
    path: Path,
    zone: ZoneInfo,
    posts: Mapping[str, BothLanguages],
    shifts: Iterable[Hours] = SHIFTS,
    columns: Mapping[str, str] | None = None,
    units: Iterable[str] = (),
) -> RosterFile:
    """Return the duty in a file, with times of day in ``zone``.

    ``posts`` are the policy's posts and their names, ``columns`` the posts of columns that are not
    named so, or nothing for one that is not read, ``units`` those that the office knows. Raises
    Refused when the file as a whole can't be read; single rows that can't be used are reported as
    problems.
    """
    grids, known = read_grids(path), [name for names in COLUMNS.values() for name in names]
    of_office = frozenset(map(name_key, units))
    wide = WideRoster(_post_ids(posts), columns or {}, neutral_line(path.name), COLUMNS, of_office)
    try:
        found = tables_in(grids, known, neutral_line(path.name))
    except Refused:
        found = None
    lists = list(filter(_is_roster, found.tables)) if found else []
    drawn = [table for grid in grids if not grid.hidden and (table := wide.table(grid))]
    reading = _RosterReading(zone, posts, tuple(shifts))
    if drawn and (not lists or _stand_above(drawn, lists)):
        return _drawn(grids, drawn, wide, reading)
    found = found or tables_in(grids, known, neutral_line(path.name))
    best = found.tables[found.best]
    taken = [table for table in found.tables if table is best or _is_roster(table)]
    for table in taken:
        reading.read_sheet(table, table.sheet if len(taken) > 1 else "")
    others = [*found.others, *(table.sheet for table in found.tables if table not in taken)]
    if not reading.rows:
        raise Refused("roster.refused.no_rows")
    return replace(reading.result(), others=tuple(others))


def _drawn(
    grids: list[Grid], tables: list[Table], wide: WideRoster, reading: _RosterReading
) -> RosterFile:
    # A text is read once for each delimiter; only one of these readings is meant.
    tables = tables if tables[0].sheet else tables[:1]
    for table in tables:
        reading.read_sheet(table, table.sheet if len(tables) > 1 else "")
    if not reading.rows:
        raise Refused("roster.refused.no_rows")
    read = {table.sheet for table in tables}
    return replace(
        reading.result(),
        unused=tuple(wide.passed),
        others=tuple(grid.sheet for grid in grids if grid.sheet and grid.sheet not in read),
        drawn=True,
        understood=dict(wide.understood),
    )


def _stand_above(drawn: Iterable[Table], lists: Iterable[Table]) -> bool:
    """Whether a list stands under a grid of its sheet, which reads both."""
    heads = {table.sheet: table.header_row for table in drawn}
    return any(heads.get(each.sheet, each.header_row) < each.header_row for each in lists)


def _is_roster(table: Table) -> bool:
    return all(table.column(*COLUMNS[name]) is not None for name in REQUIRED)


@frozen
class _Slot:
    """One post of one unit, folded, on one shift."""

    post: str
    unit: str
    starts_at: datetime
    ends_at: datetime


class _RosterReading:
    """A file half read: what was understood, what was not, and who is in which slot already."""

    def __init__(
        self, zone: ZoneInfo, posts: Mapping[str, BothLanguages], shifts: tuple[Hours, ...]
    ) -> None:
        self._zone, self._posts, self._shifts = zone, posts, shifts
        self._columns: dict[str, int] = {}
        self._post_ids = _post_ids(posts)
        self._entries: list[RosterEntry] = []
        self._problems: list[RosterProblem] = []
        self._taken: dict[_Slot, dict[str, str]] = defaultdict(dict)
        self._orders: dict[_Slot, set[int]] = defaultdict(set)
        self._sheet, self._block = "", Block({}, set())
        self._blocks: list[Block] = []
        self._sheets: list[str] = []
        self._with_unit: set[str] = set()
        self._unused: dict[str, None] = {}
        self.rows = self._last = 0

    def read_sheet(self, table: Table, named: str) -> None:
        """Read all rows of a sheet; ``named`` is what tells its rows from those of others."""
        self._columns, self._sheet, self._last = _columns(table), named, 0
        self._sheets += [table.sheet] if table.sheet else []
        headers = {name: table.headers[at] for name, at in self._columns.items()}
        self._block = Block(headers, self._with_unit, named)
        self._blocks.append(self._block)
        used = set(self._columns.values())
        unused = (name for at, name in enumerate(table.headers) if name and at not in used)
        self._unused.update(dict.fromkeys(unused))
        for row in table.rows:
            self.read_row(row)

    def read_row(self, row: Row) -> None:
        """Read one row; what is wrong with it becomes a problem."""
        if row.flaw is None and self._is_remark(row):
            self._block.passed_over(row.number)
            return
        if row.flaw is None and is_example(row.at(self._columns["date"])):
            self._block.example(row.number)
            return
        try:
            if row.flaw is not None:
                raise row.flaw
            read = self._read(row)
            if read is None:
                return
            self._entries += read
        except Refused as reason:
            self._problems.append(RosterProblem(row.number, detached(reason), self._sheet))
        # A drawn row stands for several officials.
        self.rows += row.number != self._last
        self._last = row.number
        if row.hidden:
            self._block.unseen(row.number)
        # What one row can ask for is bounded; what all of them can is not worth reading on for.
        if len(self._entries) > MAX_ENTRIES:
            raise Refused("roster.refused.too_many", most=MAX_ENTRIES)
        if len(self._problems) > MAX_BAD_DUTY:
            named = row_name(self._sheet, row.number)
            raise Refused("tabular.refused.too_many_bad", row=named, most=MAX_BAD_DUTY)

    def result(self) -> RosterFile:
        """Return the entries, or the problems if there are any."""
        entries = sorted(
            self._entries, key=lambda each: (each.starts_at, each.post, each.unit, each.order)
        )
        return RosterFile(
            entries=() if self._problems else tuple(entries),
            problems=tuple(self._problems),
            rows=self.rows,
            unused=tuple(self._unused),
            notes=tuple(note for block in self._blocks for note in block.notes()),
            sheets=tuple(self._sheets),
        )

    def _is_remark(self, row: Row) -> bool:
        """Whether a row is a note or a signature as it stands under a table: it puts nobody on.

        It begins with words where the day belongs, and names neither post, shift nor number.
        """
        own = {name: row.at(at) for name, at in self._columns.items() if at not in row.carried}
        if any(header_key(own.get(name)) for name in ("post", "shift", "phone", "order")):
            return False
        name = as_text(own.get("name"))
        return is_remark(row.first) and (not header_key(name) or is_remark(name))

    def _read(self, row: Row) -> list[RosterEntry] | None:
        """Return whom a row puts on duty; None for one that is not filled in yet."""
        cells = self._cells(row)
        days, shift, post = self._when_and_what(cells)
        unit = unit_of(cells.get("unit"))
        own = [row.at(self._columns[name]) for name in ("date", "post")]
        names = as_text(cells.get("name")).strip() or header_key(cells.get("phone"))
        if not names and all(map(header_key, own)):
            self._block.unfilled(row.number, cells)
            return None
        self._block.understood(row.number, cells, post)
        if said := self._shift_said(cells, shift):
            self._block.shift_read(row.number, said)
        slots = [_Slot(post, name_key(unit), *shift.on(day, self._zone)) for day in days]
        draft = RosterEntry(
            post=post,
            person=name_of(cells.get("name")),
            phone=phone_of(cells.get("phone")),
            starts_at=slots[0].starts_at,
            ends_at=slots[0].ends_at,
            unit=unit,
            shift=shift.id,
        )
        order = order_of(cells.get("order"))
        for slot in slots:
            self._refuse_twice(slot, draft.person)
            if len(self._orders[slot]) >= MAX_HOLDERS:
                raise Refused("roster.refused.too_many_holders", most=MAX_HOLDERS)
        return [self._entry(draft, slot, order, row.number) for slot in slots]

    def _cells(self, row: Row) -> Mapping[str, Cell]:
        cells = {name: row.at(place) for name, place in self._columns.items()}
        merged = (name for name, place in self._columns.items() if place in row.carried)
        return self._block.complete(row.number, cells, frozenset(merged))

    def _when_and_what(self, cells: Mapping[str, Cell]) -> tuple[list[date], Hours, str]:
        days = days_of(cells.get("date"))
        if header_key(cells.get("shift")):
            shift = shift_of(cells["shift"], self._shifts)
        else:
            shift = shift_of("all_day", (*self._shifts, *SHIFTS))
        return days, shift, self._post(cells.get("post"))

    def _shift_said(self, cells: Mapping[str, Cell], shift: Hours) -> str:
        cell = cells.get("shift")
        return as_understood(cell, shift, self._shifts) if header_key(cell) else ""

    def _post(self, cell: Cell) -> str:
        if not header_key(cell):
            raise Refused("roster.refused.no_post")
        post = self._post_ids.get(header_key(cell))
        if post is None:
            known = "、".join(f"{words.zh} {post}" for post, words in self._posts.items())
            raise Refused("roster.refused.post", post=shown(cell), known=known)
        return post

    def _refuse_twice(self, slot: _Slot, person: str) -> None:
        if (row := self._taken[slot].get(name_key(person))) is not None:
            raise Refused("roster.refused.twice", row=row)

    def _entry(self, draft: RosterEntry, slot: _Slot, order: int | None, row: int) -> RosterEntry:
        taken = self._orders[slot]
        if order is None or order == DEPUTY:
            order = next(free for free in count(1 if order is None else 2) if free not in taken)
        taken.add(order)
        self._taken[slot][name_key(draft.person)] = row_name(self._sheet, row)
        return replace(draft, starts_at=slot.starts_at, ends_at=slot.ends_at, order=order)


def _columns(table: Table) -> dict[str, int]:
    places = {name: table.column(*headers) for name, headers in COLUMNS.items()}
    for name in REQUIRED:
        if places[name] is None:
            raise Refused("roster.refused.no_column", column=" / ".join(COLUMNS[name]))
    return {name: place for name, place in places.items() if place is not None}


def _post_ids(posts: Mapping[str, BothLanguages]) -> dict[str, str]:
    return {
        header_key(name): post
        for post, words in posts.items()
        for name in (post, words.zh, words.en)
    }
