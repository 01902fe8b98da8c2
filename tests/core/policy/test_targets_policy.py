"""The targets of a pack: the default's, those of older packs, a table of one's own, and faults."""

from __future__ import annotations

import tomllib

import pytest

from tests.packs import changed, default, line_of, problems, without
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.targets import USUAL
from xfconsole.core.words.rates import Rate
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.policy import change_line, summary_lines


def test_the_default_pack_and_the_program_say_the_same() -> None:
    assert default().targets == USUAL
    assert {rate: each.percent for rate, each in USUAL.items()} == {
        Rate.FIRST_TIME: 98,
        Rate.ORDERED: 100,
        Rate.SETTLED: 95,
    }
    assert [default().rule(each.rule.id) for each in USUAL.values()] == [
        each.rule for each in USUAL.values()
    ]


def test_a_pack_from_before_gets_the_usual_targets() -> None:
    old = without("targets")
    assert "targets" not in tomllib.loads(old)
    assert difference(parse(old, "journal"), default()) == []
    named = changed('id = "travel.house"', 'id = "targets.settled"')
    assert problems(without("targets", named)) == []
    assert [each.key for each in problems(named)] == ["policy.problem.taken_id"]


def test_a_rate_that_the_table_leaves_out_has_no_target() -> None:
    found = parse(without("targets.first_time"), "office.toml")
    assert list(found.targets) == [Rate.ORDERED, Rate.SETTLED]
    assert found.rule("targets.first_time") is None


def test_a_target_for_another_rate_is_read() -> None:
    text = changed("[targets.first_time]", "[targets.replied]")
    assert parse(text, "office.toml").targets[Rate.REPLIED].percent == 98


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("percent = 98", "percent = 0", "percent = 0", "policy.problem.range"),
        ("percent = 98", "percent = 101", "percent = 101", "policy.problem.range"),
        ("percent = 98", "percent = 98.5", "percent = 98.5", "policy.problem.not_number"),
        ("percent = 98\n", "", "[targets.first_time]", "policy.problem.missing_number"),
        ("percent = 98", "percent = 98\nby = 1", "by = 1", "policy.problem.unknown_key"),
        ("[targets.settled]", "[targets.visitors]", "[targets.vis", "policy.problem.unknown_key"),
        ("[targets.settled]", "[[targets.settled]]", "[[targets", "policy.problem.not_table"),
    ],
)
def test_a_fault_is_found_at_its_line(old: str, new: str, at: str, said: str) -> None:
    text = changed(old, new)
    assert [(each.key, each.line) for each in problems(text)] == [(said, line_of(at, text))]


def test_another_target_is_told_as_a_difference_and_in_the_summary() -> None:
    other = parse(changed("percent = 98", "percent = 90"), "office.toml")
    for language, difference_line, summary in (
        ("zh", "targets.first_time　目标：98% → 90%", "目标：一次性化解率 90%、"),
        ("en", "targets.first_time  target: 98% -> 90%", "targets: concluded the first time 90%, "),
    ):
        words = catalogue(language)
        assert [change_line(each, words) for each in difference(default(), other)] == [
            difference_line
        ]
        assert any(line.startswith(summary) for line in summary_lines(other, words))
