"""Wherever in the console a fault comes up, it ends in the one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rich.traceback import Traceback
from textual.app import RenderResult
from textual.binding import BindingType
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from screens.shared.frame import DeskScreen
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import FakeOffice, FakeOffices, settle
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words import catalogue as i18n

pytestmark = pytest.mark.frames

NAME, NUMBER = "郑岚", "139-0000-7777"
SAID = re.compile(
    r"The program is at fault \(\w+ in [\w/.-]+:\d+\); "
    r"everything registered is safe\. Please start it again\."
)


def fail(name: str = NAME) -> None:
    """Fail with a name and a number in the message and in a local variable."""
    told = f"{name} {NUMBER}"
    raise ValueError(told)


class Told(Message):
    """Something a widget says."""


class Drawn(Widget):
    """A widget that cannot be drawn once ``armed``."""

    armed = False

    def render(self) -> RenderResult:
        """Draw, or fail."""
        if self.armed:
            fail()
        return NAME


class Faulty(DeskScreen):
    """A screen that shows a name, and fails where the test says."""

    GROUP: ClassVar[str] = "live"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("live")]
    at: ClassVar[str] = ""

    def compose_content(self) -> Iterable[Widget]:
        """Yield the name, and what can be drawn."""
        yield Static(NAME, markup=False)
        yield Drawn()
        if self.at == "compose":
            fail()

    def on_mount(self) -> None:
        """Begin."""
        super().on_mount()
        if self.at == "mount":
            fail()

    def do_note(self) -> None:
        """What a key does."""
        fail()

    def on_told(self, _: Told) -> None:
        """What a message brings about."""
        fail()

    async def work(self) -> None:
        """What goes on behind."""
        fail()

    def endless(self, name: str = NAME) -> None:
        """Go too deep."""
        self.endless(name)


def memory(name: str = NAME) -> None:
    raise MemoryError(name)


def draw(screen: Faulty) -> None:
    drawn = screen.query_one(Drawn)
    drawn.armed = True
    drawn.refresh()


def reading_keys(screen: Faulty) -> None:
    """Fail as textual's thread that reads the terminal does."""
    try:
        fail()
    except ValueError:
        screen.app.call_later(screen.app.panic, Traceback(show_locals=True))


PATHS: dict[str, Callable[[Faulty], object]] = {
    "compose": lambda screen: None,
    "mount": lambda screen: None,
    "callback": lambda screen: screen.call_later(fail),
    "next frame": lambda screen: screen.call_after_refresh(fail),
    "timer": lambda screen: screen.set_timer(0.001, fail),
    "message": lambda screen: screen.post_message(Told()),
    "key": lambda screen: screen.app.simulate_key("t"),
    "worker": lambda screen: screen.run_worker(screen.work(), exit_on_error=True),
    "drawing": draw,
    "style": lambda screen: screen.query_one(Drawn).set_styles("color: nothing-of-the-kind;"),
    "stylesheet": lambda screen: screen.app.stylesheet.add_source(f"Static {{ {NAME} }}"),
    "too deep": lambda screen: screen.call_later(screen.endless),
    "out of memory": lambda screen: screen.call_later(memory),
    "reading keys": reading_keys,
}


async def ended(folder: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> int | None:
    """Run the console until it fails there; returns its exit code."""
    i18n.use("en")
    monkeypatch.setattr(Faulty, "at", path)
    office = FakeOffice(folder).with_roster()
    place = "tests.app.test_fault_paths:Faulty"
    app = TestConsole(
        FakeOffices(lambda: office), demo=True, screens={"live": place, "intake": place}
    )

    def act() -> None:
        screen = app.screen
        assert isinstance(screen, Faulty)
        PATHS[path](screen)
        if path == "stylesheet":
            app.stylesheet.reparse()

    async def play(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        if path not in ("compose", "mount"):
            app.call_later(act)

    try:
        await app.run_async(headless=True, size=(80, 24), auto_pilot=play)
    finally:
        app.close_office()
    return app.return_code


@pytest.mark.parametrize("path", PATHS)
async def test_a_fault_there_is_told_in_one_sentence(
    tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await ended(tmp_path, path, monkeypatch) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert SAID.fullmatch(" ".join(err.split())), err
