"""The workbooks of ``roster template`` and ``export roster``, and both brought in again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.office_papers import HEAD, paragraphs
from xfconsole.commands.block_log import BlockLog
from xfconsole.commands.roster import RosterView
from xfconsole.commands.roster_book import Written, check_book, write_months, write_template
from xfconsole.commands.roster_paper import roster_paper
from xfconsole.core.facts.of_office import ADDED, RosterEntry
from xfconsole.core.policy.load import load
from xfconsole.core.ports import Views
from xfconsole.core.roster.roster import Roster
from xfconsole.core.roster.shifts import SHIFTS, Hours
from xfconsole.core.words.refusal import Refused
from xfconsole.documents.sheet import sheet_docx
from xfconsole.imports.roster_above import NoteKind
from xfconsole.imports.roster_file import RosterFile, read_roster
from xfconsole.ui.words import catalogue as i18n

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PACK = load(files("xfconsole").joinpath("policies", "default.toml").read_bytes(), "default.toml")
POSTS = {post.id: post.name for post in PACK.posts.values()}
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
DAY, NIGHT, ALL_DAY = SHIFTS


@pytest.fixture(autouse=True, params=["zh", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


def view(*entries: RosterEntry) -> RosterView:
    blocks = cast(BlockLog, None)
    found = Roster(entries), PACK, NOW, "2024年改名的市信访局"
    return RosterView(cast(Views, None), SHANGHAI, i18n.say, *found, blocks=blocks, folder=Path())


def entry(
    post: str, person: str, day: int, hours: Hours, order: int = 1, phone: str = "", unit: str = ""
) -> RosterEntry:
    starts, ends = hours.on(date(2026, 12, day), SHANGHAI)
    return RosterEntry(post, person, phone, starts, ends, order, unit, hours.id)


def read(path: Path) -> RosterFile:
    return read_roster(path, SHANGHAI, POSTS)


def written(path: Path, *entries: RosterEntry) -> Written:
    return write_months(path, view(*entries), FIRST, LAST)


# --- the template ---------------------------------------------------------------------------------


def test_a_template_asks_for_every_post_and_day_and_is_nobody_until_it_is_filled_in(
    tmp_path: Path,
) -> None:
    path = tmp_path / "表.xlsx"
    known = entry("unit_head", "孙磊", 1, ALL_DAY, unit="住建局")
    count, first, last = write_template(path, view(known))
    assert (count, first, last) == (
        31 * len(PACK.needed_posts() | {"duty_officer": "office"}),
        FIRST,
        LAST,
    )
    with pytest.raises(Refused, match="no_rows"):
        read(path)

    book = load_workbook(path)
    lines, notes = book.worksheets
    heads = {str(cell.value) for cell in lines[1]}
    assert lines.max_row == count + 2
    assert {str(row[6].value) for row in lines.iter_rows() if row[6].value} - heads == {"住建局"}
    picks = {str(rule.sqref)[0]: rule.formula1 for rule in lines.data_validations.dataValidation}
    assert set(picks) == {"B", "C"}
    top, _, bottom = str(picks["C"]).partition("!")[2].replace("$", "").partition(":")
    offered = [str(cell.value) for (cell,) in notes[top:bottom]]
    assert set(offered) in ({each.zh for each in POSTS.values()}, {e.en for e in POSTS.values()})
    said = "\n".join(str(cell.value) for (cell, *_) in notes.iter_rows())
    assert "一人一行" in said
    assert "One row for one person" in said

    lines["D3"], lines["E3"], lines["D5"] = "=王强", "+86 139-0000-0001", "高远"
    lines["D3"].data_type = "s"
    book.save(path)
    found = read(path)
    assert [(e.person, e.phone, e.shift) for e in found.entries] == [
        ("=王强", "+86 139-0000-0001", "all_day"),
        ("高远", "", "all_day"),
    ]
    assert [each.starts_at.astimezone(SHANGHAI).day for each in found.entries] == [1, 3]
    assert found.others == (notes.title,)
    notes_of = {each.kind: each.rows for each in found.notes}
    assert notes_of[NoteKind.EXAMPLE] == (2,)
    assert len(notes_of[NoteKind.UNFILLED]) == count - 2


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 30)),
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_template_is_for_the_month_asked_for(
    month: date, first: date, last: date, tmp_path: Path
) -> None:
    count, since, until = write_template(tmp_path / "a.xlsx", view(), month)
    assert (since, until) == (first, last)
    assert count % ((last - first).days + 1) == 0
    with pytest.raises(Refused, match="month_past"):
        write_template(tmp_path / "b.xlsx", view(), date(2026, 10, 1))
    assert not (tmp_path / "b.xlsx").exists()


def test_a_book_is_no_text_and_replaces_nothing_unasked(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"roster\.refused\.xlsx"):
        check_book(tmp_path / "表.csv", replace=False)
    path = tmp_path / "表.xlsx"
    path.write_text("")
    with pytest.raises(Refused, match="exists"):
        check_book(path, replace=False)
    check_book(path, replace=True)


# --- a month as it is drawn -----------------------------------------------------------------------


def test_a_month_is_drawn_as_an_office_draws_it(tmp_path: Path, spoken: str) -> None:
    path = tmp_path / "值班.xlsx"
    done = written(
        path,
        entry("duty_leader", "王强", 1, ALL_DAY, 1, "139-0000-0001"),
        entry("duty_officer", "李敏", 1, DAY, 1, "139-0000-0002"),
        entry("duty_officer", "高远", 1, DAY, 2, "139-0000-0003"),
        entry("duty_officer", "=何静", 1, NIGHT, 1, "+86 139-0000-0004"),
        entry("duty_officer", "赵亮", 3, NIGHT, 1),
        entry("duty_leader", "孙磊", 1, ALL_DAY, ADDED, "139-0000-0005"),
    )
    assert done == Written(5, 1, 0)
    [sheet] = load_workbook(path).worksheets
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sheet.title == "2026-12"
    zh: list[list[str | None]] = [
        ["日期", "星期", "班次", "值班员", "电话", "带班领导", "电话"],
        ["12月1日", "周二", "全天", None, None, "王强", "139-0000-0001"],
        [None, None, "白班", "李敏、高远", "139-0000-0002、139-0000-0003", None, None],
        [None, None, "夜班", "=何静", "+86 139-0000-0004", None, None],
        ["12月2日", "周三", None, "—", None, "—", None],
        ["12月3日", "周四", "夜班", "赵亮", None, None, None],
    ]
    if spoken == "zh":
        assert rows[0][0] == "2026年12月2024年改名的市信访局值班安排表"
        assert [row[:3] for row in rows[1:]] == [row[:3] for row in zh]
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:G1", "A3:A5", "B3:B5"}
    names = rows[1][3::2]
    at = names.index(POSTS["duty_officer"].say(spoken)) * 2 + 3
    assert [row[at : at + 2] for row in rows[2:]] == [row[3:5] for row in zh[1:]]
    formula = sheet.cell(5, at + 1)
    assert (formula.data_type, formula.quotePrefix) == ("s", True)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$2"


def test_what_a_grid_cannot_hold_stands_in_a_list_under_it(tmp_path: Path) -> None:
    path = tmp_path / "值班.xlsx"
    odd = Hours("17:00-21:30", (), time(17), time(21, 30))
    held = [
        entry("duty_leader", "王强", 1, ALL_DAY, 1, "139-0000-0001"),
        entry("duty_leader", "王强（住建）", 2, odd, 1, "139-0000-0001"),
        entry("duty_leader", "高远", 3, ALL_DAY, 2, "139-0000-0003"),
        *(entry("unit_head", "孙磊", day, ALL_DAY, 1, "", "住建局") for day in (4, 5, 6, 9)),
        *(entry("duty_officer", name, 7, NIGHT) for name in ("李敏", "何静")),
    ]
    assert written(path, *held) == Written(len(held), 0, 0)
    assert set(read(path).entries) == set(held)
    [sheet] = load_workbook(path).worksheets
    listed = [str(row[0].value) for row in sheet.iter_rows() if row[5].value in ("1", "2")]
    assert listed == ["2026-12-02", "2026-12-03", "2026-12-04~2026-12-06", "2026-12-07",
                      "2026-12-07", "2026-12-09"]  # fmt: skip


def test_where_all_of_a_month_needs_the_list_the_other_months_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "值班.xlsx"
    head = entry("unit_head", "孙磊", 1, ALL_DAY, unit="住建局")
    starts, ends = ALL_DAY.on(date(2027, 1, 1), SHANGHAI)
    january = RosterEntry("duty_leader", "王强", "", starts, ends, 1, "", "all_day")
    done = write_months(path, view(head, january), FIRST, date(2027, 1, 31))
    assert (done.differ, set(read(path).entries)) == (0, {head, january})
    assert read(path).sheets == ("2026-12", "2027-01")


def test_turns_that_no_file_can_say_are_counted_and_no_duty_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "值班.xlsx"
    whole = entry("duty_leader", "王强", 1, ALL_DAY)
    begun = RosterEntry(
        "duty_leader", "高远", "", NOW + timedelta(days=14, seconds=7), NOW + timedelta(days=15)
    )
    assert written(path, whole, begun) == Written(2, 0, 1)
    path.unlink()
    with pytest.raises(Refused, match="nothing"):
        write_months(path, view(whole), FIRST + timedelta(days=9), LAST)
    assert not path.exists()


NAMES = st.sampled_from(
    ["王强", "李 敏", "高远", "Anna Li", "何静（住建）", "=1+1", "-司徒", "@赵亮", "孙磊2"]
)
PHONES = st.sampled_from(["", "139-0000-0001", "+86 139-0000-0002", "0757-8888 1234 ext 5"])
HOURS = st.sampled_from([*SHIFTS, Hours("00:00-08:30", (), time(0), time(8, 30))])


@st.composite
def months(draw: st.DrawFn) -> list[RosterEntry]:
    """A month of any turns, one official once in each: some with a unit, some without a primary."""
    found = []
    for post in draw(st.lists(st.sampled_from(sorted(POSTS)), min_size=1, max_size=3, unique=True)):
        for day in draw(st.lists(st.integers(1, 31), max_size=6, unique=True)):
            for hours in draw(st.lists(HOURS, min_size=1, max_size=2, unique_by=lambda h: h.id)):
                people = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
                unit, first = draw(st.sampled_from(["", "", "住建局"])), draw(st.integers(1, 2))
                found += [
                    entry(post, name, day, hours, order, draw(PHONES), unit)
                    for order, name in enumerate(people, first)
                ]
    return found


def test_a_day_and_a_night_of_the_same_holder_come_back(tmp_path: Path, spoken: str) -> None:
    """In English the shift "day" is called as the column of dates is."""
    both = [entry("assigned_leader", "王强", 1, hours) for hours in (DAY, NIGHT)]
    path = tmp_path / "book.xlsx"
    assert written(path, *both).differ == 0
    assert sorted(read(path).entries, key=str) == sorted(both, key=str)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=months())
def test_any_month_comes_back_as_it_was(tmp_path: Path, entries: list[RosterEntry]) -> None:
    if not entries:
        return
    path = tmp_path / "值班.xlsx"
    assert written(path, *entries).differ == 0
    found = read(path)
    assert found.problems == ()
    assert sorted(found.entries, key=str) == sorted(entries, key=str)


def test_the_roster_is_printed_with_the_numbers_below(tmp_path: Path, spoken: str) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("2026-12")
    for row in (
        ["十二月"],
        ["日期", "星期", "班次", "带班领导", "电话"],
        ["1日", "二", "白班", "王强", "139-0000-0001"],
        ["", "", "夜班", "钱进", ""],
        [],
        ["日期", "班次", "岗位"],
        ["2日", "全天", "接待人"],
    ):
        sheet.append(row)
    leader = entry("duty_leader", "王强", 1, DAY, phone="139-0000-0001")
    data = sheet_docx(roster_paper(book, [leader], "市信访局"), HEAD)
    found = [each for each in paragraphs(data) if each]
    assert found[:6] == ["市信访局", "十二月", "日期", "星期", "班次", "带班领导"]
    assert found[6:14] == ["1日", "二", "白班", "王强", "1日", "二", "夜班", "钱进"]
    assert found[14:20] == ["日期", "班次", "岗位", "2日", "全天", "接待人"]
    assert found[22:] == ["王强", "139-0000-0001"]


def test_a_roster_on_paper_may_have_another_ending_than_a_template(tmp_path: Path) -> None:
    check_book(tmp_path / "表.docx", replace=False, paper=True)
    for path, paper in ((tmp_path / "表.docx", False), (tmp_path / "表.odt", True)):
        with pytest.raises(Refused):
            check_book(path, replace=False, paper=paper)
