"""The one way a verb says no: a catalogue key and its values, never a sentence made in place."""

from __future__ import annotations


class Refused(Exception):
    """A verb was refused and nothing was stored.

    ``key`` is a catalogue key (``<area>.refused.<name>``) whose sentence says what is wrong and
    what would be right; ``values`` fill it. They hold no personal data of complainants.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class NotStored(Refused):
    """The disk would not take what was to be stored; what is stored already still reads."""
