"""What the tests of the data layer share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.both_stores import hold_alike
from tests.data.files import File, new_file
from tests.desks import Night


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    """An office's file, migrated and founded, with nothing in its journal."""
    with new_file(tmp_path) as made:
        yield made


@pytest.fixture
def night(file: File) -> Iterator[Night]:
    """A desk over an office's file; in the end the journal in memory has to answer as that does."""
    night = Night(store=file.store)
    yield night
    hold_alike(file, night.now())
