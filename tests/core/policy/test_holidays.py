"""The published holidays, the office's own days on top of them, and the command for both."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from tests.notices import NOTICES
from xfconsole import cli
from xfconsole.core.policy.holiday_file import MAX_BYTES, parse_own_days
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.toml_text import MAX_LINE
from xfconsole.office_files.in_force import OWN_DAYS, published_workdays, workdays_in_force
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue, language, use
from xfconsole.ui.words.roster import holiday_name

FAR_YEAR = """
covers = [2041]
working = [2041-01-05]

[holidays]
2041-01-01 = "元旦"
2041-01-02 = "元旦"
"""


@pytest.fixture(autouse=True)
def _language_again() -> Iterator[None]:
    before = language()
    yield
    use(before)


def office(folder: Path, text: str) -> Path:
    (folder / OWN_DAYS).write_text(text, encoding="utf-8")
    return folder


# --- what is published ---------------------------------------------------------------------------


def days(first: int, last: int) -> list[date]:
    """Return every day of the years from ``first`` to ``last``."""
    length = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    return [date(first, 1, 1) + timedelta(days=number) for number in range(length)]


def test_every_day_is_worked_as_the_package_says() -> None:
    works = published_workdays().works
    assert [on for on in days(2004, 2026) if works(on) is not chinese_calendar.is_workday(on)] == []


def test_every_day_is_worked_as_the_notices_say() -> None:
    works = published_workdays().works
    assert [on for on in days(2024, 2026) if works(on) is not NOTICES.works(on)] == []


def test_the_package_is_not_loaded_before_somebody_asks() -> None:
    code = "import sys, xfconsole.office_files.in_force; print('chinese_calendar' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_a_year_is_covered_once_its_notice_is_published() -> None:
    table = published_workdays()
    assert all(table.covers(year) for year in range(2004, 2027))
    assert not table.covers(2003)
    assert not table.covers(2031)


def test_a_day_named_by_the_notice_before_does_not_make_a_year_covered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = {**chinese_calendar.holidays, date(2041, 1, 1): "New Year's Day"}
    monkeypatch.setattr(chinese_calendar, "holidays", named)
    table = published_workdays.__wrapped__()
    assert table.name(date(2041, 1, 1)) == "元旦"
    assert not table.covers(2041)


def test_every_published_name_has_words_in_both_languages() -> None:
    names = set(published_workdays().holidays.values())
    assert {"元旦", "春节", "国庆节"} <= names
    use("en")
    assert [name for name in names if not holiday_name(name).isascii()] == []


def test_an_office_without_a_table_counts_by_the_published_one(tmp_path: Path) -> None:
    assert workdays_in_force(tmp_path) == published_workdays()
    assert workdays_in_force(tmp_path / "none") == published_workdays()


# --- the office's own table ----------------------------------------------------------------------


def test_an_own_table_covers_a_further_year(tmp_path: Path) -> None:
    table = workdays_in_force(office(tmp_path, FAR_YEAR))
    assert table.covers(2041)
    assert [table.works(date(2041, 1, day)) for day in (2, 3, 5, 6)] == [False, True, True, False]
    assert table.name(date(2041, 1, 1)) == "元旦"
    assert not table.works(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("text", "day", "works"),
    [
        pytest.param("working = [2026-10-01]", date(2026, 10, 1), True, id="a holiday taken back"),
        pytest.param("working = [2026-10-11]", date(2026, 10, 11), True, id="one more exchange"),
        pytest.param(
            '[holidays]\n2026-10-10 = "校庆"',
            date(2026, 10, 10),
            False,
            id="an exchange taken back",
        ),
        pytest.param(
            '[holidays]\n2026-03-09 = "x"', date(2026, 3, 9), False, id="one more holiday"
        ),
    ],
)
def test_an_own_day_goes_before_the_published_one(
    text: str, day: date, works: bool, tmp_path: Path
) -> None:
    assert published_workdays().works(day) is not works
    assert workdays_in_force(office(tmp_path, text)).works(day) is works


def test_a_day_of_a_year_not_complete_is_followed_but_the_year_stays_provisional(
    tmp_path: Path,
) -> None:
    table = workdays_in_force(office(tmp_path, '[holidays]\n2031-01-01 = "元旦"\n'))
    assert not table.works(date(2031, 1, 1))
    assert not table.covers(2031)


@pytest.mark.parametrize("text", ["", "# nothing\n", "\ufeff", "covers = []\r\nworking = []\r\n"])
def test_a_table_that_says_nothing_changes_nothing(text: str, tmp_path: Path) -> None:
    assert workdays_in_force(office(tmp_path, text)) == published_workdays()


DAY = '[holidays]\n2027-01-01 = "元旦"\n'
FAULTS = [
    pytest.param("x = 1", 1, "key", id="unknown name"),
    pytest.param("\n\nworking = [2027-01-03", 3, "toml", id="open bracket"),
    pytest.param(DAY + '2027-01-01 = "元旦"', 3, "toml", id="a day twice"),
    pytest.param("a = " + "[" * 900, 1, "toml", id="a thousand brackets"),
    pytest.param("covers = [" + "9" * 900, 1, "toml", id="a number without end"),
    pytest.param("a" + ".a" * MAX_LINE, 1, "long_line", id="a name without end"),
    pytest.param(DAY + "# \x1b[2J", 3, "control", id="escape sequence"),
    pytest.param(DAY + "# \u202e", 3, "control", id="direction override"),
    pytest.param("holidays = 1", 1, "no_table", id="holidays no table"),
    pytest.param("[holidays]\n\n20270101 = 'x'", 3, "date", id="date without dashes"),
    pytest.param("[holidays]\n2027-W01-1 = 'x'", 2, "date", id="week"),
    pytest.param("[holidays]\n2027-02-29 = 'x'", 2, "date", id="no such day"),
    pytest.param("[holidays]\n'\\u001b' = 'x'", 2, "date", id="text for a date"),
    pytest.param(DAY + "working = []", 3, "date", id="working below the table"),
    pytest.param("[holidays]\n2027-01-01 = 1", 2, "name", id="number for a name"),
    pytest.param("[holidays]\n2027-01-01 = ' '", 2, "name", id="blank name"),
    pytest.param('[holidays]\n2027-01-01 = "a\\u001bb"', 2, "name", id="escape in a name"),
    pytest.param('[holidays]\n2027-01-01 = """a\nb"""', 2, "name", id="name of two lines"),
    pytest.param(f"[holidays]\n2027-01-01 = '{'长' * 41}'", 2, "name", id="name too long"),
    pytest.param("working = 2027-01-03", 1, "no_dates", id="one date for a list"),
    pytest.param("working = [\n2027-01-03,\n'2027-01-04',\n]", 3, "working", id="quoted date"),
    pytest.param("working = [2027-01-03T00:00:00]", 1, "working", id="date with a time"),
    pytest.param("working = [\n2027-01-03,\n2027-01-01]\n" + DAY, 3, "both", id="free and worked"),
    pytest.param("covers = 2027", 1, "no_years", id="one year for a list"),
    pytest.param("covers = ['2027']\n" + DAY, 1, "year", id="quoted year"),
    pytest.param("covers = [true]\n" + DAY, 1, "year", id="flag for a year"),
    pytest.param("covers = [\n2027,\n2028,\n]\n" + DAY, 3, "bare_year", id="year without days"),
]


@pytest.mark.parametrize(("text", "line", "fault"), FAULTS)
def test_a_fault_is_refused_with_its_line(text: str, line: int, fault: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        workdays_in_force(office(tmp_path, text))
    told = refused.value
    assert (told.key, told.values["line"]) == (f"holidays.refused.{fault}", line)
    for each in LANGUAGES:
        said = catalogue(each).say(told.key, **told.values)
        assert OWN_DAYS in said
        assert str(line) in said
        assert said.isprintable()


def test_a_file_that_is_no_text_is_refused_with_its_line() -> None:
    with pytest.raises(Refused) as refused:
        parse_own_days("working = []\n# 元旦".encode("gbk"), OWN_DAYS)
    assert (refused.value.key, refused.value.values["line"]) == ("holidays.refused.not_utf8", 2)


def test_a_megabyte_is_read_and_a_byte_more_is_not(tmp_path: Path) -> None:
    full = ("#" * 99 + "\n") * (MAX_BYTES // 100)
    assert workdays_in_force(office(tmp_path, full)) == published_workdays()
    with pytest.raises(Refused) as refused:
        workdays_in_force(office(tmp_path, full + "#"))
    assert refused.value.key == "holidays.refused.too_large"


def test_what_is_there_and_cannot_be_read_is_never_passed_over(tmp_path: Path) -> None:
    (tmp_path / OWN_DAYS).symlink_to(tmp_path / "gone.toml")
    with pytest.raises(Refused) as refused:
        workdays_in_force(tmp_path)
    assert refused.value.key == "holidays.refused.unreadable"


# --- the command ---------------------------------------------------------------------------------


def shown(home: Path, *arguments: str, lang: str = "en") -> int:
    return cli.run(["--home", str(home), "--lang", lang, "holidays", *arguments])


def test_a_year_is_listed_without_any_office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(tmp_path / "none", "--year", "2025") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2025: the holidays are published; working days are counted by them."
    assert lines[1] == "Free from Monday to Friday (18):"
    assert "  2025-10-06 Mon Mid-Autumn Festival" in lines
    assert lines[-6:] == [
        "Weekend days worked in exchange (5):",
        "  2025-01-26 Sun",
        "  2025-02-08 Sat",
        "  2025-04-27 Sun",
        "  2025-09-28 Sun",
        "  2025-10-11 Sat",
    ]
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("lang", "said"), [("zh", "暂定"), ("en", "provisional")])
def test_a_year_without_a_notice_is_called_provisional(
    lang: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(tmp_path, "--year", "2031", lang=lang) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert said in line


def test_the_offices_own_days_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office(tmp_path, FAR_YEAR)
    assert shown(tmp_path, "--year", "2041", lang="zh") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "已并入 holidays.toml 里的日子。",
        "周一至周五放假的日子（2 天）：",
        "  2041-01-01 周二 元旦",
        "  2041-01-02 周三 元旦",
        "调休上班的周末（1 天）：",
        "  2041-01-05 周六",
    ]


def test_a_year_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office(tmp_path, FAR_YEAR)
    assert shown(tmp_path, "--year", "2041", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "year": 2041,
        "covered": True,
        "own": "holidays.toml",
        "digest": workdays_in_force(tmp_path).digest,
        "free": [{"on": f"2041-01-0{day}", "name": "元旦"} for day in (1, 2)],
        "working": ["2041-01-05"],
        "others": [],
        "hidden": [],
    }


def test_another_table_can_be_tried_before_it_is_put_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office(tmp_path, "covers = [2027]")
    draft = tmp_path / "draft.toml"
    draft.write_text(FAR_YEAR, encoding="utf-8")
    assert shown(tmp_path, "--year", "2041", "--file", str(draft)) == 0
    assert "With the days of draft.toml." in capsys.readouterr().out


@pytest.mark.parametrize("year", ["1", "9999"])
def test_the_ends_of_the_calendar_can_be_asked_for(year: str, tmp_path: Path) -> None:
    assert shown(tmp_path, "--year", year) == 0


def test_an_own_table_at_fault_is_named_and_the_published_days_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(office(tmp_path, "covers = [2027]"), "--year", "2026", "--json") == 0
    said = capsys.readouterr()
    assert (json.loads(said.out)["own"], said.err.count("\n")) == ("", 1)
    assert "Line 1 of the table of holidays holidays.toml" in said.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["--file", "no-such-file.toml"], 1, id="no such file"),
        pytest.param(["--file", "."], 1, id="a folder"),
        pytest.param(["--year", "0"], 2, id="no such year"),
        pytest.param(["--year", "soon"], 2, id="no year"),
    ],
)
def test_what_cannot_be_listed_is_told_in_one_sentence(
    arguments: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(office(tmp_path, "covers = [2027]"), *arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
