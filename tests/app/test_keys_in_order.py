"""Keys act in the order they were typed, however fast."""

from __future__ import annotations

import asyncio

import pytest
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widgets import Input

from tests.screens.live_desk import key_of
from xfconsole.app import keys_in_order
from xfconsole.app.keys_in_order import KeysInOrder


class Form(Screen[None]):
    """Two fields; Enter goes to the second and remembers what the first held."""

    BINDINGS = [Binding("enter", "walk", priority=True)]  # noqa: RUF012 - as textual has it

    seen = ""

    def compose(self) -> ComposeResult:
        yield Input(id="one")
        yield Input(id="two")

    def action_walk(self) -> None:
        self.seen = self.query_one("#one", Input).value
        self.set_focus(self.query_one("#two"))


class FormApp(KeysInOrder):
    """An app with nothing but the form."""

    def on_mount(self) -> None:
        self.push_screen(Form())


async def test_a_burst_of_keys_lands_where_it_was_meant() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        first, second = "一二三 one " * 40, "two 四五六" * 40
        # Posted at once, as a paste or a slow machine delivers them: no wait between the keys.
        for sign in first:
            app.post_message(Key(key_of(sign), sign))
        app.post_message(Key("enter", "\r"))
        for sign in second:
            app.post_message(Key(key_of(sign), sign))
        await pilot.pause()
        await pilot.press("end")
        form = app.screen
        assert isinstance(form, Form)
        assert form.seen == first
        assert form.query_one("#one", Input).value == first
        assert form.query_one("#two", Input).value == second


class ToldForm(Screen[None]):
    """Two fields, of which the first tells of Enter, as a filter or a list does."""

    def compose(self) -> ComposeResult:
        with Container(), Container():
            yield Input(id="one")
        yield Input(id="two")

    @on(Input.Submitted)
    def _went_on(self) -> None:
        self.set_focus(self.query_one("#two"))


async def test_what_is_typed_after_enter_goes_where_enter_led_however_far_it_was_told() -> None:
    app, form = FormApp(), ToldForm()
    async with app.run_test() as pilot:
        await app.push_screen(form)
        app.post_message(Key(key_of("早"), "早"))
        app.post_message(Key("enter", "\r"))
        app.post_message(Key(key_of("晚"), "晚"))
        app.post_message(Paste("上"))
        await pilot.pause()
        await pilot.press("end")
        assert [each.value for each in form.query(Input)] == ["早", "晚上"]


class Slow(Input):
    """A field that leaves its key to others again and again, or for good."""

    stuck: asyncio.Event | None = None

    async def on_key(self, _: Key) -> None:
        for _turn in range(5):
            await asyncio.sleep(0)
        if self.stuck is not None:
            await self.stuck.wait()


class SlowForm(Form):
    """The first field is slow."""

    def compose(self) -> ComposeResult:
        yield Slow(id="one")
        yield Input(id="two")


@pytest.mark.parametrize("stuck", [False, True])
async def test_a_key_waits_for_a_field_that_had_no_time_yet_and_not_for_a_stuck_one(
    monkeypatch: pytest.MonkeyPatch, stuck: bool
) -> None:
    # At every look the time is up, as on a machine that has stood still.
    monkeypatch.setattr(keys_in_order, "APART", 0)
    app, form, first = FormApp(), SlowForm(), "一二三" * 3
    async with app.run_test() as pilot:
        await app.push_screen(form)
        never = asyncio.Event()
        form.query_one(Slow).stuck = never if stuck else None
        for sign in first:
            app.post_message(Key(key_of(sign), sign))
        app.post_message(Key("enter", "\r"))
        turns = 0
        while form.focused is not form.query_one("#two") and turns < 10_000:
            turns += 1
            await asyncio.sleep(0)
        assert form.seen == ("" if stuck else first)
        assert form.focused is form.query_one("#two")
        never.set()
        await pilot.pause()
        assert form.query_one(Slow).value == first


async def test_keys_typed_while_a_screen_is_being_made_wait_for_its_fields() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.push_screen(Form())
        for sign in "早":
            app.post_message(Key(sign, sign))
        app.post_message(Key("enter", "\r"))
        await pilot.pause()
        form = app.screen
        assert isinstance(form, Form)
        assert form.query_one("#one", Input).value == "早"
        assert form.focused is form.query_one("#two")


class Letter(Screen[None]):
    """Shows what it has to read first; a key before that would find nothing."""

    BINDINGS = [Binding("a", "act")]  # noqa: RUF012 - as textual has it

    def __init__(self) -> None:
        super().__init__()
        self.read = asyncio.Event()
        self.acted_on: list[bool] = []

    def action_act(self) -> None:
        self.acted_on.append(self.read.is_set())


async def test_a_key_waits_for_what_its_screen_has_to_read() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        letter = Letter()
        app.push_screen(letter)
        app.post_message(Key("a", "a"))
        asyncio.get_running_loop().call_later(0.2, letter.read.set)
        await letter.read.wait()
        await pilot.pause()
        assert letter.acted_on == [True]
