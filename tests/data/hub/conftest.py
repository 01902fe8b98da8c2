"""What the tests of the hub share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.files import File, Uids
from tests.data.many_desks import desks
from tests.hub import Hub, new_hub
from xfconsole.core.facts.of_office import OfficeFounded


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub that nobody joined."""
    with new_hub() as made:
        yield made


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[File]]:
    """Desks of one office; the first founded it and registered a matter."""
    with desks(tmp_path, 3) as files:
        for number, file in enumerate(files):
            file.uids = Uids(10_000 * (number + 1))
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        files[0].register()
        yield files
