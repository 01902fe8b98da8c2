"""Timeliness over real letters, against figures worked out by another reader of the workbook.

The file lies beside the project, not in it: these tests skip where it is absent.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import pytest
from chinese_calendar import is_workday  # type: ignore[import-untyped]
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests import sources
from tests.commanded import TestOffices, throw_away_offices
from xfconsole.commands import report

FILE = sources.ROOT.parent / "shared" / "real" / "letters_with_replies.xlsx"
SENT, REPLIED = "留言时间", "答复时间"

Letter: TypeAlias = tuple[date, int]
"""The day it was sent, and after how many days it was replied to."""

pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason="the real letters with replies are not beside the project, in ../shared/real",
)


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        found.run("import", "letters", FILE)
        yield found


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    """The day each letter was sent, and after how many days it was replied to."""
    book = load_workbook(FILE, read_only=True)
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    sent, replied = head.index(SENT), head.index(REPLIED)
    return [(day(row[sent]), (day(row[replied]) - day(row[sent])).days) for row in rows]


def day(cell: Any) -> date:
    """Return the local date in a cell; times in this file are local, as is the office's day."""
    if isinstance(cell, datetime):
        return cell.date()
    year, month, number = cell.split()[0].replace("-", "/").split("/")
    return date(int(year), int(month), int(number))


def late(letter: Letter, limit: int) -> bool:
    """Whether a reply came after the last day of a limit, which rolls to a working day."""
    sent, days = letter
    last = sent + timedelta(days=limit)
    while not is_workday(last):
        last += timedelta(days=1)
    return sent + timedelta(days=days) > last


def figures(letters: list[Letter]) -> dict[str, Any]:
    days = sorted(days for _, days in letters)
    beyond = {limit: sum(late(each, limit) for each in letters) for limit in (15, 60, 90)}
    return {
        "received": len(days),
        "answered": len(days),
        "unanswered": 0,
        "ended": 0,
        "within_15": len(days) - beyond[15],
        "waiting": 0,
        "beyond_15": beyond[15],
        "beyond_60": beyond[60],
        "beyond_90": beyond[90],
        "unanswered_beyond_15": 0,
        "unanswered_beyond_60": 0,
        "unanswered_beyond_90": 0,
        "median_days": days[math.ceil(len(days) / 2) - 1] if days else None,
        "p90_days": days[math.ceil(len(days) * 9 / 10) - 1] if days else None,
        "first_time": len(days),
        "first_time_rate": 1.0 if days else None,
    }


def reported(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, *options: str
) -> dict[str, Any]:
    ended = CliRunner().invoke(report.app, ["timeliness", *options, "--json"], obj=offices)
    assert ended.exception is None, ended.exception
    return json.loads(ended.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        pytest.param("", "", id="all"),
        pytest.param("2016-01-01", "2016-12-31", id="a year"),
        pytest.param("2018-02-01", "2018-02-28", id="a month"),
        pytest.param("2001-01-01", "2001-12-31", id="a year without letters"),
    ],
)
def test_the_figures_are_those_of_the_workbook(
    offices: TestOffices,
    letters: list[Letter],
    monkeypatch: pytest.MonkeyPatch,
    since: str,
    until: str,
) -> None:
    options = ["--since", since, "--until", until] if since else []
    found = reported(offices, monkeypatch, *options)
    first = date.fromisoformat(since) if since else date.min
    last = date.fromisoformat(until) if until else date.max
    expected = figures([each for each in letters if first <= each[0] <= last])
    assert {key: found[key] for key in expected} == expected


def test_months_are_those_of_the_workbook(
    offices: TestOffices, letters: list[Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = reported(offices, monkeypatch, "--by", "month")["groups"]
    months: dict[str, list[Letter]] = {}
    for each in sorted(letters):
        months.setdefault(f"{each[0]:%Y-%m}", []).append(each)
    assert groups == [{"name": name, **figures(sent)} for name, sent in months.items()]


def test_the_letters_reach_every_limit(letters: list[Letter]) -> None:
    """Else the comparison above would say nothing about the limits."""
    days = {days for _, days in letters}
    assert {15, 16} <= days
    assert min(days) < 15 < 60 < 90 < max(days)
