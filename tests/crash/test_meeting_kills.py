"""Desks that meet by a hub, they and it killed: nothing is lost, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.meeting import at_every_step, at_random
from tests.hub import embedded

killable = pytest.mark.skipif(not embedded(), reason="somebody else's server is not killed")


@pytest.mark.long
def test_killed_before_some_steps_of_joining_and_meeting(tmp_path: Path) -> None:
    assert at_every_step(tmp_path, 23) > 10


@pytest.mark.torture
def test_killed_before_each_step_of_joining_and_meeting(tmp_path: Path) -> None:
    assert at_every_step(tmp_path, 1) > 250


@killable
@pytest.mark.long
def test_desks_and_the_hub_killed_at_random_come_to_the_same(tmp_path: Path) -> None:
    kills, hub_kills, lines = at_random(tmp_path, 3, 3, 24)
    assert kills > 5
    assert hub_kills > 0
    assert lines > 5


@killable
@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10))
def test_five_desks_and_the_hub_killed_at_random_come_to_the_same(
    tmp_path: Path, seed: int
) -> None:
    kills, hub_kills, lines = at_random(tmp_path, seed, 5, 400)
    assert kills > 50
    assert hub_kills > 5
    assert lines > 50
