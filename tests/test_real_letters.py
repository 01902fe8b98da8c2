"""A thousand real letters come in without loss and are given back character for character.

The files lie beside the project, not in it: these tests skip where they are absent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from tests import sources
from tests.commanded import ZONE, TestOffices, throw_away_offices
from tests.hostile import assert_harmless
from xfconsole.core.words.text import neutral

REAL = sources.ROOT.parent / "shared" / "real"
FILES = ("letters.xlsx", "letters_with_replies.xlsx")

pytestmark = pytest.mark.skipif(
    not all((REAL / name).is_file() for name in FILES),
    reason="the real letters are not beside the project, in ../shared/real",
)


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


@pytest.fixture(scope="module")
def results(offices: TestOffices) -> dict[str, Any]:
    return {name: offices.run_json("import", "letters", REAL / name) for name in FILES}


def rows(name: str) -> list[tuple[Any, ...]]:
    """Return the file's rows as a reader of its own sees them, without the header."""
    book = load_workbook(REAL / name, read_only=True)
    found = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    return found


def local(cell: Any) -> datetime:
    if not isinstance(cell, datetime):
        cell = datetime.strptime(cell.replace("-", "/"), "%Y/%m/%d %H:%M:%S")  # noqa: DTZ007
    return cell.replace(tzinfo=ZoneInfo(ZONE))  # type: ignore[no-any-return]


@pytest.mark.parametrize(("name", "replies"), [(FILES[0], 0), (FILES[1], 400)])
def test_every_row_comes_in(results: dict[str, Any], name: str, replies: int) -> None:
    found = results[name]
    assert (found["added"], found["known"], found["bad"]) == (len(rows(name)), 0, [])
    assert found["replies"] == replies


def test_every_letter_is_given_back_character_for_character(
    offices: TestOffices, results: dict[str, Any]
) -> None:
    matters = {each["source_ref"].partition("#")[0]: each for each in offices.run_json("matters")}
    assert len(matters) == sum(found["rows"] for found in results.values()) == 1000
    for name in FILES:
        for number, _, title, sent, text, *reply in rows(name):
            matter = matters[str(number)]
            assert matter["source"] == name
            assert matter["summary"] == neutral(title).strip()
            assert matter["text"] == neutral(text)
            assert datetime.fromisoformat(matter["received_at"]) == local(sent)
            if isinstance(reply[0], str):
                (given,) = matter["replies"]
                assert given["text"] == neutral(reply[0])
                assert datetime.fromisoformat(given["at"]) == local(reply[1])
            assert_harmless(matter["text"])


def test_no_writer_is_shown(offices: TestOffices, results: dict[str, Any]) -> None:
    assert results
    # A reply may greet its writer by the number: only what nobody wrote into a text counts.
    for matter in offices.run_json("matters"):
        matter.update(text="", summary="", replies=[])
        assert "A000" not in str(matter)
        assert "UU00" not in str(matter)


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_again_adds_nothing(
    offices: TestOffices, results: dict[str, Any], name: str
) -> None:
    again = offices.run_json("import", "letters", REAL / name)
    assert (again["added"], again["known"], again["replies"]) == (0, results[name]["rows"], 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", FILES)
def test_the_same_letters_saved_as_text_add_nothing(
    offices: TestOffices, results: dict[str, Any], tmp_path: Path, name: str, encoding: str
) -> None:
    path = tmp_path / "saved.csv"
    head = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head if name == FILES[1] else head[:5])
        writer.writerows(row if name == FILES[1] else row[:5] for row in rows(name))
    again = offices.run_json("import", "letters", path)
    assert (again["added"], again["known"], again["bad"]) == (0, results[name]["rows"], [])
