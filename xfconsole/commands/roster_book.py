"""Writes rosters as workbooks: a template to fill in, and the duty of some months as it is drawn.

Both come back in through ``import roster``. Every text is written as text, so that a spreadsheet
runs nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xfconsole.commands.paper_file import PRINTED, write_paper
from xfconsole.commands.roster import RosterView, next_month
from xfconsole.core.facts.of_office import ADDED, RosterEntry
from xfconsole.core.policy.pack import Policy, Post
from xfconsole.core.roster.holes import REMEMBERED
from xfconsole.core.roster.roster import roster_day
from xfconsole.core.roster.shifts import SHIFTS
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.roster_file import read_roster
from xfconsole.imports.roster_wide import people_in
from xfconsole.ui.text.cells import width
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue, say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import weekday
from xfconsole.writing import check_target, whole_file

_COLUMNS = (
    "roster.book.date",
    "roster.book.shift",
    "roster.book.post",
    "roster.book.name",
    "roster.book.phone",
    "roster.book.order",
    "roster.book.unit",
)
_SHIFTS = {
    "day": "roster.book.day",
    "night": "roster.book.night",
    "all_day": "roster.book.all_day",
}
_FORMULA = tuple("=+-@")
_SPARE = 200
"""Lines under those of a template that have its pick lists too."""
_DAY = timedelta(days=1)
_LINE = Side(style="thin")
_WIDEST = 40


def check_book(path: Path, *, replace: bool, paper: bool = False) -> None:
    """Refuse what is no workbook, nor a paper where that may be, or may not be written there."""
    if paper and path.suffix.lower() in PRINTED:
        check_target(path, replace=replace, endings=PRINTED)
    else:
        kind = "roster.refused.book" if paper else "roster.refused.xlsx"
        check_target(path, replace=replace, endings=(".xlsx",), kind=kind)


def write_template(
    path: Path, office: RosterView, month: date | None = None
) -> tuple[int, date, date]:
    """Write a month's empty lines, one for each post and day; of this month for the days to come.

    ``month`` is its first day, else next month's. Returns how many lines there are, and their first
    and last day. Raises Refused for a month that is over.
    """
    today = office.now.astimezone(office.zone).date()
    month = month or next_month(today)
    first, last = max(month, roster_day(office.now, office.zone)), next_month(month) - _DAY
    if last < today:
        raise Refused("roster.refused.month_past", month=f"{month:%Y-%m}")
    book, posts = Workbook(), _posts(office.policy)
    sheet, notes = book.active, book.create_sheet(say("roster.book.notes"))
    assert isinstance(sheet, Worksheet)
    sheet.title = say("roster.book.list")
    _add(sheet, _column_heads(), bold=True)
    _add(sheet, _example(office, posts[0].id, first))
    for post in posts:
        for unit in _units(office, post.id) if post.scope != "office" else [""]:
            for day in _days(first, last):
                when = say("holidays.line", day=day, weekday=weekday(day), name="").rstrip()
                name = post_name(office.policy, post.id)
                _add(sheet, [when, say("roster.book.all_day"), name, "", "", "", unit])
    lines = sheet.max_row - 2
    known = _notes(notes, office)
    _pick_list(sheet, "B", f'"{",".join(map(say, _SHIFTS.values()))}"', strict=False)
    _pick_list(sheet, "C", f"'{notes.title}'!{known}", strict=True)
    _finish(sheet, 1)
    sheet.freeze_panes = "A2"
    _save(book, path)
    return lines, first, last


@frozen
class Written:
    """How many turns were written, how many people added for a while were not, and how many turns
    an import of the file would read otherwise."""

    turns: int
    added: int
    differ: int


def write_months(path: Path, office: RosterView, first: date, last: date) -> Written:
    """Write the turns that begin in a stretch of days, a sheet for each month.

    A row is a day and shift, a column a post. What a grid can't hold, such as a unit or an order
    with a place left out, stands in a list under it. Raises Refused where there is no duty.
    """
    since, until = (
        datetime.combine(day, time(), office.zone) for day in (first, last + timedelta(days=1))
    )
    found = [each for each in office.roster.entries(since, until) if each.starts_at >= since]
    entries = [each for each in found if each.order != ADDED]
    if not entries:
        raise Refused("roster.refused.nothing", since=first, until=last)
    months: dict[date, list[_Turn]] = {}
    for turn in _turns(entries, office.zone):
        months.setdefault(turn.day.replace(day=1), []).append(turn)
    book = Workbook()
    book.remove(book.worksheets[0])
    for month, turns in sorted(months.items()):
        _Month(book.create_sheet(f"{month:%Y-%m}"), office, month).write(turns)
    added = len(found) - len(entries)
    if path.suffix.lower() in PRINTED:
        _save_paper(book, entries, office, path)
        return Written(len(entries), added, 0)
    _save(book, path)
    return Written(len(entries), added, _differ(path, office, months))


def _differ(path: Path, office: RosterView, months: Mapping[date, list[_Turn]]) -> int:
    """Return how many turns the file that was just written would not bring back as they are."""
    posts = {post.id: post.name for post in office.policy.posts.values()}
    read = set(read_roster(path, office.zone, posts).entries)
    turns = [turn for each in months.values() for turn in each]
    return sum(turn.entry not in read for turn in turns)


@frozen
class _Turn:
    """An entry as a roster says it: the day it begins on, and the shift or its hours."""

    day: date
    shift: str
    starts_at: datetime
    ends_at: datetime
    entry: RosterEntry


def _turns(entries: Iterable[RosterEntry], zone: ZoneInfo) -> Iterator[_Turn]:
    """Yield the entries as turns of a day at most."""
    usual = {each.id: each for each in SHIFTS}
    for entry in entries:
        starts = entry.starts_at
        while starts < entry.ends_at:
            local = starts.astimezone(zone)
            tomorrow = local.replace(tzinfo=None) + timedelta(days=1)
            ends = min(entry.ends_at, tomorrow.replace(tzinfo=zone).astimezone(UTC))
            known = usual.get(entry.shift)
            named = known is not None and known.on(local.date(), zone) == (starts, ends)
            hours = f"{local:%H:%M}-{ends.astimezone(zone):%H:%M}"
            shift = say(_SHIFTS[entry.shift]) if named else hours
            yield _Turn(local.date(), shift, starts, ends, entry)
            starts = ends


class _Month:
    """One sheet: a title, the grid, and under it a list of what the grid can't hold."""

    def __init__(self, sheet: Worksheet, office: RosterView, month: date) -> None:
        self._sheet, self._office = sheet, office
        self._title = say(
            "roster.book.title", year=month.year, month=f"{month:%m}", office=office.name
        )

    def write(self, turns: Sequence[_Turn]) -> None:
        """Write all of a month's turns."""
        held: dict[tuple[date, str, str], list[_Turn]] = {}
        for turn in turns:
            held.setdefault((turn.day, turn.shift, turn.entry.post), []).append(turn)
        cells = {key: found for key, each in held.items() if (found := _in_cell(each))}
        rest = [turn for key, each in held.items() if key not in cells for turn in each]
        used = {post for _, _, post in cells} or {turns[0].entry.post}
        posts = [post for post in self._office.policy.posts if post in used]
        heads = [say("roster.book.date"), say("roster.book.weekday"), say("roster.book.shift")]
        for post in posts:
            heads += [post_name(self._office.policy, post), say("roster.book.phone")]
        _add(self._sheet, [self._title], bold=True)
        self._sheet.merge_cells(end_row=1, end_column=len(heads), start_row=1, start_column=1)
        _add(self._sheet, heads, bold=True)
        begins = {(turn.day, turn.shift): turn.starts_at for turn in turns}
        for day in _days(min(turn.day for turn in turns), max(turn.day for turn in turns)):
            shifts = {shift for on, shift, _ in cells if on == day}
            shown = sorted((begins[day, shift], shift) for shift in shifts)
            self._day(day, [shift for _, shift in shown], posts, cells)
        _finish(self._sheet, 2)
        self._list(rest)

    def _day(
        self,
        day: date,
        shifts: Sequence[str],
        posts: Sequence[str],
        cells: Mapping[tuple[date, str, str], tuple[str, str]],
    ) -> None:
        first = self._sheet.max_row + 1
        for shift in shifts or [""]:
            row = [
                say("roster.book.on", month=day.month, day=day.day),
                weekday(day),
                shift,
            ]
            for post in posts:
                nobody = ("", "") if shifts else ("—", "")
                row += cells.get((day, shift, post), nobody)
            _add(self._sheet, row)
        for column in (1, 2) if len(shifts) > 1 else ():
            self._sheet.merge_cells(
                start_row=first, end_row=self._sheet.max_row, start_column=column, end_column=column
            )

    def _list(self, turns: Iterable[_Turn]) -> None:
        lines: dict[tuple[str, str, str, str, str, str], list[date]] = {}
        for turn in turns:
            each = turn.entry
            order = str(each.order) if each.order < 10 else ""
            post = post_name(self._office.policy, each.post)
            key = (turn.shift, post, each.person, each.phone, order, each.unit)
            lines.setdefault(key, []).append(turn.day)
        if not lines:
            return
        self._sheet.append([])
        _add(self._sheet, _column_heads(), bold=True)
        stretches = ((one, key) for key, days in lines.items() for one in _stretches(days))
        for (first, last), key in sorted(stretches):
            _add(self._sheet, [f"{first}" if first == last else f"{first}~{last}", *key])


