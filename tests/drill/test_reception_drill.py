"""What a drill of reception days is refused with while it runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xfconsole.commands.drill import run_file
from xfconsole.ui.words.catalogue import catalogue

HEAD = "start = 2026-02-20T09:00:00+08:00\nuntil = '+2h'\n"
PLAN = """
[[step]]
do = "reception"
session = "一"
on = 2026-03-02
hours = "9:00-11:30"
leader = "王强"
"""


@pytest.mark.parametrize(
    ("steps", "key", "values"),
    [
        (PLAN + PLAN, "drill.refused.planned_twice", {"session": "一"}),
        (
            "[[step]]\ndo = 'reception_held'\nsession = '二'\n",
            "drill.refused.no_session",
            {"session": "二"},
        ),
        (
            f"{PLAN}[[step]]\ndo = 'reception_decide'\nsession = '一'\nmatter = '甲'\n"
            "decision = 'settled'\ntext = '已答复'\n",
            "drill.refused.no_matter",
            {"matter": "甲"},
        ),
        (PLAN.replace("9:00-11:30", "上午"), "reception.refused.hours", {"text": "上午"}),
        (PLAN.replace("王强", "王二"), "reception.refused.unknown_leader", {"person": "王二"}),
    ],
)
def test_a_step_that_fits_nothing_is_told(
    tmp_path: Path, steps: str, key: str, values: dict[str, str]
) -> None:
    night = tmp_path / "night.toml"
    night.write_text(HEAD + steps, encoding="utf-8")
    lines = [json.loads(line) for line in run_file(night, "en", as_json=True)]
    refused = [each["text"] for each in lines if each["kind"] == "refused"]
    assert refused == [catalogue("en").say(key, **values)]
