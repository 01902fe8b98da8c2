"""Every way to get a rhythm of reports wrong, and the line that is named for it."""

from __future__ import annotations

import pytest

from tests.packs import changed, default, line_of, problems
from xfconsole.core.policy.load import parse
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.policy import summary_lines


@pytest.mark.parametrize(
    ("old", "new", "key", "mark"),
    [
        pytest.param(
            'rhythms = ["county"]', 'rhythms = ["city"]', "unknown_rhythm", "rhythms = ", id="none"
        ),
        pytest.param(
            'rhythms = ["county"]', "rhythms = [1]", "not_texts", "rhythms = ", id="a number"
        ),
        pytest.param('"17:00"]', '"25:00"]', "clock", "times = ", id="no time of day"),
        pytest.param('daily = "16:30"', 'daily = "16.30"', "clock", "daily = ", id="a dot"),
        pytest.param('daily = "16:30"', "", "zero", "zero = ", id="no time for nothing"),
        pytest.param("phone = 20", "phone = 2000", "range", "phone = 2000", id="over a day"),
        pytest.param("phone = 20", "fone = 20", "unknown_key_near", "fone = 20", id="misspelt"),
        pytest.param(
            'id = "rhythm.county"', 'id = "chase.late"', "duplicate_id",
            'id = "chase.late"\nsource', id="an id of another rule",
        ),
    ],
)  # fmt: skip
def test_the_line_of_a_fault_is_named(old: str, new: str, key: str, mark: str) -> None:
    text = changed(old, new)
    (problem,) = problems(text)
    assert (problem.key, problem.line) == (f"policy.problem.{key}", line_of(mark, text))


def test_every_rhythm_of_the_default_pack_can_be_chosen() -> None:
    names = ["county", "henan", "henan_times", "taiyuan", "lanzhou", "yixing"]
    for name in names:
        text = changed('rhythms = ["county"]', f'rhythms = ["{name}"]')
        assert not problems(text)
    assert [each.name for each in default().reporting.rhythms] == ["county"]


def test_the_summary_says_by_when_reports_are_owed() -> None:
    text = changed('rhythms = ["county"]', 'rhythms = ["henan", "henan_times"]')
    (line,) = (
        each
        for each in summary_lines(parse(text, "office.toml"), catalogue("zh"))
        if each.startswith("信息报告")
    )
    assert "一般级首报 360 分钟" in line
    assert "重大级电话首报 15 分钟" in line
    assert "重大级书面首报 35 分钟" in line
    assert "08:00 17:00" in line
