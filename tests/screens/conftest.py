"""What tests of screens share."""

from __future__ import annotations

import pytest

from tests.screens import quiet
from tests.screens.unseen import frames_unseen as frames_unseen


@pytest.fixture
def threads_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads wait for this test, so that waiting for them is soon given up."""
    monkeypatch.setattr(quiet, "BLOCKED", 0.02)
