"""Locks the desk after some minutes without a key, or at once; covers it in too small a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.events import Event, Key, MouseDown, Paste, Resize
from textual.geometry import Size
from textual.screen import Screen

from xfconsole.app.covering import Covering
from xfconsole.clock import SystemClock
from xfconsole.ui.keys.actions import bindings

LEAST_WIDTH, LEAST_HEIGHT = 80, 24


class Fitting(Covering):
    """An App that goes on as before once there is room again."""

    def __init__(self) -> None:
        super().__init__()
        self._small = False

    def on_resize(self, event: Resize) -> None:
        """Check the new size; a cover is drawn at any."""
        if not self.covered:
            self.fit(event.size)

    def fit(self, size: Size) -> None:
        """Show the sentence if the window is too small, and take it away if it is not."""
        before = self._small
        small = self._small = size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT
        if not (small or before):
            return
        from screens.shared.too_small import TooSmallScreen

        shown = isinstance(self.screen, TooSmallScreen)
        if small and not shown:
            self.push_screen(TooSmallScreen())
        elif shown and not small:
            self.pop_screen()


class Idle:
    """Measures since the last key. ``boot`` gives seconds since boot, so that sleep counts too.

    After ``minutes`` without a key it is ``over``; 0 never is.
    """

    def __init__(self, minutes: int, boot: Callable[[], float]) -> None:
        self._limit, self._boot = minutes * 60, boot
        self._last = boot()

    def touched(self) -> None:
        """Begin anew: a key came."""
        self._last = self._boot()

    @property
    def over(self) -> bool:
        """Whether nobody touched a key for too long."""
        return self._limit > 0 and self._boot() - self._last >= self._limit


class Locking(Fitting):
    """An App that covers itself with what ``lock_screen`` makes; 0 ``minutes``: only when asked."""

    # Here besides on the desk's screens, so that it is there on cards and forms as well.
    BINDINGS: ClassVar[list[BindingType]] = [
        each for each in bindings("app") if each.id == "app.lock"
    ]

    def __init__(self, minutes: int) -> None:
        super().__init__()
        clock = SystemClock()
        self.idle = Idle(minutes, lambda: clock.read().boot)

    def lock_screen(self) -> Screen[Any] | None:
        """Return a new lock screen, or None while there is nothing to lock."""
        raise NotImplementedError

    @property
    def guarded(self) -> bool:
        """Whether the office that is open has passphrases: without any it locks only when asked."""
        raise NotImplementedError

    def write_drafts(self) -> None:
        """Queue what was typed into every screen so far to be kept on disk."""
        raise NotImplementedError

    def lock(self) -> bool:
        """Cover everything; returns whether there was something to cover."""
        screen = None if self.covered else self.lock_screen()
        if screen is None:
            return False
        self.write_drafts()
        self.put_cover(screen)
        return True

    def lock_if_idle(self) -> bool:
        """Lock if nobody touched a key for too long; returns whether it locked just now."""
        return self.idle.over and self.guarded and self.lock()

    def unlock(self) -> None:
        """Go on where the desk was locked; the window may have another size now."""
        self.idle.touched()
        self.remove_cover()
        self.fit(self.size)

    async def on_event(self, event: Event) -> None:
        """Take no key for the desk that comes after it should have been locked.

        A laptop that wakes may be woken by the key of a passer-by, before the next second is told.
        """
        if isinstance(event, Key | Paste | MouseDown) and not event.is_forwarded:
            if self.lock_if_idle():
                return
            self.idle.touched()
        await super().on_event(event)

    async def action_act(self, action_id: str) -> None:
        """Lock: nothing else is asked for of the app itself."""
        self._do_lock()

    def _do_lock(self) -> None:
        self.lock()

    async def action_quit(self) -> None:
        """Leave, as textual's own key does; a locked desk is left by nobody."""
        if not self.covered:
            await super().action_quit()
