"""A fault ends in one sentence: no values, no names, no traceback on the officer's screen."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.app import App
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import WorkerFailed

from screens.shared.frame import DeskScreen
from tests.screens.fake_host import desk_pilot, settle
from tests.screens.golden import screen_text
from xfconsole.app import terminal
from xfconsole.app.messages import FaultMessages
from xfconsole.discreet import fault

NAME = "郑岚"


class FaultyScreen(DeskScreen):
    """A screen with faults of every kind."""

    GROUP = "live"

    def compose_content(self) -> Iterable[Widget]:
        """Yield a field."""
        yield Input()

    def fail(self, name: str) -> None:
        """Fail with a name in a local variable and in the message."""
        raise ValueError(f"no number for {name}")

    async def fail_aside(self) -> None:
        """Fail in the background."""
        self.fail(NAME)


async def _fail(folder: Path, apps: list[App[None]]) -> None:
    async with desk_pilot(folder, "tests.app.test_fault:FaultyScreen") as (pilot, _):
        apps.append(pilot.app)
        screen = pilot.app.screen
        assert isinstance(screen, FaultyScreen)
        pilot.app.call_later(screen.fail, NAME)
        await pilot.pause()


async def test_a_fault_ends_with_code_1_and_nothing_personal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apps: list[App[None]] = []
    with pytest.raises(ValueError, match="no number"):
        await _fail(tmp_path, apps)
    assert [app.return_code for app in apps] == [1]
    said = " ".join(capsys.readouterr().err.split())
    assert "ValueError in app/test_fault.py" in said
    assert NAME not in said
    assert "Traceback" not in said
    assert "locals" not in said


@pytest.mark.parametrize(("handler", "code"), [(signal.SIG_DFL, 129), (signal.SIG_IGN, 1)])
async def test_a_fault_of_a_terminal_that_is_gone_ends_as_a_hang_up_does(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    handler: signal.Handlers,
    code: int,
) -> None:
    monkeypatch.setattr(FaultMessages, "is_headless", False)
    monkeypatch.setattr(terminal, "terminal_gone", lambda: True)
    monkeypatch.setattr(signal, "getsignal", lambda _: handler)
    apps: list[App[None]] = []
    with pytest.raises(ValueError, match="no number"):
        await _fail(tmp_path, apps)
    assert [app.return_code for app in apps] == [code]
    assert capsys.readouterr().err == ""


async def test_background_work_that_fails_is_told_and_the_desk_goes_on(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, "tests.app.test_fault:FaultyScreen") as (pilot, _):
        screen = pilot.app.screen
        assert isinstance(screen, FaultyScreen)
        pilot.app.run_worker(screen.fail_aside(), exit_on_error=False)
        with pytest.raises(WorkerFailed):
            await settle(pilot)
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert "nothing else is affected" in " ".join(shown.split())
        assert NAME not in shown


def test_the_place_is_our_own_code_even_when_a_library_failed() -> None:
    with pytest.raises(ValueError, match="null byte") as failed:
        Path("\0").read_text(encoding="utf-8")
    said = fault(failed.value)
    assert said.startswith("The program is at fault (ValueError in app/test_fault.py:")