def _in_cell(turns: Sequence[_Turn]) -> tuple[str, str] | None:
    """Return names and numbers of one post in one shift; None for what would be read otherwise."""
    entries = sorted((turn.entry for turn in turns), key=lambda each: each.order)
    if any(each.unit or each.order != at for at, each in enumerate(entries, 1)):
        return None
    held = [(each.person, each.phone) for each in entries]
    names, numbers = "、".join(name for name, _ in held), "、".join(phone for _, phone in held)
    if not all(phone for _, phone in held):
        names, numbers = "、".join(f"{name} {phone}".rstrip() for name, phone in held), ""
    # The reader itself says whether it would find them again: not 王强（住建）, nor a blank.
    try:
        found = people_in(names, numbers)
    except Refused:
        return None
    return (names, numbers) if found == held else None


def _stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day == found[-1][1] + timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _posts(policy: Policy) -> list[Post]:
    """Return the posts that may be called and that of the desk, in the pack's order."""
    wanted = {*policy.needed_posts(), policy.handover.post}
    return [post for post in policy.posts.values() if post.id in wanted]


def _example(office: RosterView, post: str, first: date) -> list[str]:
    when = say("roster.book.example", day=first)
    name = say("roster.book.example_name")
    night, primary = say("roster.book.night"), say("roster.primary")
    return [when, night, post_name(office.policy, post), name, "139-0000-0001", primary, ""]


