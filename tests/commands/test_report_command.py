"""``report timeliness``: figures in lines that can be read aloud, and under stable keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner, Result

from tests import sources
from tests.commanded import ZONE, TestOffices, throw_away_offices
from xfconsole.commands import report
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.verbs.registering import Imported
from xfconsole.ui.text.cells import width
from xfconsole.ui.words.catalogue import LANGUAGES, use

LETTERS = [
    # received, days to the answer or None, unit, channel, anonymous
    ("2025-10-01", 15, "住建局", Channel.LETTER, True),
    ("2025-10-31", 16, "住建局", Channel.LETTER, False),
    ("2025-11-01", 91, "住建局", Channel.VISIT, False),
    ("2025-11-30", None, "教育局", Channel.ONLINE, True),
    ("2026-02-05", None, "", Channel.ONLINE, False),
]
"""Of the last two, on the day of the report, 2026-02-20: day 82, and day 15 itself."""


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        found.desk.register_batch([letter(*each) for each in LETTERS])
        yield found


def letter(on: str, days: int | None, unit: str, channel: Channel, anonymous: bool) -> Imported:
    received = datetime.fromisoformat(f"{on} 23:59:59").replace(tzinfo=ZoneInfo(ZONE))
    form = MatterForm(
        channel,
        "路灯不亮",
        unit=unit,
        anonymous=anonymous,
        identity=Identity() if anonymous else Identity(name="来访者甲"),
        received_at=received,
    )
    if days is None:
        return Imported(form)
    return Imported(form, "已修复", received + timedelta(days=days) - timedelta(hours=23))


@pytest.fixture
def chinese(offices: TestOffices, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(offices, "language", "zh")
    use("zh")
    yield
    use("en")


def run(offices: TestOffices, *options: str) -> Result:
    ended = CliRunner().invoke(report.app, ["timeliness", *options], obj=offices)
    if ended.exception is not None and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return ended


def found(offices: TestOffices, *options: str) -> dict[str, Any]:
    (line,) = run(offices, *options, "--json").stdout.splitlines()
    return json.loads(line)  # type: ignore[no-any-return]


def test_everything_received_is_told_under_its_key(offices: TestOffices) -> None:
    assert found(offices) == {
        "since": None,
        "until": None,
        "as_of": "2026-02-20",
        "unit": None,
        "channel": None,
        "by": None,
        "received": 5,
        "answered": 3,
        "unanswered": 2,
        "ended": 0,
        "within_15": 2,
        "waiting": 1,
        "beyond_15": 2,
        "beyond_60": 2,
        "beyond_90": 1,
        "unanswered_beyond_15": 1,
        "unanswered_beyond_60": 1,
        "unanswered_beyond_90": 0,
        "median_days": 16,
        "p90_days": 91,
        "first_time": 3,
        "first_time_rate": 1.0,
        "groups": [],
    }


@pytest.mark.parametrize(
    ("options", "received"),
    [
        (["--since", "2025-10-31"], 4),
        (["--until", "2025-10-31"], 2),
        (["--since", "2025-10-31", "--until", "2025-11-01"], 2),
        (["--since", "2025-11-30", "--until", "2025-11-30"], 1),
        (["--until", "2025-09-30"], 0),
        (["--unit", "住建局"], 3),
        (["--unit", " 住建局\n"], 3),
        (["--unit", ""], 1),
        (["--unit", "没有的局"], 0),
        (["--channel", "online"], 2),
        (["--channel", "letter", "--unit", "住建局", "--since", "2025-10-02"], 1),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else None,
)
def test_period_unit_and_channel_choose(
    offices: TestOffices, options: list[str], received: int
) -> None:
    assert found(offices, *options)["received"] == received


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("unit", {"": 1, "住建局": 3, "教育局": 1}),
        ("channel", {"letter": 2, "visit": 1, "online": 2}),
        ("month", {"2025-10": 2, "2025-11": 2, "2026-02": 1}),
    ],
)
def test_groups_are_told_apart(offices: TestOffices, by: str, groups: dict[str, int]) -> None:
    said = found(offices, "--by", by)
    assert [(each["name"], each["received"]) for each in said["groups"]] == list(groups.items())
    assert {key for each in said["groups"] for key in each} == {"name"} | {
        key for key in said if key not in "since until as_of unit channel by groups".split()
    }


def test_figures_are_lines_in_english(offices: TestOffices) -> None:
    options = ["--since", "2025-10-01", "--until", "2026-02-20", "--by", "unit"]
    assert run(offices, *options).stdout.splitlines() == [
        "Timeliness of answers, as of 2026-02-20, in calendar days, received from 2025-10-01, "
        "received until 2026-02-20",
        "Matters",
        "received: 5",
        "answered: 3",
        "not answered yet: 2",
        "ended without an answer, none is owed: 0",
        "answered within 15 days: 2",
        "not answered, 15 days not over: 1",
        "beyond 15 days: 2, 1 of them not answered yet",
        "beyond 60 days: 2, 1 of them not answered yet",
        "beyond 90 days: 1, 0 of them not answered yet",
        "days to the answer, median: 16",
        "days to the answer, 90th percentile: 91",
        "concluded the first time: 3, rate 100.0%",
        "By responsible unit",
        "no unit named: received 1, answered 0, <=15 0, >15 0, >60 0, >90 0, "
        "median none, p90 none, 1st % none",
        "住建局: received 3, answered 3, <=15 2, >15 1, >60 1, >90 1, "
        "median 16, p90 91, 1st % 100.0%",
        "教育局: received 1, answered 0, <=15 0, >15 1, >60 1, >90 0, "
        "median none, p90 none, 1st % none",
        "<=15: answered within 15 days; >15, >60, >90: beyond, those not answered yet included; "
        "median, p90: days to the answer.",
    ]


def test_figures_are_lines_in_chinese(offices: TestOffices, chinese: None) -> None:
    lines = run(offices, "--channel", "online", "--unit", "教育局", "--by", "channel").stdout
    assert lines.splitlines() == [
        "答复时效，截至 2026-02-20，按自然日计，责任单位 教育局，信访形式 网上",
        "信访事项（件）",
        "收到：1",
        "已答复：0",
        "尚未答复：1",
        "未答复、按规定不再答复：0",
        "15 日内答复：0",
        "尚未答复、未满 15 日：0",
        "超过 15 日：1，其中尚未答复 1",
        "超过 60 日：1，其中尚未答复 1",
        "超过 90 日：0，其中尚未答复 0",
        "答复用时中位数（日）：无",
        "答复用时第 90 百分位数（日）：无",
        "一次性化解：0，一次性化解率 无",
        "按信访形式",
        "网上：收到 1，答复 0，15内 0，超15 1，超60 1，超90 0，中位 无，90分位 无，一次化解率 无",
        "15内：15 日内答复的；超15、超60、超90：超过这些日数的，含尚未答复的；"
        "中位、90分位：答复用时（日）。",
    ]


def test_groups_are_a_table_of_80_cells_on_a_terminal(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, chinese: None
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PAGER", "")
    seen = re.sub(r"\x1b\[[\d;]*m", "", offices.seen("report", "timeliness", "--by", "unit"))
    rows = [each.split() for each in seen.splitlines() if each.startswith(("责任单位", "住建局"))]
    heads = "责任单位 收到 答复 15内 超15 超60 超90 中位 90分位 一次化解率"
    assert rows == [heads.split(), "住建局 3 3 2 1 1 1 16 91 100.0%".split()]
    assert max(map(width, seen.split("15内：")[0].splitlines())) <= 80


def test_a_sheet_holds_the_same_figures(offices: TestOffices, tmp_path: Path) -> None:
    file = tmp_path / "timeliness.csv"
    run(offices, "--by", "unit", "--xlsx", str(file))
    assert "住建局,3,3,2,1,1,1,16,91,100.0%" in file.read_text("utf-8-sig").splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_period_is_said_in_a_sentence(
    offices: TestOffices, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(offices, "language", language)
    use(language)
    lines = run(offices, "--until", "2001-01-01", "--by", "month").stdout.splitlines()
    sentence = {
        "en": "No matter was received that fits: try other dates or conditions.",
        "zh": "没有符合条件的信访事项：请换个日期或条件。",
    }
    assert lines[-1] == sentence[language]
    use("en")
    assert len(lines) == 2
    empty = found(offices, "--until", "2001-01-01", "--by", "month")
    assert (empty["received"], empty["median_days"], empty["first_time_rate"]) == (0, None, None)
    assert empty["groups"] == []


@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize("day", ["2026-02-30", "last month", "0001-01-01", "9999-12-31", "\x1b[m"])
def test_a_day_that_is_none_is_refused(offices: TestOffices, option: str, day: str) -> None:
    with pytest.raises(Refused) as refused:
        run(offices, option, day)
    assert refused.value.key == "timeliness.refused.date"
    assert refused.value.values == {"option": option}


def test_a_period_that_ends_before_it_begins_is_refused(offices: TestOffices) -> None:
    with pytest.raises(Refused) as refused:
        run(offices, "--since", "2026-02-02", "--until", "2026-02-01")
    assert refused.value.key == "timeliness.refused.order"


def test_nobody_who_wrote_is_counted_or_named(offices: TestOffices) -> None:
    for by in ("unit", "channel", "month"):
        said = run(offices, "--by", by).stdout + run(offices, "--by", by, "--json").stdout
        assert "来访者甲" not in said
        assert "anonymous" not in said.casefold()
    assert run(offices, "--by", "anonymous").exit_code == 2


def test_every_key_is_documented_and_no_other(offices: TestOffices) -> None:
    text = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.split("## `report timeliness --json`")[1].split("\n## ")[0]
    documented = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", section, re.M))))
    said = found(offices, "--by", "unit")
    assert {*said, *(key for each in said["groups"] for key in each)} == documented


def test_the_example_of_the_page_is_what_is_printed(offices: TestOffices) -> None:
    page = (sources.ROOT / "docs" / "timeliness.md").read_text(encoding="utf-8")
    example = page.split("```text\n$ xfconsole report timeliness ")[1].split("```")[0]
    asked, _, printed = example.partition("\n")
    assert run(offices, *asked.split()).stdout == printed
