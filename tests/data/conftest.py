"""What the tests of the data layer share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.files import File, new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    """An office's file, migrated and founded, with nothing in its journal."""
    with new_file(tmp_path) as made:
        yield made
