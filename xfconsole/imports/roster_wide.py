"""Turns a roster as an office draws it into rows of one official each.

A row a day, or one for each shift of it; a column for each post; numbers beside the names; the year
and month in a title. What could be read in two ways is refused, never guessed.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, takewhile

from xfconsole.core.roster.shifts import SHIFTS, shift_meant, shift_named
from xfconsole.core.roster.spelled import apart, people_named
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.roster_cells import is_remark
from xfconsole.imports.roster_dates import Titles, names_weekday
from xfconsole.imports.roster_heads import (
    DATE,
    DATE_TOO,
    KNOWN,
    NAME,
    OF_UNITS,
    ONE_A_ROW,
    PHONE,
    SHIFT,
    USUAL,
    WEEKDAY,
    HeadWords,
    Meant,
    is_shift,
    titled_post,
)
from xfconsole.imports.table import Cell, Grid, Row, Table, as_text, composed, header_key, shown

HEADERS = ("日期", "班次", "岗位", "姓名", "电话", "顺序", "单位")
"""What the rows that come out of it stand under, as in a roster of one official a row."""
MAX_ROWS = 2_000
"""Of a sheet: five years of days."""


@frozen
class _Post:
    """A column of names, the post they hold, and the column of their numbers, if it has one."""

    at: int
    meant: Meant
    phone: int | None


@dataclass(slots=True)
class _Drawn:
    """One table of a sheet: where what stands, and the date that a row may leave out."""

    dated: int
    weekday: int | None
    shift: int | None
    posts: list[_Post]
    days: list[date] = field(default_factory=list)

    @property
    def used(self) -> set[int | None]:
        """Return the columns that are read."""
        names = (at for each in self.posts for at in (each.at, each.phone))
        return {self.dated, self.weekday, self.shift, *names}


class WideRoster:
    """Reads the sheets of one file; ``columns`` are posts, or nothing, by header, as was answered.

    ``listed`` are the headers of a list, one official a row, in the order of HEADERS: one may stand
    under a grid for what that can't hold. ``units`` are those that the office knows, folded.
    ``understood`` are the columns that were read as a post they do not name.
    """

    def __init__(
        self,
        posts: Mapping[str, str],
        columns: Mapping[str, str],
        file: str,
        listed: Mapping[str, Collection[str]],
        units: frozenset[str] = frozenset(),
    ) -> None:
        usual = {header: post for header, post in USUAL.items() if post in posts.values()}
        self._named = dict(posts)
        answered = {header_key(header): post for header, post in columns.items()}
        self._posts = {**usual, **posts, **answered}
        of_units = {key: post for key, post in OF_UNITS.items() if post in posts.values()}
        self.words = HeadWords(ChainMap(self._posts, of_units), units)
        alone = {header_key(each): self.words.said_alone(each, columns[each]) for each in columns}
        self._meant = {key: alone.get(key, Meant(post)) for key, post in self._posts.items()}
        self._file = file
        self._listed = [frozenset(map(header_key, names)) for names in listed.values()]
        self.understood: dict[str, str] = {}
        self.passed: dict[str, None] = {}

    def table(self, grid: Grid) -> Table | None:
        """Return a sheet's rows, one for each official; None where it is not drawn like that."""
        rows = list(islice(grid.rows(), MAX_ROWS + 1))
        first = enumerate(rows[:50])
        head = next((at for at, row in first if self._is_head(row, _below(rows, at))), None)
        if head is None:
            return None
        if len(rows) > MAX_ROWS:
            raise Refused("tabular.refused.too_many_rows", file=self._file, most=MAX_ROWS)
        titles = [*reversed(rows[:head]), Row(0, (grid.sheet, self._file))]
        found = _Reading(self, titles).rows(rows[head:])
        return Table(HEADERS, found, rows[head].number, grid.last_row, grid.encoding, grid.sheet)

    def _is_head(self, row: Row, below: Row | None = None) -> bool:
        keys = {header_key(cell) for cell in row.cells if isinstance(cell, str)}
        if not keys & (DATE | DATE_TOO) or keys & ONE_A_ROW:
            return False
        if keys & self._posts.keys() or (keys & PHONE and not keys & NAME):
            return True
        # 日 alone is a day of the week as well.
        said = [as_text(cell).strip() for cell in row.cells if isinstance(cell, str)]
        more = (is_shift(each) or self.words.apart(each)[1] for each in said)
        return bool((keys - {"日"}) & (DATE | DATE_TOO)) and (
            bool(keys & OF_UNITS.keys()) or any(more) or self._says_shifts_below(row, below)
        )

    def _says_shifts_below(self, row: Row, below: Row | None) -> bool:
        cells = below.cells if below is not None and self.words.is_second(row, below) else ()
        # Not under a day's own: "day" is a shift there, and in a header the date.
        return any(
            is_shift(as_text(cell).strip()) and header_key(row.at(at)) not in KNOWN
            for at, cell in enumerate(cells)
        )

    def listed(self, row: Row) -> list[int | None]:
        """Return the columns, in the order of HEADERS, of the list that a row begins; or none."""
        keys = {header_key(cell): at for at, cell in enumerate(row.cells) if isinstance(cell, str)}
        found = [next((keys[key] for key in own if key in keys), None) for own in self._listed]
        date_, _, post, name, *_ = found
        return [] if None in (date_, post, name) else found

    def titled(self, titles: Sequence[Row]) -> str:
        """Return the post that titles name, for columns that only say a shift; or nothing."""
        return titled_post(titles, self._posts)

    def heads(self, row: Row, below: Row | None, under: Sequence[Row], titled: str) -> list[_Drawn]:
        """Return the tables that a row of headers begins, several beside each other; or none.

        Raises Refused for columns that are no post, until it was answered what they are.
        """
        if not self._is_head(row, below):
            return []
        body = list(takewhile(lambda each: not (self._is_head(each) or self.listed(each)), under))
        named = self._filled([*self.words.headers(row, below, titled, body)], body)
        keys = [header_key(each) for each in named]
        for key, written in zip(keys, named, strict=True):
            if key not in self._posts and (meant := self.words.meant_by(written)):
                self._posts[key], self._meant[key] = meant.post, meant
        self._refuse_unknown(each for each in named if self._is_unknown(header_key(each)))
        dates = [at for at, key in enumerate(keys) if key in DATE] or [
            at for at, key in enumerate(keys) if key in DATE_TOO
        ][:1]
        # What stands before the first day is of that day, too.
        spans = zip((0, *dates[1:]), (*dates[1:], len(keys)), strict=True)
        drawn = [
            self._drawn(keys, at, range(*span), body[:6])
            for at, span in zip(dates, spans, strict=True)
        ]
        self._tell(named, drawn)
        return drawn

    def _refuse_unknown(self, headers: Iterable[str]) -> None:
        """Raise Refused for columns that are no post; each text is asked about once."""
        unknown: dict[str, str] = {}
        for name, _ in map(self.words.apart, headers):
            unknown.setdefault(header_key(name), name)
        if unknown:
            known = "、".join(dict.fromkeys(self._named.values()))
            columns = "、".join(map(shown, unknown.values()))
            asked = tuple(unknown.values())
            raise Refused("roster.refused.columns", columns=columns, known=known, asked=asked)

    def _tell(self, named: Sequence[str], drawn: Sequence[_Drawn]) -> None:
        """Keep which columns are read as a post they do not name, and which are not read."""
        posts = {each.at: each.meant.post for table in drawn for each in table.posts}
        used = {at for table in drawn for at in table.used}
        for at, header in enumerate(named):
            if at in posts and header_key(header) not in self._named:
                self.understood[header] = posts[at]
            elif header and at not in used:
                self.passed[header] = None

    def _filled(self, named: list[str], body: Sequence[Row]) -> list[str]:
        """Return the headers; one over several columns, of which it names the first, is each one's.

        Any other column without a header that says something is told by its letter as not read.
        """
        wide = max([len(named), *(len(row.cells) for row in body)])
        filled = [*named, *[""] * (wide - len(named))]
        for at in range(wide):
            says = (header_key(row.at(at)) for row in body)
            if filled[at] or _says_shifts(body[:6], at) or not any(says):
                continue
            if at and self._posts.get(header_key(filled[at - 1])):
                filled[at] = filled[at - 1]
            else:
                # Imported here: the library for workbooks is slow to load.
                from openpyxl.utils import get_column_letter

                self.passed[get_column_letter(at + 1)] = None
        return filled

    def _drawn(self, keys: list[str], at: int, span: range, under: Sequence[Row]) -> _Drawn:
        own = [each for each in span if each != at]
        shift = next((n for n in own if keys[n] in SHIFT), None)
        if shift is None:
            shift = next((n for n in own if not keys[n] and _says_shifts(under, n)), None)
        weekday = next((n for n in own if keys[n] in WEEKDAY), None)
        return _Drawn(at, weekday, shift, self._with_phones(keys, own))

    def _with_phones(self, keys: list[str], own: Collection[int]) -> list[_Post]:
        """Return the columns of names, each with the column of numbers that follows it.

        Several columns of names before as many of numbers go together in their order.
        """
        found: list[_Post] = []
        names: list[int] = []
        phones: list[int] = []
        for at in (*own, None):
            key = "" if at is None else keys[at]
            if at is None or (phones and key in self._posts):
                if phones and not (names and len(phones) in (1, len(names))):
                    raise Refused("roster.refused.phone_columns")
                beside = [*[None] * (len(names) - len(phones)), *phones]
                for name, phone in zip(names, beside, strict=True):
                    meant = self._meant[keys[name]]
                    found += [_Post(name, meant, phone)] if meant.post else []
                names, phones = [], []
            if at is not None and key in self._posts:
                names.append(at)
            elif at is not None and key in PHONE:
                phones.append(at)
        return found

    def _is_unknown(self, key: str) -> bool:
        return bool(key) and key not in self._posts and key not in KNOWN


