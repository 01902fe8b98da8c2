"""Reads the office's own holidays from a spreadsheet: columns of days, or the notice's sentences.

Nothing is guessed: a row that leaves open which day it means, or whether that is free, refuses
the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto
from pathlib import PurePath
from typing import TypeAlias

from xfconsole.core.policy.holiday_file import MAX_NAME, OwnDays
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import YEARS
from xfconsole.imports.roster_cells import is_remark
from xfconsole.imports.table import (
    Cell,
    Grid,
    Row,
    Table,
    as_text,
    composed,
    header_key,
    row_name,
    shown,
)
from xfconsole.imports.tabular import grids_in, tables_in

COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("日期", "date", "day", "days"),
    "kind": ("类型", "类别", "性质", "安排", "kind", "type"),
    "free": ("放假时间", "放假日期", "放假", "休息时间", "days off", "free"),
    "worked": ("调休上班日期", "调休上班时间", "调休上班", "补班日期", "上班日期", "days worked"),
    "name": ("节日", "节假日", "假日", "节日名称", "名称", "holiday", "name"),
}
"""The columns of such a table and their headers; the first is the usual one."""
MAX_ROWS = 2_000
MAX_SPAN = 31
"""Days from the first to the last of one range."""
UNNAMED = "放假"
"""What a free day is called that the file gives no holiday's name to."""


class Kind(Enum):
    """What is said of a day."""

    FREE = auto()
    WORKED = auto()


