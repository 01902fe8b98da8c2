"""F10: the handover page in the place of the screen that is seen; there F10 leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from textual.app import App


def leave(
    app: App[Any], screens: Collection[str], officers: Callable[[], Sequence[str]] | None
) -> None:
    """Show the page, or leave from it; ``screens`` are those that it leads back to."""
    from screens.handover import HandoverScreen

    seen = app.screen
    if isinstance(seen, HandoverScreen):
        seen.do_quit()
        return
    group = getattr(seen, "GROUP", "")
    back = group if group in screens else "live"
    app.switch_screen(HandoverScreen(officers, f"app.{back}"))
