"""Lets an outcome through only for a card that the officer had time to read."""

from __future__ import annotations

from xfconsole.ui.held_key import KeyRun

QUIET = 2.0
"""Seconds for which a card has to be drawn, and no key pressed, before its keys mean it."""


class CardGate:
    """Shut for every card that is drawn anew; opened by a key that means only that, or by quiet.

    Drawn means: the terminal has it, and every key that was in the queue by then is gone.
    """

    def __init__(self, keys: KeyRun) -> None:
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
        """Take in that a card is drawn."""
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
