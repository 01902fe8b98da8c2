"""One office is founded for all tests of deaths and faults; each takes a copy of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.summary import Tally
from tests.tty import offices


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's folder that no test may write to."""
    return offices.found(tmp_path_factory.mktemp("founded") / "office")


@pytest.fixture
def home(founded: Path, tmp_path: Path) -> Path:
    """An office of this test's own, in which nothing happened yet."""
    return offices.copied(founded, tmp_path / "office")


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """The counts of this test, for the table at the end of the run."""
    return Tally(request.node)
