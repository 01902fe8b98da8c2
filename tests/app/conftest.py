"""One office for many screens, as the tests of what holds on every screen have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.fake_host import FakeOffice
from tests.screens.unseen import frames_unseen as frames_unseen


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
    from tests.app.every_screen import office_for

    with office_for([kind], shared, tmp_path) as made:
        yield made
