"""The alarm budget of a pack: the default's, that of older packs, and faults with their lines."""

from __future__ import annotations

import tomllib

import pytest

from tests.packs import changed, default, line_of, problems, without
from xfconsole.core.policy.build import ALARM_RULE
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Alarm
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.policy import change_line


def test_the_default_pack_and_the_program_say_the_same() -> None:
    assert default().alarm == Alarm(10, 30, ALARM_RULE)
    assert default().rule("alarm") == ALARM_RULE


def test_a_pack_from_before_gets_the_usual_figures() -> None:
    old = without("alarm")
    assert "alarm" not in tomllib.loads(old)
    assert problems(old) == []
    assert difference(parse(old, "journal"), default()) == []
    named = changed('id = "travel.house"', 'id = "alarm"')
    assert problems(without("alarm", named)) == []
    assert [each.key for each in problems(named)] == ["policy.problem.taken_id"]


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("per_hour = 30", "per_hour = 0", "per_hour = 0", "policy.problem.range"),
        ("per_hour = 30", "per_hour = 1001", "per_hour = 1001", "policy.problem.range"),
        ("per_hour = 30", "per_hour = 2.5", "per_hour = 2.5", "policy.problem.not_number"),
        ("per_hour = 30", "per_hour = true", "per_hour = true", "policy.problem.not_number"),
        ("per_ten_minutes = 10", "per_ten_minutes = -1", "_minutes = -1", "policy.problem.range"),
        ("per_hour = 30\n", "", "[alarm]\n", "policy.problem.missing_number"),
        ("per_hour = 30", "per_hours = 30", "per_hours", "policy.problem.unknown_key_near"),
        ("per_hour = 30", "per_hour = 30\nbell = 3", "bell = 3", "policy.problem.unknown_key"),
        ("[alarm]\n", "[[alarm]]\n", "[[alarm]]\n", "policy.problem.not_table"),
    ],
)
def test_a_fault_is_found_at_its_line(old: str, new: str, at: str, said: str) -> None:
    text = changed(old, new)
    assert [(each.key, each.line) for each in problems(text)] == [(said, line_of(at, text))]


def test_words_in_one_language_only_are_a_fault() -> None:
    text = changed(f', en = "{ALARM_RULE.reason.en}"', "")
    assert [each.key for each in problems(text)] == ["policy.problem.missing_text"]


@pytest.mark.parametrize(("figure", "fine"), [(1, True), (1000, True), (0, False), (1001, False)])
def test_each_figure_has_its_bounds(figure: int, fine: bool) -> None:
    for key in ("per_ten_minutes = 10", "per_hour = 30"):
        text = changed(key, f"{key.split()[0]} = {figure}")
        assert (problems(text) == []) is fine


def test_other_figures_are_told_as_a_difference() -> None:
    other = parse(changed("per_hour = 30", "per_hour = 45"), "office.toml")
    told = {
        language: [change_line(each, catalogue(language)) for each in difference(default(), other)]
        for language in ("zh", "en")
    }
    assert told == {
        "zh": ["alarm　一小时内新提示：最多 30 条 → 最多 45 条"],
        "en": ["alarm  new tasks in an hour: at most 30 -> at most 45"],
    }
