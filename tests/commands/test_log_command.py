"""``xfconsole log`` tells the night line by line, on paper and for other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from tests import sources
from tests.commanded import NOW, TestOffices, throw_away_offices
from tests.hostile import assert_harmless
from xfconsole.commands.log import app, log_lines
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, RingOutcome
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import use

WHO = Identity(name="来访者甲", phone="139-0000-4321")


@pytest.fixture(scope="module")
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        form = MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", headcount=33, identity=WHO)
        found.desk.register(form, opening=True)
        found.desk.ring("02-001", "unit_head", RingOutcome.BUSY, person="孙磊\x1b[31m")
        found.desk.note("02-001", "坐了两排\n还有人来")
        yield found


def told(offices: TestOffices, *, as_json: bool) -> list[str]:
    use("en")
    with offices.duty() as office:
        hour = timedelta(hours=1)
        return list(log_lines(office, NOW - hour, NOW + hour, as_json=as_json))


def objects(offices: TestOffices) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told(offices, as_json=True)]


def test_an_entry_is_a_line_with_time_officer_and_number(offices: TestOffices) -> None:
    lines = told(offices, as_json=False)
    assert len(lines) == len(objects(offices))
    for line in lines:
        assert re.match(r"\d\d-\d\d \d\d:\d\d:\d\d  李敏  (02-001|2026-000001|-)  \S", line), line
        assert "\n" not in line
        assert_harmless(line)
    assert any("坐了两排 还有人来" in line for line in lines)


def test_the_objects_come_in_order_and_name_what_they_are_about(offices: TestOffices) -> None:
    found = objects(offices)
    assert [each["seq"] for each in found] == sorted(each["seq"] for each in found)
    kinds = [each["kind"] for each in found]
    assert kinds.index("matter.registered") < kinds.index("incident.opened")
    assert {each["number"] for each in found} == {"", "2026-000001", "02-001"}


def test_no_visitor_is_named(offices: TestOffices) -> None:
    everything = "".join(told(offices, as_json=True) + told(offices, as_json=False))
    assert "孙磊" in everything
    assert WHO.name not in everything
    assert WHO.phone not in everything


@pytest.mark.parametrize("page", [1, 1_000])
def test_what_was_taken_back_or_corrected_is_named(
    monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("xfconsole.core.night.logged.PAGE", page)
    with throw_away_offices() as made:
        made.desk.register(MatterForm(Channel.GROUP_VISIT, "停水", headcount=33), opening=True)
        (noted,) = made.desk.note("02-001", "还有人来").events
        made.desk.correct(noted.uid, {"text": "没有人来"}, "听错了")
        made.desk.ring("02-001", "unit_head", RingOutcome.BUSY, person="孙磊")
        made.desk.undo()
        found, lines = objects(made), told(made, as_json=False)
    at = {each["seq"]: each for each in found}
    *_, corrected, taken_back = (each for each in found if each["kind"] == "event.corrected")
    assert at[corrected["corrects"]]["text"] == "Note: 还有人来"
    assert at[taken_back["corrects"]]["kind"] == "post.rung"
    assert taken_back["text"] == f"Taken back: {at[taken_back['corrects']]['text']}"
    assert lines[found.index(taken_back)].endswith(taken_back["text"])
    kinds = [each["kind"] for each in found if each["corrects"] is not None]
    assert set(kinds) == {"event.corrected"}


def test_every_key_is_documented(offices: TestOffices) -> None:
    text = (sources.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.split("## `log --json`")[1].split("## ")[0]
    documented = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", section, re.M))))
    # Whose a line is stands only where there are several desks (tests/screens/log).
    documented.remove("desk")
    assert {frozenset(each) for each in objects(offices)} == {frozenset(documented)}


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "\x1b[31m"])
def test_a_day_that_is_none_is_refused(offices: TestOffices, day: str) -> None:
    ended = CliRunner().invoke(app, ["--date", day], obj=offices)
    assert isinstance(ended.exception, Refused)
    assert ended.exception.key == "cli.refused.date"