def _units(office: RosterView, post: str) -> list[str]:
    """Return the units that the roster knows for a post, spelled once; "" where it has none."""
    since, until = office.now - REMEMBERED, office.now + 2 * REMEMBERED
    found = {
        name_key(each.unit): each.unit
        for each in office.roster.entries(since, until)
        if each.post == post and each.unit
    }
    return sorted(found.values()) or [""]


def _notes(sheet: Worksheet, office: RosterView) -> str:
    """Write in both languages how to fill the list in; return the cells that name the posts."""
    for spoken in LANGUAGES:
        for line in catalogue(spoken).say("roster.book.how").split("\n"):
            _add(sheet, [line])
    first = sheet.max_row + 2
    sheet.append([])
    for post in office.policy.posts.values():
        other = post.name.en if post_name(office.policy, post.id) == post.name.zh else post.name.zh
        _add(sheet, [post_name(office.policy, post.id), other])
    sheet.column_dimensions["A"].width = 2 * _WIDEST
    sheet.column_dimensions["B"].width = _WIDEST
    return f"$A${first}:$A${sheet.max_row}"


def _column_heads() -> list[str]:
    return [say(key) for key in _COLUMNS]


def _add(sheet: Worksheet, texts: Sequence[str], *, bold: bool = False) -> None:
    """Add a row of texts, none of which a spreadsheet takes for anything else."""
    sheet.append([text or None for text in texts])
    for cell in sheet[sheet.max_row]:
        assert isinstance(cell, Cell)
        if cell.value is not None:
            cell.data_type, cell.number_format = "s", "@"
            cell.quotePrefix = str(cell.value).startswith(_FORMULA)
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _pick_list(sheet: Worksheet, column: str, formula: str, *, strict: bool) -> None:
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    rule.add(f"{column}2:{column}{sheet.max_row + _SPARE}")
    sheet.add_data_validation(rule)


def _finish(sheet: Worksheet, head: int) -> None:
    """Set widths, lines and the page: A4 across, one page wide, the head on each."""
    for column in range(1, sheet.max_column + 1):
        cells = [sheet.cell(row, column) for row in range(head, sheet.max_row + 1)]
        most = max(width(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(most + 2, _WIDEST)
        for cell in cells:
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{head}"


def _save_paper(
    book: Workbook, entries: Sequence[RosterEntry], office: RosterView, path: Path
) -> None:
    from xfconsole.commands.roster_paper import roster_paper

    write_paper(office, roster_paper(book, entries, office.name), path)


def _save(book: Workbook, path: Path) -> None:
    with whole_file(path) as file:
        book.save(file)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=each) for each in range((last - first).days + 1))
