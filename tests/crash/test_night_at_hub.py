"""Desks at work that meet by a hub and by files, they and it killed all night: nothing is lost."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.crash.summary import KINDS, Tally
from tests.data.processes import run
from tests.hub import embedded

killable = pytest.mark.skipif(not embedded(), reason="somebody else's server is not killed")
_SCRIPT = """
import sys; from pathlib import Path; from tests.crash.night_at_hub import all_night
print(all_night(Path(sys.argv[1]), *map(int, sys.argv[2:])))
"""


@killable
@pytest.mark.torture
@pytest.mark.parametrize(("seed", "acts", "kills"), [(1, 60, 30), (41, 170, 90), (3, 4000, 1000)])
def test_five_desks_and_the_hub_killed_all_night_come_to_the_same(
    tmp_path: Path, seed: int, acts: int, kills: int, tally: Tally
) -> None:
    done = run(_SCRIPT, tmp_path, seed, 5, acts, kills, patience=7200)
    assert done.returncode == 0, done.stderr
    counts = ast.literal_eval(done.stdout.splitlines()[-1])
    assert counts["acts"] >= 5 * acts
    assert counts["night"] >= kills
    assert {"hub", "cuts", "sticks", "forks", "sides"} <= counts.keys()
    for kind in KINDS.keys() & counts.keys():
        tally.more(kind, counts[kind])
