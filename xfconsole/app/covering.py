"""Lays a screen over the whole console, under which everything stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.await_complete import AwaitComplete
from textual.screen import Screen

from xfconsole.app.keys_in_order import KeysInOrder


class Covering(KeysInOrder):
    """An App that can be covered.

    What goes on below may end while nobody looks: a form that is stored closes itself, and another
    opens. Textual would close the cover instead, or show the other on top of it; here every change
    of the screens, and every sentence, waits until the cover is taken off.
    """

    def __init__(self) -> None:
        super().__init__()
        self._cover: Screen[Any] | None = None
        self._waiting: list[Callable[[], object]] = []

    @property
    def covered(self) -> bool:
        """Whether the cover is on."""
        return self._cover is not None

    def put_cover(self, screen: Screen[Any]) -> None:
        """Show this screen and nothing else."""
        super().push_screen(screen)
        self._cover = screen

    def remove_cover(self) -> None:
        """Go on where everything was left, with what waited meanwhile."""
        waiting = self.forget_cover()
        with self.batch_update():
            super().pop_screen()
            for change in waiting:
                change()

    def forget_cover(self) -> list[Callable[[], object]]:
        """Stop covering, the cover's screen still on top; returns the changes that waited."""
        waiting, self._waiting, self._cover = self._waiting, [], None
        return waiting

    def when_uncovered(self, change: Callable[[], object]) -> AwaitComplete:
        """Queue a change until the cover is taken off; whoever awaits it does not wait."""
        self._waiting.append(change)
        return AwaitComplete()

    def push_screen(self, *given: Any, **more: Any) -> Any:
        """Show a screen, under the cover once that is taken off."""
        if not self.covered:
            return super().push_screen(*given, **more)
        return self.when_uncovered(partial(super().push_screen, *given, **more))

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """Show a screen in another's place, under the cover once that is taken off."""
        if not self.covered:
            return super().switch_screen(screen)
        return self.when_uncovered(partial(super().switch_screen, screen))

    def pop_screen(self) -> AwaitComplete:
        """Close the screen that is seen, or would be once the cover is taken off."""
        if not self.covered:
            return super().pop_screen()
        return self.when_uncovered(super().pop_screen)
