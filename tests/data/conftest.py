"""What the tests of the data layer share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.files import File, new_file
from tests.desks import Night


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    """An office's file, migrated and founded, with nothing in its journal."""
    with new_file(tmp_path) as made:
        yield made


@pytest.fixture(params=["memory", "file"])
def night(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Night]:
    """A desk over the journal in memory, then one over the file."""
    if request.param == "memory":
        yield Night()
    else:
        with new_file(tmp_path) as made:
            yield Night(store=made.store)
