"""Leaving the desk: F10 and its handover page, and nothing kept on screens for the next officer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from xfconsole.app.messages import Messages


def leave(app: App[Any], officers: Callable[[], Sequence[str]] | None) -> None:
    """Show the page, or leave from it."""
    from screens.handover.screen import HandoverScreen

    seen = app.screen
    if isinstance(seen, HandoverScreen):
        seen.do_quit()
        return
    app.switch_screen(HandoverScreen(officers, getattr(seen, "back_to", "app.live")))


def drop_screens(app: Messages, show_first: Callable[[], None]) -> None:
    """Drop every screen, those kept aside included, and show the first one of a desk just opened.

    A screen holds what its officer might read: texts of a matter that the next one is barred from,
    a filter, a copied line. What was typed has to be kept as a draft before.
    """
    stale = list(app.screen_stack[1:])
    with app.batch_update():
        while len(app.screen_stack) > 1:
            app.pop_screen()
        for name, screen in list(app._installed_screens.items()):
            app.uninstall_screen(name)
            if not callable(screen) and screen not in stale:
                screen.remove()
        app.told.clear()
        app.forget_message()
        if app.clipboard:
            app.copy_to_clipboard("")
        show_first()
