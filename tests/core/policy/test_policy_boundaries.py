"""Who has to come at each boundary of the default plan (docs/rules.md §2): at least includes."""

from __future__ import annotations

import pytest

from tests.packs import default
from xfconsole.core.words.desk import Level

ALWAYS = ("duty_leader", "receptionist", "hall_safety", "unit_head", "township_head")


@pytest.mark.parametrize(
    ("people", "level"),
    [
        pytest.param(0, Level.NONE, id="0 nobody counted"),
        pytest.param(4, Level.NONE, id="4 below general"),
        pytest.param(5, Level.GENERAL, id="5 general"),
        pytest.param(29, Level.GENERAL, id="29 still general"),
        pytest.param(30, Level.MAJOR, id="30 major"),
        pytest.param(49, Level.MAJOR, id="49 major"),
        pytest.param(50, Level.MAJOR, id="50 major"),
        pytest.param(99, Level.MAJOR, id="99 major"),
        pytest.param(100, Level.MAJOR, id="100 major"),
        pytest.param(100_000, Level.MAJOR, id="as many as can be recorded"),
    ],
)
def test_level(people: int, level: Level) -> None:
    assert default().level_for(people) is level


@pytest.mark.parametrize(
    ("people", "posts"),
    [
        pytest.param(4, (), id="4 nobody has to come"),
        pytest.param(5, ALWAYS, id="5 those of a general visit"),
        pytest.param(29, ALWAYS, id="29 the same"),
        pytest.param(30, ALWAYS, id="30 the same though major"),
        pytest.param(49, ALWAYS, id="49 no leader in charge yet"),
        pytest.param(50, (*ALWAYS, "leader_in_charge"), id="50 leader in charge"),
        pytest.param(99, (*ALWAYS, "leader_in_charge"), id="99 no principal leader yet"),
        pytest.param(
            100, (*ALWAYS, "leader_in_charge", "principal_leader"), id="100 principal leader"
        ),
    ],
)
def test_who_has_to_come(people: int, posts: tuple[str, ...]) -> None:
    policy = default()
    coming = policy.attendance_for(policy.level_for(people), people, assigned=False)
    assert tuple(each.post for each in coming) == posts


@pytest.mark.parametrize("people", [1, 4, 5, 30, 50, 100])
def test_an_assigned_leader_comes_whatever_the_number(people: int) -> None:
    policy = default()
    coming = policy.attendance_for(policy.level_for(people), people, assigned=True)
    assert [each.rule.id for each in coming if each.assigned] == ["attend.assigned_leader"]


def test_a_small_group_raised_by_hand_calls_those_of_its_level_and_no_leader_by_number() -> None:
    coming = default().attendance_for(Level.MAJOR, 3, assigned=False)
    assert tuple(each.post for each in coming) == ALWAYS
