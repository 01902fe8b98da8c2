"""A second officer vouches with their own passphrase, checked against the key slots on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from data.office import create_office, demo_office
from data.vault.vault import Cost, add_officer
from tests.commanded import ZONE, StillClock
from xfconsole.app.desk_office import DeskOffice
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds

CHEAP = Cost(8, 1, 1)
OWN, OTHER = "own passphrase", "another passphrase"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[DeskOffice]:
    opened, _ = create_office(
        tmp_path / "office",
        "信访接待中心",
        ZONE,
        "李敏",
        OWN,
        clock=StillClock(),
        ids=RandomIds(),
        cost=CHEAP,
    )
    add_officer(opened.folder, opened.key, "何静", OTHER, cost=CHEAP)
    closing = ExitStack()
    closing.enter_context(opened)
    found = DeskOffice(opened, closing)
    yield found
    found.close()


def test_the_right_passphrase_vouches(office: DeskOffice) -> None:
    assert office.proven_officer("何静", OTHER) == "何静"


@pytest.mark.parametrize(
    ("name", "passphrase", "key"),
    [
        pytest.param("何静", OWN, "vault.refused.passphrase", id="somebody else's"),
        pytest.param("何静", "", "vault.refused.passphrase", id="none"),
        pytest.param("周平", OTHER, "vault.refused.officer", id="an officer without one"),
    ],
)
def test_nothing_else_does(office: DeskOffice, name: str, passphrase: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        office.proven_officer(name, passphrase)
    assert (refused.value.key, refused.value.values) == (key, {})


def test_in_a_demo_there_is_nobody_to_vouch() -> None:
    opening = demo_office("演示", ZONE, "李敏", clock=StillClock(), ids=RandomIds())
    with opening as opened, ExitStack() as closing:
        office = DeskOffice(opened, closing)
        with pytest.raises(Refused) as refused:
            office.proven_officer("何静", OTHER)
    assert refused.value.key == "matter.refused.no_officers"
