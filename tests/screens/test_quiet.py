"""Tests that press keys go on when the console is quiet: not before, and not much later."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from threading import Event

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.screens.golden import screen_text
from tests.screens.quiet import SOON


class Asking(App[None]):
    """Shows one word for each thing a key can cause."""

    def __init__(self, released: Event) -> None:
        super().__init__()
        self.released = released

    def compose(self) -> ComposeResult:
        yield Static("nothing", id="said")

    def say(self, word: str) -> None:
        self.query_one(Static).update(word)

    async def key_a(self) -> None:
        await asyncio.to_thread(sum, range(2_000_000))
        self.say("counted")

    def key_b(self) -> None:
        self.set_timer(SOON / 2, lambda: self.say("rung"))

    def key_c(self) -> None:
        self.call_after_refresh(self.say, "drawn")

    def key_d(self) -> None:
        self.run_worker(self.wait_for_the_test())

    async def wait_for_the_test(self) -> None:
        await asyncio.to_thread(self.released.wait)
        self.say("called")


@pytest.mark.parametrize(("key", "said"), [("a", "counted"), ("b", "rung"), ("c", "drawn")])
async def test_what_a_key_causes_is_on_screen(key: str, said: str) -> None:
    async with Asking(Event()).run_test(size=(20, 5)) as pilot:
        await pilot.press(key)
        assert screen_text(pilot.app).split() == [said]


@pytest.mark.usefixtures("threads_wait")
async def test_a_thread_that_waits_for_the_test_is_not_waited_for() -> None:
    released = Event()
    async with Asking(released).run_test(size=(20, 5)) as pilot:
        await pilot.press("d")
        assert screen_text(pilot.app).split() == ["nothing"]
        released.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert screen_text(pilot.app).split() == ["called"]


async def test_what_a_thread_did_is_waited_for_until_it_is_passed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between its end and telling of it a thread may get no processor for long."""
    invoke = Future._invoke_callbacks  # type: ignore[attr-defined]

    def late(future: Future[object]) -> None:
        held.wait(0.2)
        invoke(future)

    held = Event()
    monkeypatch.setattr(Future, "_invoke_callbacks", late)
    async with Asking(Event()).run_test(size=(20, 5)) as pilot:
        await pilot.press("a")
        assert screen_text(pilot.app).split() == ["counted"]
