"""Timeliness over real letters, against figures worked out by another reader of the workbook.

The file lies beside the project, not in it: these tests skip where it is absent.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests import sources
from tests.commanded import TestOffices, throw_away_offices
from xfconsole.commands import report

FILE = sources.ROOT.parent / "shared" / "real" / "letters_with_replies.xlsx"
SENT, REPLIED = "留言时间", "答复时间"

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
def letters() -> list[tuple[date, int]]:
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


def figures(days: list[int]) -> dict[str, Any]:
    days = sorted(days)
    return {
        "received": len(days),
        "answered": len(days),
        "unanswered": 0,
        "ended": 0,
        "within_15": len([each for each in days if each <= 15]),
        "waiting": 0,
        "beyond_15": len([each for each in days if each >= 16]),
        "beyond_60": len([each for each in days if each >= 61]),
        "beyond_90": len([each for each in days if each >= 91]),
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
    letters: list[tuple[date, int]],
    monkeypatch: pytest.MonkeyPatch,
    since: str,
    until: str,
) -> None:
    options = ["--since", since, "--until", until] if since else []
    found = reported(offices, monkeypatch, *options)
    first = date.fromisoformat(since) if since else date.min
    last = date.fromisoformat(until) if until else date.max
    expected = figures([days for sent, days in letters if first <= sent <= last])
    assert {key: found[key] for key in expected} == expected


def test_months_are_those_of_the_workbook(
    offices: TestOffices, letters: list[tuple[date, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = reported(offices, monkeypatch, "--by", "month")["groups"]
    months: dict[str, list[int]] = {}
    for sent, days in sorted(letters):
        months.setdefault(f"{sent:%Y-%m}", []).append(days)
    assert groups == [{"name": name, **figures(days)} for name, days in months.items()]


def test_the_letters_reach_every_limit(letters: list[tuple[date, int]]) -> None:
    """Else the comparison above would say nothing about the limits."""
    days = {days for _, days in letters}
    assert {15, 16} <= days
    assert min(days) < 15 < 60 < 90 < max(days)
