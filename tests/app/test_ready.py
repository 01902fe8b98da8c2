"""What the desk needs is loaded once, and no console that ended is kept by it."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
from pathlib import Path, PurePath
from weakref import ref

import pytest
from textual.app import App
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.theme import Theme

from data.office import create_office
from screens.start.founding import SetUpScreen
from tests.data.offices import ASKED, CHEAP, PASSPHRASE
from tests.screens.live_desk import live
from tests.sources import sentences
from xfconsole.app import ready
from xfconsole.app.console import ConsoleApp
from xfconsole.app.offices import DiskOffices
from xfconsole.clock import SystemClock
from xfconsole.ids import RandomIds
from xfconsole.ui.host import FRAME
from xfconsole.ui.text import themes
from xfconsole.ui.words.catalogue import catalogue


def test_a_console_that_ended_is_let_go(tmp_path: Path) -> None:
    async def watched() -> ref[App[None]]:
        async with live(tmp_path) as (pilot, _):
            return ref(pilot.app)

    ended = asyncio.run(watched())
    gc.collect()
    assert ended() is None


def test_where_the_start_stopped_it_garbage_is_looked_for_but_not_in_what_was_loaded() -> None:
    told = (
        "import gc; gc.disable(); from xfconsole.app import ready; ready.load(); "
        "print(gc.isenabled(), gc.get_freeze_count() > 10_000)"
    )
    assert _python(told).split() == ["True", "True"]


def test_where_nobody_stopped_it_nothing_is_kept_from_it() -> None:
    before = gc.get_freeze_count()
    ready.load()
    assert gc.isenabled()
    assert gc.get_freeze_count() <= before


def test_the_threads_of_a_console_take_short_turns() -> None:
    told = (
        "import sys; from xfconsole import __main__ as start; from xfconsole.app import launch; "
        "before = sys.getswitchinterval(); "
        "launch.start_console = lambda _: print(before, sys.getswitchinterval()); start.main()"
    )
    before, after = map(float, _python(told).split())
    assert after < before / 10


LATER = (
    "rich.traceback",
    "pygments",
    "zoneinfo",
    "sqlalchemy",
    "sqlcipher3",
    "data",
    "xfconsole.desk",
)
"""What no first screen needs, and takes long to load."""
FIRST_FRAME = """
import asyncio, json, sys
from pathlib import Path
from xfconsole.app.console import FRAME, ConsoleApp
from xfconsole.app.offices import DiskOffices

async def shown():
    app = ConsoleApp(DiskOffices(Path(sys.argv[1])))
    loaded = []
    app._get_ready = lambda: loaded.extend(sorted(sys.modules))
    async with app.run_test() as pilot:
        await pilot.pause()
        return type(app.screen).__name__, loaded

print(json.dumps(asyncio.run(shown())))
"""
MOST = 52
"""So many files of our own, at most, are read before the first frame."""


FIRST = {"FirstStartScreen": False, "UnlockScreen": True}
"""Whether an office is there already when a screen is the first."""


@pytest.mark.parametrize("screen", FIRST)
def test_little_is_loaded_before_the_first_frame(tmp_path: Path, screen: str) -> None:
    if FIRST[screen]:
        (tmp_path / "office.db").touch()
    said = _python(FIRST_FRAME, str(tmp_path))
    shown, loaded = json.loads(said)
    own = [each for each in loaded if each.split(".")[0] in ("xfconsole", "screens")]
    assert shown == screen
    assert [each for each in loaded if each in LATER] == []
    assert len(own) <= MOST, own


def test_once_the_desk_is_loaded_no_text_is_read_from_the_disk() -> None:
    catalogue.cache_clear()
    ready.load()
    assert dict(catalogue("en").texts) == sentences("en")


def test_an_office_of_this_version_opens_without_the_classes_of_its_tables() -> None:
    told = "import sys; from xfconsole.app import ready; ready.load(); print(*sys.modules)"
    loaded = set(_python(told).split())
    assert "data.office" in loaded
    assert not loaded & {"sqlmodel", "sqlalchemy", "pydantic", "data.tables.rows"}


async def test_nothing_is_read_before_the_first_frame_had_time_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread writes it, and would wait for whatever is done meanwhile."""
    (tmp_path / "office.db").touch()
    done: list[str] = []
    get_ready, read_all = ConsoleApp._get_ready, Stylesheet.read_all

    def drawn(app: ConsoleApp) -> None:
        asyncio.get_running_loop().call_later(FRAME / 2, done.append, "written")
        get_ready(app)

    def read(sheet: Stylesheet, paths: list[PurePath]) -> None:
        done.append("styles")
        read_all(sheet, paths)

    def officers(_: DiskOffices) -> list[str]:
        done.append("officers")
        return []

    monkeypatch.setattr(ConsoleApp, "_get_ready", drawn)
    monkeypatch.setattr(Stylesheet, "read_all", read)
    monkeypatch.setattr(DiskOffices, "officers", officers)
    monkeypatch.setattr(ready, "load", lambda: done.append("modules"))
    async with ConsoleApp(DiskOffices(tmp_path)).run_test() as pilot:
        while len(done) < 5:
            await pilot.pause()
    assert done[:2] == ["styles", "written"], "its own styles only"
    assert sorted(done[2:]) == ["modules", "officers", "styles"]


OPENING = """
import sys
from pathlib import Path
from xfconsole.app import ready
from xfconsole.app.offices import DiskOffices

ready.load()
offices = DiskOffices(Path(sys.argv[1]))
offices.officers(), offices.wait()
before = set(sys.modules)
offices.open("李敏", sys.argv[2]).close()
print(*sorted(set(sys.modules) - before))
"""


def test_once_the_passphrase_is_typed_no_module_is_read_from_the_disk(tmp_path: Path) -> None:
    opened, _ = create_office(tmp_path, **ASKED, clock=SystemClock(), ids=RandomIds(), cost=CHEAP)
    opened.close()
    assert _python(OPENING, str(tmp_path), PASSPHRASE) == "\n"


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
async def test_a_theme_holds_from_the_first_frame_and_nothing_is_styled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: Theme
) -> None:
    again: list[bool] = []
    monkeypatch.setattr(Stylesheet, "reparse", lambda _: again.append(True))
    app = ConsoleApp(DiskOffices(tmp_path), theme=theme.name)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.styles.background.css == Color.parse(str(theme.background)).css
        assert app.theme == theme.name
    assert not again


async def test_who_leaves_the_first_screen_before_it_is_drawn_finds_the_rest_styled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is to be done after a screen's first frame is not done where that never comes."""
    monkeypatch.setattr(Screen, "call_after_refresh", lambda *_: True)
    monkeypatch.setattr(ready, "load", lambda: None)
    app = ConsoleApp(DiskOffices(tmp_path))
    async with app.run_test() as pilot:
        app.switch_screen(SetUpScreen(app.offices))
        await pilot.pause()
        assert app._loading is not None
        await app._loading
        assert any(str(path).endswith("form.tcss") for path, _ in app.stylesheet.source)


def _python(told: str, *arguments: str) -> str:
    """Return what a fresh interpreter prints."""
    command = [sys.executable, "-c", told, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
