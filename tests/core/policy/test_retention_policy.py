"""How long identities are kept: the default pack, older packs, and faults with their lines."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.packs import TEXT, changed, default, line_of, problems
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.retention import RULES, default_retention


def without_retention(text: str = TEXT) -> str:
    """Return the pack as it was before there was a table for the retention."""
    blocks = re.split(r"(?m)^(?=\[)", text)
    return "".join(each for each in blocks if not each.startswith("[retention"))


def test_the_default_pack_and_the_program_say_the_same() -> None:
    assert default().retention == default_retention()
    assert dict(default().retention.months) == {
        "suggestion": 12,
        "accusation": 60,
        "claim": 60,
        "confidential": 36,
    }
    assert default().retention.cancel_hours == 72


def test_a_pack_without_the_table_differs_in_nothing() -> None:
    old = without_retention()
    assert "retention" not in tomllib.loads(old)
    assert problems(old) == []
    assert difference(parse(old, "office.toml"), default()) == []


def test_every_rule_says_that_no_text_names_it() -> None:
    """Nobody may take a number of our own for one of the Regulation's."""
    for rule in default().retention.rules.values():
        assert "未见明文规定" in rule.source.zh
        assert "no text found" in rule.source.en
        assert default().rule(rule.id) == rule
    assert set(default().retention.rules) == set(RULES)


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("months = 36", "months = 0", "months = 0", "policy.problem.range"),
        ("months = 36", "months = 1201", "months = 1201", "policy.problem.range"),
        ("months = 36", 'months = "36"', 'months = "36"', "policy.problem.not_number"),
        ("hours = 72", "hours = 0", "hours = 0", "policy.problem.range"),
        ("hours = 72", "hours = 745", "hours = 745", "policy.problem.range"),
        ("hours = 72\n", "", "[retention.cancel]", "policy.problem.missing_number"),
        ("hours = 72", "hours = 72\nweeks = 3", "weeks = 3", "policy.problem.unknown_key"),
    ],
)
def test_a_fault_is_found_at_its_line(old: str, new: str, key: str, said: str) -> None:
    text = changed(old, new)
    found = problems(text)
    assert [(each.key, each.line) for each in found] == [(said, line_of(key, text))]


@pytest.mark.parametrize("name", sorted(RULES))
def test_half_a_table_is_a_fault(name: str) -> None:
    blocks = re.split(r"(?m)^(?=\[)", TEXT)
    text = "".join(each for each in blocks if not each.startswith(f"[{name}]"))
    assert [each.key for each in problems(text)] == ["policy.problem.missing_table"]


def test_other_numbers_are_read_and_told_as_a_difference() -> None:
    other = parse(changed("months = 36", "months = 6", changed("hours = 72", "hours = 24")), "o")
    assert other.retention.months["confidential"] == 6
    assert other.retention.cancel_hours == 24
    assert [(each.rule, each.field) for each in difference(default(), other)] == [
        ("retention.confidential", "policy.field.months"),
        ("retention.cancel", "policy.field.cancel_hours"),
    ]


def test_a_rules_id_is_not_free_for_another() -> None:
    text = changed('id = "travel.house"', 'id = "retention.claim"')
    assert [each.key for each in problems(text)] == ["policy.problem.taken_id"]
    assert problems(without_retention(text)) == []
