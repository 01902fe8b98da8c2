"""How long nobody touched the keyboard."""

from __future__ import annotations

from collections.abc import Callable


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
