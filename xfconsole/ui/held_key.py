"""Tells a key that was meant from one held down, or pressed before its card could be read."""

from __future__ import annotations

from collections.abc import Callable

REPEATS_WITHIN = 0.75
"""Seconds. Keyboards wait up to two thirds of a second before they repeat a key, then much less."""


class KeyPresses:
    """Knows since when one key comes again and again, as a keyboard repeats one that is held down.

    ``clock`` gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._key = ""
        self._last = self._before = self._began = 0.0

    def press(self, key: str) -> None:
        """Note a key press."""
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


QUIET = 2.0
"""Seconds for which a card has to be drawn, and no key pressed, before its keys mean it."""


class CardGate:
    """Shut for every card that is drawn anew; opened by a key that means only that, or by quiet.

    Drawn means: the terminal has it, and every key that was in the queue by then is gone.
    """

    def __init__(self, keys: KeyPresses) -> None:
        self._keys = keys
        self._drawing = self._drawn = 0
        self._drawn_at = 0.0
        self._open = False

    def shut(self) -> int:
        """Begin another card; returns its number, for ``drawn``."""
        self._open = False
        self._drawing += 1
        return self._drawing

    def drawn(self, card: int) -> None:
        """Note that a card is drawn."""
        self._drawn = max(self._drawn, card)
        self._drawn_at = self._keys.now()

    @property
    def seen(self) -> bool:
        """Whether the card that was begun last is drawn."""
        return self._drawn == self._drawing

    def open_if_quiet(self) -> bool:
        """Open if nobody pressed a key for long enough; returns whether it is open."""
        self._open |= self.seen and self._keys.quiet_since(self._drawn_at) >= QUIET
        return self._open

    def open_for_key(self) -> bool:
        """Return whether the key just pressed may act: it was open, or quiet until that key."""
        self._open |= self.seen and self._keys.quiet_before(self._drawn_at) >= QUIET
        return self._open

    def open_by_key(self) -> None:
        """Open, unless the key was held down since before the card was drawn."""
        self._open |= self.seen and not self._keys.held_since(self._drawn_at)
