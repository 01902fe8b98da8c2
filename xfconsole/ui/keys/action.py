"""One action of a screen: its id, its keys and whether the key bar shows it."""

from __future__ import annotations

from xfconsole.core.words.frozen import frozen


@frozen
class Action:
    """One thing the officer can do on one kind of screen.

    ``id`` is ``<group>.<name>``. ``keys`` and ``twin`` are textual key names, several of them
    separated by commas; the twin is the key that works while a Chinese input method is on.
    ``show`` puts it on the key bar; ``priority`` lets it act even while a text field has the focus.
    ``verb`` is the verb of an incident that it is the key of, if it is. ``shared``: an office of
    one desk has no use for it, and is told of it nowhere.
    """

    id: str
    keys: str
    twin: str = ""
    show: bool = True
    priority: bool = False
    verb: str = ""
    shared: bool = False

    @property
    def group(self) -> str:
        """The kind of screen it belongs to."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """Its name within the group; the screen's handler is ``do_<name>``."""
        return self.id.partition(".")[2]

    @property
    def key_list(self) -> tuple[str, ...]:
        """All keys, the shown one first, the twins last."""
        return tuple(key for key in f"{self.keys},{self.twin}".split(",") if key)
