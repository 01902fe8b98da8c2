"""Desks at work that meet by a hub, they and it killed all night: nothing is lost, or twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.summary import Tally
from tests.crash.test_exchange_kills import ended
from tests.hub import embedded

killable = pytest.mark.skipif(not embedded(), reason="somebody else's server is not killed")


@killable
@pytest.mark.torture
@pytest.mark.parametrize("seed", range(4))
def test_five_desks_and_the_hub_killed_all_night_come_to_the_same(
    tmp_path: Path, seed: int, tally: Tally
) -> None:
    kills, hub_kills, entries, took, meetings = ended(
        "all_night", tmp_path, seed, 5, 50, of="night_at_hub", patience=600
    )
    assert kills >= 250
    assert hub_kills > 0
    assert entries > 1000
    # Twice two, and two in which nothing comes any more.
    assert meetings <= 8
    for kind, number in (("night", kills), ("hub", hub_kills), ("quiet", took)):
        tally.more(kind, number)
