"""The checklist of a pack: what it asks for at which level, and how it can be wrong."""

from __future__ import annotations

import pytest

from tests.packs import TEXT, changed, default, line_of, problems
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import CheckPart
from xfconsole.core.words.desk import Level


def test_the_card_comes_first_at_every_level_and_the_rest_by_level() -> None:
    policy = default()
    card = [f"safety.{n}" for n in range(1, len(policy.safety) + 1)]
    by_level = {level: [e.id for e in policy.checklist_for(level)] for level in Level}
    assert by_level[Level.NONE] == card
    assert by_level[Level.GENERAL][: len(card)] == card
    assert "check.place" in by_level[Level.GENERAL]
    assert "check.first_aid" not in by_level[Level.GENERAL]
    assert "check.first_aid" in by_level[Level.MAJOR]
    assert {each.part for each in policy.checklist} == set(CheckPart)


def test_a_pack_of_before_has_the_card_s_lines() -> None:
    old = parse(TEXT.partition("[[checklist]]")[0], "old")
    assert [each.id for each in old.checklist_for(Level.MAJOR)] == [
        f"safety.{n}" for n in range(1, len(old.safety) + 1)
    ]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param('part = "welfare"', 'part = "police"', "unknown_part", id="no such part"),
        pytest.param('id = "check.place"', 'id = "safety.1"', "taken_id", id="a card's line"),
        pytest.param('id = "check.exits"', 'id = "check.place"', "duplicate_id", id="used twice"),
    ],
)
def test_the_line_of_a_fault_is_named(old: str, new: str, key: str) -> None:
    text = changed(old, new)
    (problem,) = problems(text)
    mark = f'{new}\npart = "safety"' if key == "duplicate_id" else new
    assert (problem.key, problem.line) == (f"policy.problem.{key}", line_of(mark, text))
