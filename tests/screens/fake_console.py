"""The console of the tests: its ticks, and the seconds between keys, are in the test's hand."""

from __future__ import annotations

from typing import Any

from textual.events import Event, Key

from xfconsole.app.console import ConsoleApp
from xfconsole.ui.held_key import KeyPresses


class Fingers:
    """Seconds that pass with every key: each comes ``apart`` seconds after the one before."""

    def __init__(self) -> None:
        self.apart, self.now = 2.5, 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class TestConsole(ConsoleApp):
    """The console with its ticks in the test's hand: ``await app.tick_now()``.

    A card can be read before each key, unless ``fingers`` says otherwise.
    """

    __test__ = False

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fingers = Fingers()
        self.keys = KeyPresses(self.fingers)

    async def on_event(self, event: Event) -> None:
        """Let the time between two keys pass."""
        if isinstance(event, Key) and not event.is_forwarded:
            self.fingers.now += self.fingers.apart
        await super().on_event(event)

    def start_ticking(self) -> None:
        """Leave the ticks to the test."""

    async def tick_now(self) -> None:
        """Do what happens every second, and wait for it."""
        self._second()
        await self.workers.wait_for_complete()