_WORDS = {
    Kind.FREE: "放假 放假调休 休 休息 假 节假日 法定节假日 free off dayoff holiday",
    Kind.WORKED: "上班 调休上班 班 补班 调班 工作日 worked working work workday",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_LONE_DAYS = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_BY_THE_MOON = re.compile(r"\(农历[^()、,]*\)|农历[^()、,]*[、,]\s*")
"""A notice gives the lunar day beside the weekday."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年(?!\d)|(?![\d年./-]))")
_WEEKDAY = r"\s*(?:\(?(?:星期|周|礼拜)([一二三四五六日天])\)?)?"
_DAY = rf"(?<![\d./-])(?:(\d{{4}})[年./-])?(\d{{1,2}})[月./-](\d{{1,2}})(?!\d)[日号]?{_WEEKDAY}"
_LAST = rf"(?:(\d{{4}})[年./-])?(?:(\d{{1,2}})[月./-])?(\d{{1,2}})(?!\d)[日号]?{_WEEKDAY}"
_SAID = re.compile(
    rf"{_DAY}(?:\s*(?:~|至|到|to|[-–—]{{1,2}})\s*(?:次年)?{_LAST})?"
    r"|(?P<worked>上班|补班|调班)|(?P<free>放假|休息)|(?P<count>\d{1,2})天"
)
_LIKE_A_DAY = re.compile(r"\d\s*[月./-]\s*\d|\d\s*日|(?<![〕)第\d])\d+\s*号")
_SIGNED = re.compile(r"\D*\d{4}年\d{1,2}月\d{1,2}日")
"""How a notice ends: who gave it, and the day."""
_WEEK = "一二三四五六日"
_DaysSaid: TypeAlias = "tuple[Kind, list[date]]"


class _Wrong(Exception):
    """Why a row can't be used: a catalogue key, and what stands there."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(key)
        self.key, self.what = key, what


def read_holidays(content: bytes, name: str) -> OwnDays:
    """Return the days of a spreadsheet, whatever its format; ``name`` is its, for refusals.

    A year is covered once its National Day is free, as its own notice has it. Raises Refused,
    naming the rows, for what can't be used.
    """
    name = neutral_line(name)
    every = grids_in(content, name)
    grids = [grid for grid in every if not grid.hidden]
    tables = [(grid, _table(grid, name)) for grid in grids]
    if grids and not grids[0].sheet:
        # A text is read once for each delimiter; only one of these readings is meant.
        tables = [max(tables, key=lambda each: each[1] is not None)]
    found = _Found(name)
    for grid, table in tables:
        found.read(grid, table)
    others = (grid.sheet for grid in every if grid.sheet and grid.sheet not in found.sheets)
    several = len(found.sheets) > 1
    hidden = ((sheet if several else "", row) for sheet, row in found.hidden)
    return replace(found.days(), others=tuple(others), hidden=tuple(hidden))


def _table(grid: Grid, name: str) -> Table | None:
    try:
        known = [each for names in COLUMNS.values() for each in names]
        table = tables_in([grid], known, name).tables[0]
    except Refused as reason:
        if reason.key != "tabular.refused.no_header":
            raise
        return None
    dated = (table.column(*COLUMNS[each]) for each in ("date", "free", "worked"))
    return table if any(at is not None for at in dated) else None


class _Found:
    """What the sheets of one file say, and which of their rows can't be used and why."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._free: dict[date, str] = {}
        self._worked: set[date] = set()
        self._bad: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._year = self._rows = 0
        self.sheets: set[str] = set()
        """Those that say a day."""
        self.hidden: list[tuple[str, int]] = []

    def read(self, grid: Grid, table: Table | None) -> None:
        """Read one sheet; what stands above its headers, or without any, is read as sentences."""
        self._year = _year_in(PurePath(self._name).stem, grid.sheet)
        head = table.header_row if table else 0
        columns = {each: table.column(*COLUMNS[each]) for each in COLUMNS} if table else {}
        for row in grid.rows():
            before = len(self._free) + len(self._worked)
            self._rows += 1
            if self._rows > MAX_ROWS:
                raise Refused("tabular.refused.too_many_rows", file=self._name, most=MAX_ROWS)
            try:
                if row.flaw is not None:
                    raise _Wrong("holidays.refused.sheet_flaw", "")
                if table is None or row.number < head:
                    self._take_sentences(row)
                elif row.number > head:
                    self._take_row(row, {name: row.at(at) for name, at in columns.items()})
            except _Wrong as wrong:
                named = row_name(grid.sheet, row.number)
                self._bad[wrong.key].append((named, shown(wrong.what)))
            if len(self._free) + len(self._worked) > before:
                self.sheets.add(grid.sheet)
                self.hidden += [(grid.sheet, row.number)] if row.hidden else []

    def days(self) -> OwnDays:
        """Return them all; raises Refused for the rows that can't be used, and where none is."""
        for key, rows in self._bad.items():
            named = "、".join(row for row, _ in rows[:20])
            raise Refused(key, file=self._name, rows=named, what=rows[0][1])
        if not self._free and not self._worked:
            raise Refused("holidays.refused.sheet_empty", file=self._name)
        covers = {day.year for day in self._free if (day.month, day.day) == (10, 1)}
        return OwnDays(frozenset(covers), self._free, frozenset(self._worked))

    def _take_row(self, row: Row, cells: dict[str, Cell]) -> None:
        """Take a row under headers: it says a day, or is a remark."""
        if is_remark(row.first):
            return
        name, kind = neutral_line(as_text(cells["name"])).strip(), None
        if word := header_key(cells["kind"]):
            kind = _KINDS.get(word)
            if kind is None:
                raise _Wrong("holidays.refused.sheet_kind", as_text(cells["kind"]))
        columns = (("date", kind), ("free", Kind.FREE), ("worked", Kind.WORKED))
        said = [(cells[each], meant) for each, meant in columns if header_key(cells[each])]
        if not said and (name or kind):
            raise _Wrong("holidays.refused.sheet_date", name or as_text(cells["kind"]))
        for cell, meant in said:
            found = [days for line in _lines(cell) for days in days_said(line, self._year, meant)]
            if not found and any(map(str.isalnum, as_text(cell))) and as_text(cell) != "无":
                raise _Wrong("holidays.refused.sheet_date", as_text(cell))
            self._take(found, name if len(name) <= MAX_NAME else "")

    def _take_sentences(self, row: Row) -> None:
        """Take a row of a notice; most of its sentences say no day."""
        for line in _lines(*row.cells):
            self._year = _year_in(line) or self._year
            if not _SIGNED.fullmatch(line):
                named = [each for each in _NAMES if each in line or each.rstrip("节") in line]
                self._take(list(days_said(line, self._year)), "、".join(named))

    def _take(self, said: Sequence[_DaysSaid], name: str) -> None:
        for kind, days in said:
            for day in days:
                if day in (self._worked if kind is Kind.FREE else self._free):
                    raise _Wrong("holidays.refused.sheet_both", day.isoformat())
                if kind is Kind.FREE:
                    self._free.setdefault(day, name or UNNAMED)
                else:
                    self._worked.add(day)


def days_said(line: str, year: int, meant: Kind | None = None) -> Iterator[_DaysSaid]:
    """Yield what a line says of which days: ``10月1日至7日放假，共7天。9月28日（周日）上班。``.

    ``year`` is that of days without one, 0 if unknown; ``meant`` is what the column says already.
    Raises for a day that can't be one, lies in no year, or has another weekday than is said; for a
    number of days that does not agree; and for days of which it is not said, or twofold, what
    they are.
    """
    for sentence in re.split("[。;]", line):
        pending: list[date] = []
        last: list[date] = []
        kind, rest = meant, ""
        at = 0
        for token in _SAID.finditer(sentence):
            rest, at = rest + sentence[at : token.start()], token.end()
            word = Kind.FREE if token["free"] else Kind.WORKED if token["worked"] else None
            if token["count"]:
                counted = last or pending
                if counted and len(counted) != int(token["count"]):
                    raise _Wrong("holidays.refused.sheet_count", token[0])
            elif word is None:
                year = year or int(token[1] or 0)
                pending = [*pending, *_range(token, year)]
            elif kind not in (None, word):
                raise _Wrong("holidays.refused.sheet_kind", sentence)
            elif pending:
                yield word, pending
                pending, last = [], pending
            else:
                kind = word if not last else kind
        # A sentence of a notice that says nothing of free days may have numbers of its own.
        if (kind or last) and _LIKE_A_DAY.search(rest + sentence[at:]):
            raise _Wrong("holidays.refused.sheet_date", sentence)
        if pending:
            if kind is None:
                raise _Wrong("holidays.refused.sheet_kind", sentence)
            yield kind, pending


def _range(token: re.Match[str], year: int) -> list[date]:
    """Return the days from the first to the last that are named, both included."""
    own, month, day, weekday, to_year, to_month, to_day, to_weekday = token.groups()[:8]
    try:
        first = date(int(own or year), int(month), int(day))
        last = first
        if to_day:
            last = date(int(to_year or first.year), int(to_month or month), int(to_day))
            if last < first and to_month and not to_year:
                last = last.replace(year=last.year + 1)
    except ValueError:
        raise _Wrong("holidays.refused.sheet_date", token[0]) from None
    if not timedelta() <= last - first < timedelta(days=MAX_SPAN) or first.year not in YEARS:
        raise _Wrong("holidays.refused.sheet_date", token[0])
    for on, said in ((first, weekday), (last, to_weekday)):
        if said and _WEEK[on.weekday()] != said.replace("天", "日"):
            raise _Wrong("holidays.refused.sheet_weekday", token[0])
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def _lines(*cells: Cell) -> Iterator[str]:
    """Yield the lines that stand in cells, which may be a whole notice, in one width.

    Cells of one line follow each other; a date is written as one, without its midnight.
    """
    texts = (as_text(cell).removesuffix(" 00:00:00") for cell in cells)
    for line in " ".join(texts).splitlines():
        pieces = (composed(each).strip() for each in re.split("(?<=[。；;])", line))
        yield _LONE_DAYS.sub(r"\1-\2-\3", _BY_THE_MOON.sub("", "".join(pieces)))


def _year_in(*texts: str) -> int:
    found = filter(None, map(_YEAR.search, texts))
    return next((int(each[1]) for each in found), 0)
