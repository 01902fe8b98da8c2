"""What consoles of tests look up once is what textual finds each time."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual import events
from textual._callback import _count_parameters, count_parameters
from textual.message import Message
from textual.screen import Screen

from tests.screens.dispatched import dispatch_methods
from tests.screens.live_desk import live, press


def kinds_of(kind: type[Message]) -> set[type[Message]]:
    """Return a kind of message and all kinds of it."""
    return {kind}.union(*map(kinds_of, kind.__subclasses__()))


async def test_every_widget_takes_every_message_by_the_same_methods(tmp_path: Path) -> None:
    kinds, compared = kinds_of(Message) - {Message}, 0
    async with live(tmp_path) as (pilot, _):
        await press(pilot, "f4", "f2", "f9", "1")
        for screen in pilot.app.screen_stack:
            for pump in (pilot.app, screen, *screen.walk_children()):
                for kind in kinds:
                    message = object.__new__(kind)
                    message._sender, message._no_default_action = None, False
                    found = list(pump._get_dispatch_methods(kind.handler_name, message))
                    assert found == list(dispatch_methods(pump, kind.handler_name, message))
                    compared += len(found)
    assert compared


async def test_a_method_that_asks_for_it_is_the_last_to_be_called(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, _):
        message = events.Mount()
        found = iter(pilot.app.screen._get_dispatch_methods("on_mount", message))
        assert next(found)
        message.prevent_default()
        assert list(found) == []


def test_what_a_method_takes_is_counted_alike() -> None:
    screen = Screen[None]()
    for method in (screen.refresh, screen.on_event, screen.query_one, screen.focus):
        for _ in range(2):
            assert count_parameters(partial(method)) == _count_parameters(method)
    assert count_parameters(partial(lambda one, two: None, 1)) == 1
