"""Knows since when one key comes again and again, as a keyboard repeats one that is held down."""

from __future__ import annotations

from collections.abc import Callable

REPEATS_WITHIN = 0.75
"""Seconds. Keyboards wait up to two thirds of a second before they repeat a key, then much less."""


class KeyRun:
    """``clock`` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._key = ""
        self._last = self._before = self._began = 0.0

    def press(self, key: str) -> None:
        """Take in a key."""
        now = self._clock()
        if key != self._key or now - self._last > REPEATS_WITHIN:
            self._began = now
        self._key, self._before, self._last = key, self._last, now

    def now(self) -> float:
        """Return the time, to be asked about later."""
        return self._clock()

    def quiet_since(self, instant: float) -> float:
        """Return the seconds without a key from an instant, or from the last key, until now."""
        return self._clock() - max(instant, self._last)

    def quiet_before(self, instant: float) -> float:
        """Return the seconds without a key from an instant until the last key."""
        return self._last - max(instant, self._before)

    def held_since(self, instant: float) -> bool:
        """Whether the last key came again and again since before an instant."""
        return self._began < instant
