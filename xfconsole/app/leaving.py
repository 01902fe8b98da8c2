"""F10: the handover page in the place of the screen that is seen; there F10 leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App


def leave(app: App[Any], officers: Callable[[], Sequence[str]] | None) -> None:
    """Show the page, or leave from it."""
    from screens.handover import HandoverScreen

    seen = app.screen
    if isinstance(seen, HandoverScreen):
        seen.do_quit()
        return
    app.switch_screen(HandoverScreen(officers, getattr(seen, "back_to", "app.live")))
