"""On every screen, while it shows a matter, the program fails: no word of the matter gets out."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import pkgutil
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

import screens
from screens.intake.drafts import OfferScreen
from screens.intake.read_back import ReadBackScreen
from screens.live.policy_change import PolicyChangeScreen
from screens.matter.identity_window import IdentityScreen
from screens.office.officers import OfficersScreen
from screens.reception.plan_forms import PlanScreen
from screens.roster.changing import ChangeScreen
from screens.shared.derivation import DerivationScreen
from screens.shared.preview import PreviewScreen
from screens.start.founding import SetUpScreen
from screens.start.unlock import RecoverScreen, RecoveryScreen
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import FakeOffice, FakeOffices, settle
from tests.screens.golden import screen_text
from tests.screens.handovers import next_signs_in
from tests.withheld import NEEDLE, NUMBER, SUMMARY, told_all
from xfconsole.app.desk_keys import SCREENS
from xfconsole.app.messages import FaultMessages
from xfconsole.core.facts.of_matter import LINES
from xfconsole.core.words.desk import Identity
from xfconsole.ui.words import catalogue as i18n

NAME, PHONE = "闻梧桐", "139-0000-7777"
NEEDLES = (NEEDLE, PHONE, NUMBER, "02-001")
"""What stands on the screens, or in what they hold, and nowhere in what the program may say."""
SIZE = (80, 24)
SENTENCE = re.compile(
    r"The program is at fault \(ValueError in app/test_faults_everywhere\.py:\d+\); "
    r"everything registered is safe\. Please start it again\."
)

BASES = {"DeskScreen", "StartScreen", "StartForm", "OnceDrawn", "ListedScreen"}
"""Never shown by themselves."""

Opening = Callable[[Pilot[None], FakeOffice], Awaitable[None]]


def keys(*pressed: str) -> Opening:
    """Press these at the desk."""

    async def opening(pilot: Pilot[None], _: FakeOffice) -> None:
        for key in pressed:
            await pilot.press(key)
            await settle(pilot)

    return opening


def made(make: Callable[[TestConsole, FakeOffice], Screen[Any]]) -> Opening:
    """Show a screen made for it."""

    async def opening(pilot: Pilot[None], office: FakeOffice) -> None:
        assert isinstance(pilot.app, TestConsole)
        await pilot.app.push_screen(make(pilot.app, office))
        with suppress(WorkerCancelled):  # One look-up may take another's place.
            await settle(pilot)

    return opening


async def too_small(pilot: Pilot[None], _: FakeOffice) -> None:
    await pilot.resize_terminal(60, 20)
    await settle(pilot)


def identity(_: TestConsole, office: FakeOffice) -> Screen[Any]:
    return IdentityScreen(NUMBER, Identity(name=NAME, phone=PHONE), office.now())


def policy_change(app: TestConsole, office: FakeOffice) -> Screen[Any]:
    assert app.situation is not None
    return PolicyChangeScreen(app.situation.incidents[0], office.policy)


def read_back(_: TestConsole, __: FakeOffice) -> Screen[Any]:
    said = dict.fromkeys(("summary", "text", "requests", *LINES), NEEDLE)
    return ReadBackScreen(said)


def first(name: str) -> Opening:
    """Show one of the screens before the desk, over a desk that is open."""

    def make(app: TestConsole, _: FakeOffice) -> Screen[Any]:
        module, kind = name.split(":")
        screen: Screen[Any] = getattr(importlib.import_module(module), kind)(app.offices)
        return screen

    return made(make)


async def accepting(pilot: Pilot[None], office: FakeOffice) -> None:
    await keys("f10")(pilot, office)
    await next_signs_in(pilot)


RECIPES: dict[str, Opening] = {
    "AcceptScreen": accepting,
    "AskScreen": keys("t", *NEEDLE),
    "BellScreen": keys("f5", "b"),
    "ChangeScreen": made(lambda _, __: ChangeScreen(SUMMARY, f"{NAME} {PHONE}")),
    "ColumnsScreen": keys("f4", "c"),
    "CompareScreen": keys("f2", "2", "enter", *NEEDLE, "ctrl+t"),
    "DerivationScreen": made(lambda _, __: DerivationScreen(NUMBER)),
    "FiguresScreen": keys("f6", "f7"),
    "FirstStartScreen": first("screens.start.founding:FirstStartScreen"),
    "FormScreen": keys("f4", "enter", "s", *NEEDLE),
    "HandoverScreen": keys("f10"),
    "HelpScreen": keys("f1"),
    "IdentityScreen": made(identity),
    "IntakeScreen": keys("f2", "2", "enter", *NEEDLE),
    "LedgerScreen": keys("f4"),
    "LettersScreen": keys("f4", "i", *NEEDLE),
    "LiveScreen": keys("f3"),
    "LockScreen": keys("ctrl+backslash"),
    "LogScreen": keys("f6"),
    "MatterScreen": keys("f4", "enter"),
    "OfferScreen": made(lambda _, __: OfferScreen("02:29", SUMMARY)),
    "OfficersScreen": made(lambda _, __: OfficersScreen()),
    "OpeningScreen": made(lambda _, __: _screen("screens.shared.opening:OpeningScreen")()),
    "PaletteScreen": keys("ctrl+p"),
    "PlanScreen": made(lambda _, __: PlanScreen(SUMMARY, f"{NAME} {PHONE}")),
    "Picker": keys("f4", "enter", "a"),
    "PolicyChangeScreen": made(policy_change),
    "PreviewScreen": made(lambda _, __: PreviewScreen(SUMMARY, f"{NAME} {PHONE}")),
    "PromptScreen": keys("f9"),
    "ReadBackScreen": made(read_back),
    "RecoverScreen": made(lambda app, _: RecoverScreen(app.offices, NAME)),
    "RecoveryScreen": made(lambda _, office: RecoveryScreen(office, PHONE)),
    "ReportScreen": keys("r", "2"),
    "ReceptionScreen": keys("shift+f5"),
    "RetentionScreen": made(lambda _, __: _screen("screens.office.retention:RetentionScreen")()),
    "RosterImportScreen": keys("f5", "o", *NEEDLE),
    "RosterScreen": keys("f5"),
    "ChecklistScreen": keys("f3", "w"),
    "InstructionScreen": keys("f3", "i"),
    "ToldScreen": keys("f3", "f"),
    "PlacePicker": keys("f3", "d"),
    "SetUpScreen": made(lambda app, _: SetUpScreen(app.offices)),
    "TooSmallScreen": too_small,
    "UpwardScreen": made(lambda _, __: _screen("screens.upward.screen:UpwardScreen")()),
    "UnlockScreen": first("screens.start.unlock:UnlockScreen"),
    "ViewPicker": keys("f4", "v"),
}
"""How each screen comes to be seen. A new one belongs here too."""

TYPED_INTO = {"AcceptScreen", "CompareScreen", "FormScreen", "IntakeScreen", "ReportScreen"}
"""Screens after which a draft, or another officer, would be found at the desk."""


def _screen(place: str) -> Callable[..., Screen[Any]]:
    module, _, name = place.partition(":")
    found: Callable[..., Screen[Any]] = getattr(importlib.import_module(module), name)
    return found


def kinds() -> Iterator[str]:
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        for name, each in vars(importlib.import_module(module.name)).items():
            own = inspect.isclass(each) and each.__module__ == module.name
            if own and issubclass(each, Screen):
                yield name


def test_every_screen_is_made_to_fail() -> None:
    assert set(kinds()) - BASES == RECIPES.keys()


def fail(name: str) -> None:
    """Fail with a matter in a local variable, in an argument and in the message."""
    told = {"number": NUMBER, "name": NAME, "phone": PHONE, "text": SUMMARY}
    raise ValueError(f"{name} {told}")


class StaysOpen(FakeOffice):
    """An office that one console after the other has open."""

    def close(self) -> None:
        """Wait until everything is on disk, and stay open."""
        self.verb(lambda desk: desk.now())


def full_office(folder: Path) -> StaysOpen:
    folder.mkdir()
    office = StaysOpen(folder)
    office.with_roster()
    office.verb(told_all)
    office.on_shift()
    return office


async def ended(office: FakeOffice, kind: str, seen: list[str]) -> int | None:
    """Run the console until it fails on a screen of this kind; returns its exit code."""
    app = TestConsole(FakeOffices(lambda: office), demo=True, screens=SCREENS)

    async def play(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await RECIPES[kind](pilot, office)
        seen.append(type(pilot.app.screen).__name__)
        seen.append(screen_text(pilot.app))
        pilot.app.screen.call_later(fail, NAME)

    await app.run_async(headless=True, size=SIZE, auto_pilot=play)
    app.close_office()
    return app.return_code


def told_in(folder: Path) -> list[str]:
    """Return which needles stand in files below a folder, however they are written."""
    written = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
    assert written
    codes = ("utf-8", "utf-16-le", "gb18030", "unicode-escape")
    return [each for each in NEEDLES if any(each.encode(code) in written for code in codes)]


@pytest.mark.parametrize("kind", sorted(RECIPES))
def test_a_fault_tells_nothing_of_the_matter(
    tmp_path: Path,
    kind: str,
    office: FakeOffice,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(office.folder.parent)
    for variable in ("HOME", "TMPDIR", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(office.folder.parent))
    i18n.use("en")
    seen: list[str] = []
    assert asyncio.run(ended(office, kind, seen)) == 1
    assert seen[0] == kind, seen[1]
    out, err = capfd.readouterr()
    assert out == ""
    assert SENTENCE.fullmatch(" ".join(err.split())), err
    assert told_in(office.folder.parent) == []


async def test_textuals_own_report_would_tell_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What the tests above look for is there to be found."""
    monkeypatch.setattr(FaultMessages, "_handle_exception", App._handle_exception)
    office = full_office(tmp_path / "office")
    await ended(office, "LiveScreen", [])
    FakeOffice.close(office)
    said = capfd.readouterr().err
    assert [each for each in (NEEDLE, PHONE, NUMBER) if each not in said] == []
