"""Handles keys strictly one after the other, so that fast typing never lands in the wrong field.

Textual hands a key to the focused widget's queue and looks for a binding only once the key came
back; keys typed meanwhile are already on their way to the field that was left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.widget import Widget

from xfconsole.clock import SystemClock
from xfconsole.ui.held_key import KeyPresses

LOOKS, APART = 50, 0.1
"""So often a key looks, seconds apart, whether a field that is busy has caught up; then it acts on
what the field has. Looks, because a machine that stood still has not given the field any time."""


class KeysInOrder(App[None]):
    """An App whose bindings act after every key before them and before every key after them.

    ``keys`` knows whether the last one is being held down.
    """

    _entered: DOMNode | None = None
    """Where Enter was pressed last, until it is known to have led where it leads."""

    def __init__(self) -> None:
        super().__init__()
        clock = SystemClock()
        self.keys = KeyPresses(lambda: clock.read().boot)

    async def on_event(self, event: Event) -> None:
        """Give text fields what they print; run a binding at once for any other key."""
        if isinstance(event, Paste) and not event.is_forwarded and self._running:
            await self._ready()
        if isinstance(event, Key) and not event.is_forwarded and self._running:
            self.keys.press(event.key)
            await self._ready()
            field = self.focused
            self._entered = field if event.key == "enter" else None
            if field is None or not field.check_consume_key(event.key, event.character):
                await self._caught_up(field)
                for priority in (True, False):
                    if await self._check_bindings(event.key, priority=priority):
                        return
        await super().on_event(event)

    async def _ready(self) -> None:
        """Wait for what an Enter before led to, and for the screen."""
        node, self._entered = self._entered, None
        # What a field or a list tells of it goes up to the screen, a turn of the loop each.
        while isinstance(node, Widget):
            await self._caught_up(node)
            node = node.parent
        await self._made(self.screen)

    async def _made(self, screen: Widget) -> None:
        """Wait until a screen just shown has its widgets; a key must not find it empty.

        One that has to read first what it is about has an event ``read``.
        """
        for awaited in (screen._mounted_event, getattr(screen, "read", None)):
            if isinstance(awaited, asyncio.Event) and not awaited.is_set():
                await _come(awaited)

    async def _caught_up(self, field: Widget | None) -> None:
        """Wait until the field took in every key it was given."""
        if field is None or not field.is_attached:
            return
        taken = asyncio.Event()
        if field.call_later(taken.set):
            await _come(taken, lambda: not field.is_attached)


async def _come(awaited: asyncio.Event, gone: Callable[[], bool] = lambda: False) -> None:
    """Wait until something is so, or who would do it is gone, or it was looked for too often."""
    for _ in range(LOOKS):
        with suppress(TimeoutError):
            await asyncio.wait_for(awaited.wait(), APART)
            return
        if gone():
            return
