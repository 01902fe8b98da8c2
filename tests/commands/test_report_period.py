"""``report week|month|quarter|units``: tables to look at, sentences to hear, keys and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import sources
from tests.commanded import TestOffices, throw_away_offices
from tests.commands.test_report_command import LETTERS, letter
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import use


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        found.desk.register_batch([letter(*each) for each in LETTERS])
        yield found


@pytest.fixture
def chinese(offices: TestOffices, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(offices, "language", "zh")
    use("zh")
    yield
    use("en")


def read_back(file: Path) -> list[list[str]]:
    """Return the rows of a sheet as a spreadsheet reads them."""
    sheet = load_workbook(file).worksheets[0]
    return [
        [str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)
    ]


def test_a_quarter_is_told_under_its_keys(offices: TestOffices) -> None:
    found = offices.run_json("report", "quarter", "2025-Q4")
    rates = found.pop("rates")
    groups = found.pop("groups")
    assert found == {
        "period": "2025-Q4",
        "since": "2025-10-01",
        "until": "2025-12-31",
        "as_of": "2026-02-20",
        "received": 4,
        "in_time": 2,
        "late": 1,
        "open": 0,
        "overdue": 1,
        "ended": 0,
        "answered": 3,
    }
    assert {name: (each["done"], each["of"]) for name, each in rates.items()} == {
        "first_time": (3, 3),
        "dealt": (0, 1),
        "accepted": (0, 0),
        "replied": (2, 4),
        "ordered": (0, 0),
        "simple": (0, 0),
        "settled": (0, 4),
        "satisfied": (0, 0),
    }
    assert [rates["settled"][key] for key in ("rate", "target", "reached")] == [0.0, 95, False]
    assert [rates["ordered"][key] for key in ("rate", "target", "reached")] == [None, 100, None]
    assert {by: [each["name"] for each in found] for by, found in groups.items()} == {
        "unit": ["住建局", "教育局", ""],
        "channel": ["letter", "visit", "online"],
        "month": ["2025-10", "2025-11"],
        "subject": [""],
    }


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        (["week"], "2026-02-16", "2026-02-22"),
        (["month", "last"], "2026-01-01", "2026-01-31"),
        (["quarter"], "2026-01-01", "2026-03-31"),
        (["units", "last"], "2025-10-01", "2025-12-31"),
        (["units", "2025-11"], "2025-11-01", "2025-11-30"),
        (["units", "2025-W40"], "2025-09-29", "2025-10-05"),
    ],
    ids=" ".join,
)
def test_a_period_is_these_days(
    offices: TestOffices, words: list[str], first: str, last: str
) -> None:
    found = offices.run_json("report", *words)
    assert (found["since"], found["until"]) == (first, last)


@pytest.mark.parametrize("stretch", ["week", "month", "quarter", "units"])
@pytest.mark.parametrize("period", ["next", "2026-99", "\x1b[31m"])
def test_what_is_no_period_is_refused(offices: TestOffices, stretch: str, period: str) -> None:
    with pytest.raises(Refused) as refused:
        offices.run("report", stretch, period)
    key = "quarter" if stretch == "units" else stretch
    assert refused.value.key == f"figures.refused.{key}"


def test_units_are_drawn_on_a_terminal(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, chinese: None
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    seen = re.sub(r"\x1b\[[\d;]*m", "", offices.seen("report", "units", "2025-Q4"))
    lines = seen.splitlines()
    assert [
        line.split() for line in lines if line.startswith(("责任单位", "住建局", "教育局"))
    ] == [
        ["责任单位", "收到", "按期", "超期", "在办", "已超期", "按期率", "办结率"],
        ["住建局", "3", "2", "1", "0", "0", "66.6%", "0.0%"],
        ["教育局", "1", "0", "0", "0", "1", "0.0%", "0.0%"],
    ]


def test_a_quarter_is_sentences_where_it_is_piped(offices: TestOffices, chinese: None) -> None:
    lines = offices.run("report", "quarter", "2025-Q4").stdout.splitlines()
    assert lines[0] == "2025-Q4 收到的信访事项（2025-10-01 至 2025-12-31），截至 2026-02-20"
    assert "按期答复：2" in lines
    assert "一次性化解率：实际 100.0%，件数 3/3，目标 98%，结果 达到" in lines
    assert "办结率：实际 0.0%，件数 0/4，目标 95%，结果 未达到" in lines
    assert "目标依据：某地信访工作目标（地方规定，各地不一），可改" in lines
    assert (
        "住建局：收到 3，答复 3，在办 0，已超期 0，一次化解率 100.0%，按期率 66.6%，办结率 0.0%"
        in lines
    )


def test_a_period_without_matters_is_a_sentence(offices: TestOffices) -> None:
    lines = offices.run("report", "month", "2001-01").stdout.splitlines()
    assert lines[1:] == ["No matter was received that fits: try other dates or conditions."]


def test_a_sheet_holds_the_same_numbers(offices: TestOffices, tmp_path: Path) -> None:
    file = tmp_path / "quarter.xlsx"
    said = offices.run("report", "quarter", "2025-Q4", "--xlsx", file).stdout
    assert said == "Written to quarter.xlsx.\n"
    rows = read_back(file)
    assert ["住建局", "3", "3", "0", "0", "100.0%", "66.6%", "0.0%"] in rows
    with pytest.raises(Refused) as refused:
        offices.run("report", "quarter", "--xlsx", file)
    assert refused.value.key == "export.refused.exists"
    offices.run("report", "quarter", "2001-Q1", "--xlsx", file, "--replace")
    assert ["住建局", "3", "3", "0", "0", "100.0%", "66.6%", "0.0%"] not in read_back(file)


def test_a_unit_that_is_a_formula_stays_a_text(tmp_path: Path) -> None:
    with throw_away_offices() as offices:
        offices.desk.register_batch([letter("2026-02-05", 1, "=1+1", LETTERS[0][3], True)])
        file = tmp_path / "units.xlsx"
        offices.run("report", "units", "--xlsx", file)
        assert "'=1+1" in [row[0] for row in read_back(file) if row]


def test_every_key_is_documented_and_no_other(offices: TestOffices) -> None:
    text = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.split("## `report week --json`")[1].split("\n## ")[0]
    documented = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", section, re.M))))
    said = offices.run_json("report", "quarter", "2025-Q4")
    groups = said["groups"]["unit"]
    assert {*said, *said["rates"]["settled"], *groups[0]} == documented
    rates = re.search(r"\| `rates` \| (.*) \|", section)
    assert rates
    assert re.findall(r"`(\w+)`", rates[1]) == list(said["rates"])


def test_the_example_of_the_page_is_what_is_printed(offices: TestOffices) -> None:
    page = (sources.ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    example = page.split("```text\n$ xfconsole report ")[1].split("```")[0]
    asked, _, printed = example.partition("\n")
    assert offices.run("report", *asked.split()).stdout == printed


def test_nobody_who_wrote_is_named(offices: TestOffices) -> None:
    said = [offices.run("report", "quarter", "2025-Q4", *each).stdout for each in ([], ["--json"])]
    assert not any("来访者甲" in each for each in said)