class _Reading:
    """Goes down one sheet; ``titles`` are what may say year and month, the nearest first."""

    def __init__(self, wide: WideRoster, titles: Sequence[Row]) -> None:
        self._wide = wide
        self._titled, self._titles = wide.titled(titles), Titles(titles)

    def rows(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield a row for each official, and one for each that is a note or can't be used."""
        drawn: list[_Drawn] = []
        listed: list[int | None] = []
        second = -1
        for at, row in enumerate(rows):
            if at == second:
                continue
            below = _below(rows, at)
            below = below if below and self._wide.words.is_second(row, below) else None
            if listed and _is_listed(row, listed[0]):
                cells = tuple(map(row.at, listed))
                yield Row(row.number, cells, row.flaw, hidden=row.hidden)
            elif heads := self._wide.heads(row, below, rows[at + 1 :], self._titled):
                drawn, listed, second = heads, [], at + 1 if below else -1
            elif found := self._wide.listed(row):
                listed = found
                rest = (as_text(cell) for n, cell in enumerate(row.cells) if n not in found)
                self._wide.passed.update((shown(each), None) for each in rest if header_key(each))
            elif row.flaw is not None:
                yield Row(row.number, (), row.flaw)
            elif not any(self._says_duty(row, each) for each in drawn):
                if self._titles.renewed(row):
                    self._titled = self._wide.titled([row]) or self._titled
                yield Row(row.number, ("注：",))
            else:
                for each in drawn:
                    yield from self._duty(row, each)

    def _says_duty(self, row: Row, drawn: _Drawn) -> bool:
        held = any(as_text(row.at(each.at)).strip() for each in drawn.posts)
        first = row.first
        return held and not (is_remark(first) and not names_weekday(first))

    def _duty(self, row: Row, drawn: _Drawn) -> Iterator[Row]:
        try:
            days = self._days(row, drawn)
            for each in drawn.posts:
                held, meant = people_in(row.at(each.at), row.at(each.phone)), each.meant
                own = _one_shift(meant.shift, row.at(drawn.shift)) if held else None
                for person, phone in held:
                    for day in days:
                        cells = (day, own, meant.post, person, phone, None, meant.unit)
                        yield Row(row.number, cells, hidden=row.hidden)
        except Refused as flaw:
            yield Row(row.number, (), flaw, hidden=row.hidden)

    def _days(self, row: Row, drawn: _Drawn) -> list[date]:
        cell = row.at(drawn.dated)
        if header_key(cell):
            drawn.days = self._titles.days(cell, as_text(row.at(drawn.weekday)))
        elif not drawn.days:
            raise Refused("roster.refused.date", date="")
        # In text, and where people leave it out, only the first row of a day has a date.
        return drawn.days


def _below(rows: Sequence[Row], at: int) -> Row | None:
    return rows[at + 1] if at + 1 < len(rows) else None


def _one_shift(of_column: str, of_row: Cell) -> Cell:
    """Return the shift that a column or a row says; raises Refused where both do and differ."""
    if not (of_column and header_key(of_row)):
        return of_column or of_row
    one, other = (shift_meant(composed(each), SHIFTS) for each in (of_column, of_row))
    if one is None or other is None or (one.starts, one.ends) != (other.starts, other.ends):
        raise Refused("roster.refused.two_shifts", column=of_column, row=shown(of_row))
    return of_column


def _says_shifts(rows: Sequence[Row], at: int) -> bool:
    said = [text for row in rows if (text := "".join(composed(row.at(at)).split()))]
    return bool(said) and all(shift_named(text) for text in said)


def people_in(cell: Cell, phones: Cell = None) -> list[tuple[str, str]]:
    """Return names and numbers; the numbers stand in a cell of their own, or beside the names."""
    found = people_named(as_text(cell))
    numbers = [each.strip() for each in apart(as_text(phones)) if header_key(each)]
    if numbers and not header_key(cell):
        raise Refused("roster.refused.number_alone")
    if not numbers or not found:
        return found
    if len(numbers) != len(found):
        raise Refused("roster.refused.numbers", names=len(found), numbers=len(numbers))
    return [(name, phone) for (name, _), phone in zip(found, numbers, strict=True)]


def _is_listed(row: Row, dated: int | None) -> bool:
    """Whether a row under a list is one of it, and neither a remark nor another header."""
    return not is_remark(row.first) and header_key(row.at(dated or 0)) not in DATE | DATE_TOO
