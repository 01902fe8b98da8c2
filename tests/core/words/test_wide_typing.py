"""Full-width digits and signs, as a Chinese keyboard has them, mean what the narrow ones do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from screens.intake.fields import headcount
from screens.live.incident_questions import people_problem
from screens.live.post_questions import minutes_problem
from screens.matter.act_form import whole
from screens.prompt.acts import eta_problem, wait_problem
from screens.roster.questions import parse_span
from screens.shared.moments import day_meant, done_at, received_at
from screens.widgets.picker_rows import PickRow, answering, numbered
from tests import sources
from tests.desks import Night
from tests.spellings import WIDE
from xfconsole.commands import log, report_timeliness
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.ledger.filter import parse
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import (
    iso_day,
    iso_month,
    iso_time,
    keyed,
    narrow,
    whole_number,
)
from xfconsole.ui import command_line
from xfconsole.ui.text.pinyin import rank
from xfconsole.ui.words.closed_lists import ledger_names

NOW, ZONE = datetime(2026, 2, 19, 18, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai")


def picked(text: str) -> list[int]:
    rows = numbered(PickRow(name, name) for name in ("住建局", "教育局", "人社局"))
    return [each.number for each in answering(text, rows)]


Reader = tuple[Callable[[str], object], str, str]
READERS: dict[str, Reader] = {
    "any whole number": (whole_number, "20", "2 0"),
    "people at an incident": (people_problem, "33", "33人"),
    "people of a matter": (headcount, "33", "33人"),
    "minutes": (minutes_problem, "20", "-5"),
    "minutes until the relief comes": (eta_problem, "20", "0"),
    "minutes to put off": (lambda text: wait_problem(text, 30), "5", "99"),
    "days of an act": (lambda text: whole({"days": text}, "days", 0), "30", "1000"),
    "a received time": (lambda text: received_at(text, NOW, ZONE), "02-19 02:30", "25:99"),
    "minutes ago": (lambda text: received_at(text, NOW, ZONE), "-20", "-2 0"),
    "an act's time": (
        lambda text: done_at(text, NOW, ZONE),
        "2026-02-19 02:30",
        "2026-02-30 02:30",
    ),
    "hours ago": (lambda text: done_at(text, NOW, ZONE), "-2h", "-2x"),
    "a day": (lambda text: day_meant(text, NOW, ZONE), "2026-02-20", "2026-02-30"),
    "a day of the year": (lambda text: day_meant(text, NOW, ZONE), "02-25", "02-30"),
    "days on": (lambda text: day_meant(text, NOW, ZONE), "+3", "+x"),
    "a turn": (lambda text: parse_span(text, ZONE), "2026-02-20 17:30 - 08:30", "17:30"),
    "a picker's number": (picked, "2", "9"),
    "a picker's initials": (lambda text: rank(text, "住建局"), "zjj", "x"),
    "the day of the log": (log.day_of, "2026-02-20", "2026-02-30"),
    "the days of the report": (
        lambda text: report_timeliness.day_of(text, "--since"),
        "2026-02-20",
        "soon",
    ),
    "a filter's days": (lambda text: parse(text, ledger_names()), "到期<3天", "到期<x天"),
    "a filter's day": (lambda text: parse(text, ledger_names()), "due<=2026-03-01", "due<=soon"),
    "a filter's number": (lambda text: parse(text, ledger_names()), "no:2026-000117", "no:"),
    "an arrival": (command_line.parse, "02-117: a2 -5", "a2 5"),
    "a ring": (command_line.parse, "c2 1 20", "c2 9"),
    "a head-count": (command_line.parse, "n 33 e", "n x"),
}
"""Everything that reads a number, a day or a time somebody typed: what it takes, and does not."""


def outcome(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except Refused as refused:
        return refused.key


@pytest.mark.parametrize(("read", "plain", "_"), READERS.values(), ids=READERS)
def test_wide_signs_and_blanks_around_mean_the_same(
    read: Callable[[str], object], plain: str, _: str
) -> None:
    assert outcome(read, plain.translate(WIDE)) == outcome(read, plain)
    assert outcome(read, f"\u3000{plain.translate(WIDE)} ") == outcome(read, plain)


@pytest.mark.parametrize(("read", "plain", "bad"), READERS.values(), ids=READERS)
def test_what_is_none_is_still_told_from_what_is(
    read: Callable[[str], object], plain: str, bad: str
) -> None:
    assert outcome(read, bad.translate(WIDE)) == outcome(read, bad) != outcome(read, plain)


@pytest.mark.parametrize("text", ["", " ", "²", "①", "1_0", "+5", "５０人", "9" * 5000, "٣"])
def test_no_whole_number(text: str) -> None:
    assert whole_number(text) is None


@pytest.mark.parametrize(
    "text", ["２０２６－０２－２０", "2026−02−20", "2026–02–20 ", "2026—02—20"]
)
def test_a_day_with_any_dash(text: str) -> None:
    assert iso_day(text) == iso_day("2026-02-20") is not None


@pytest.mark.parametrize(
    "text", ["2027-02", "２０２７－２", "2027/2", "2027年2月", "二〇二七年二月"]
)
def test_a_month_is_read_as_its_first_day(text: str) -> None:
    assert iso_month(text) == date(2027, 2, 1)


@pytest.mark.parametrize(
    "text", ["", "2027", "2月", "2027-13", "2027-0", "2027-02-01", "下月", "上午15:00"]
)
def test_what_is_no_month(text: str) -> None:
    assert iso_month(text) is None


@pytest.mark.parametrize(
    ("wide", "plain"),
    [
        ("到期‹３天", "到期<3天"),
        ("到期〈３天", "到期<3天"),
        ("到期＜＝３天", "到期<=3天"),
        ("到期›=３天", "到期>=3天"),
        ("编号：１", "编号:1"),
    ],
)
def test_the_signs_that_an_input_method_offers_in_a_filter(wide: str, plain: str) -> None:
    assert parse(wide, ledger_names()) == parse(plain, ledger_names())


def test_a_note_goes_to_the_incident_whose_number_is_typed_wide() -> None:
    night = Night().open(5)
    night.desk.note("０２－００１", "坐了两排")
    assert night.said(NoteAdded) == [NoteAdded("坐了两排")]


def test_narrowing_moves_nothing() -> None:
    text = "（２０２６。０２）　住建局"
    assert len(narrow(text)) == len(text)
    assert keyed("　２－００１\n") == "2-001"


@pytest.mark.parametrize("text", ["2:05", "02:05", "２：０５", " 02∶05 ", "凌晨2点05分"])
def test_a_time_of_day_is_read_however_it_is_typed(text: str) -> None:
    assert iso_time(text) == time(2, 5)


@pytest.mark.parametrize("text", ["", "2", "24:00", "2:60", "2:5", "夜里", "02:05+08:00"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert iso_time(text) is None


def test_nobody_else_tells_digits() -> None:
    """A reader with a rule of its own would take some signs and refuse others."""
    own = re.compile(r"\.isdigit\(\)|\.isdecimal\(\)|\.isnumeric\(\)|fromisoformat\(")
    held = {
        "screens/shared/question.py",
        "xfconsole/ui/keys/key_names.py",
    }
    typed = ("screens/", "xfconsole/ui/", "xfconsole/desk/", "xfconsole/commands/")
    found = {
        sources.name(path)
        for path in sources.files("screens", "xfconsole")
        if sources.name(path).startswith(typed) and own.search(path.read_text(encoding="utf-8"))
    }
    assert found == held


@pytest.mark.parametrize(
    ("reader", "spelled", "plain"),
    [
        ("a received time", "下午 3:05", "15:05"),
        ("a received time", "15点05分", "15:05"),
        ("a received time", "2月19日晚上８点半", "02-19 20:30"),
        ("a received time", "2026年2月19日 15时05分", "2026-02-19 15:05"),
        ("an act's time", "2026/2/19 上午2:30", "2026-02-19 02:30"),
        ("a day", "2026年2月20日", "2026-02-20"),
        ("a day", "2026/2/20", "2026-02-20"),
        ("a day of the year", "2月25日", "02-25"),
        ("a day of the year", "二月二十五日", "02-25"),
        ("a turn", "2026年2月20日 17:30 至 8:30", "2026-02-20 17:30 - 08:30"),
        ("the day of the log", "2026年2月20日", "2026-02-20"),
        ("the days of the report", "2026/2/20", "2026-02-20"),
        ("a filter's day", "due<=2026年3月1日", "due<=2026-03-01"),
    ],
)
def test_a_time_written_out_means_the_same(reader: str, spelled: str, plain: str) -> None:
    read, _, bad = READERS[reader]
    assert outcome(read, spelled) == outcome(read, plain) != outcome(read, bad)


@pytest.mark.parametrize(
    "text", ["上午12:05", "晚上12:05", "傍晚3:00", "上午15:00", "下午", "下午上午3:00"]
)
def test_a_time_written_out_that_could_be_two_is_none(text: str) -> None:
    read, _, bad = READERS["a received time"]
    assert outcome(read, text) == outcome(read, bad)
