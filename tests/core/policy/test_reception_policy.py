"""Reception days in a pack: the default's numbers, those of older packs, and faults."""

from __future__ import annotations

import tomllib

import pytest

from tests.packs import changed, default, problems, without
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.reception import RULES, default_reception


def test_the_default_pack_and_the_program_say_the_same() -> None:
    assert default().reception == default_reception()
    assert all(default().rule(each) == rule for each, rule in RULES.items())


def test_a_pack_from_before_gets_the_usual_numbers() -> None:
    old = without("reception")
    assert "reception" not in tomllib.loads(old)
    assert problems(old) == []
    assert difference(parse(old, "journal"), default()) == []
    named = changed('id = "travel.house"', 'id = "reception.notice"')
    assert [each.key for each in problems(named)] == ["policy.problem.taken_id"]
    assert problems(without("reception", named)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("remind_days = 5", "remind_days = 0", "policy.problem.range"),
        ("remind_days = 5", "remind_days = 61", "policy.problem.range"),
        ("remind_days = 5", "", "policy.problem.missing_number"),
        ("remind_days = 5", "reminds_days = 5", "policy.problem.unknown_key_near"),
        ("[reception.plan]", "[reception.plans]", "policy.problem.unknown_key_near"),
    ],
)
def test_a_fault_is_found(old: str, new: str, said: str) -> None:
    assert [each.key for each in problems(changed(old, new))] == [said]


def test_a_changed_number_is_one_difference() -> None:
    text = changed("remind_days = 5", "remind_days = 7")
    [change] = difference(default(), parse(text, "policy.toml"))
    assert (change.rule, change.field) == ("reception.notice", "policy.field.remind_days")
