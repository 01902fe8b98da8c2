"""One office for many screens, as the tests of what holds on every screen have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.fake_host import FakeOffice


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOffice]:
    """An office for all screens that leave no draft behind."""
    from tests.app.test_faults_everywhere import full_office

    office = full_office(tmp_path_factory.mktemp("shared") / "office")
    yield office
    FakeOffice.close(office)


@pytest.fixture
def office(kind: str, shared: FakeOffice, tmp_path: Path) -> Iterator[FakeOffice]:
    """The shared office, or one of its own for a screen that is typed into."""
    from tests.app.test_faults_everywhere import TYPED_INTO, full_office

    if kind not in TYPED_INTO:
        yield shared
        return
    own = full_office(tmp_path / "office")
    yield own
    FakeOffice.close(own)
