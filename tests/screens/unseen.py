"""Frames that nobody sees are not drawn: most of what a console within a test costs."""

from __future__ import annotations

import pytest
from textual._compositor import Compositor


@pytest.fixture(autouse=True)
def frames_unseen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no frame for a terminal that is not there; whoever looks at a screen still draws it.

    A test of the frames themselves is marked with ``frames``.
    """
    if request.node.get_closest_marker("frames"):
        return

    def seen_by_nobody(compositor: Compositor, **_: object) -> None:
        compositor._dirty_regions.clear()

    monkeypatch.setattr(Compositor, "render_update", seen_by_nobody)
