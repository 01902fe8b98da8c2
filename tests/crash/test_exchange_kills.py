"""Desks that exchange files, killed before any of their steps: nothing is lost, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.processes import run


def ended(work: str, *arguments: object, of: str = "exchanging") -> list[int]:
    """Run desks in a process of their own, which loads no more than they need; return counts."""
    script = f"import sys; from pathlib import Path; from tests.crash.{of} import {work}"
    script += f"; print({work}(Path(sys.argv[1]), *map(int, sys.argv[2:])))"
    done = run(script, *arguments)
    assert done.returncode == 0, done.stderr
    return [int(each) for each in done.stdout.strip("()\n").split(",")]


@pytest.mark.long
def test_killed_before_every_second_step_of_the_commands(tmp_path: Path) -> None:
    (kills,) = ended("at_steps", tmp_path, 2)
    assert kills > 40


@pytest.mark.torture
def test_killed_before_each_step_of_the_commands(tmp_path: Path) -> None:
    (kills,) = ended("at_steps", tmp_path, 1)
    assert kills > 80


@pytest.mark.long
def test_a_copy_killed_while_it_takes_a_name_is_what_it_was_or_has_gone_on(tmp_path: Path) -> None:
    before, after = ended("departed_at_steps", tmp_path, 3)
    assert before > 10
    assert after > 1


@pytest.mark.long
def test_killed_before_each_step_of_reading_a_revocation(tmp_path: Path) -> None:
    (kills,) = ended("revoked_at_every_step", tmp_path)
    assert kills > 20


@pytest.mark.long
def test_desks_killed_at_random_come_to_the_same(tmp_path: Path) -> None:
    kills, lines = ended("at_random", tmp_path, 1, 3, 45)
    assert kills > 5
    assert lines > 5


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(20))
def test_five_desks_killed_at_random_come_to_the_same(tmp_path: Path, seed: int) -> None:
    kills, lines = ended("at_random", tmp_path, seed, 5, 150)
    assert kills > 20
    assert lines > 20
