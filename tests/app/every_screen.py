"""One console on which one screen after the other is shown, for what holds on every screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from textual.pilot import Pilot

from tests.app.test_faults_everywhere import RECIPES, SIZE, TYPED_INTO, full_office
from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import PASSPHRASE, FakeOffice, FakeOffices, settle
from tests.screens.live_desk import press
from xfconsole.app.desk_keys import SCREENS
from xfconsole.ui.words import catalogue as i18n


def turns(left_out: Collection[str]) -> list[list[str]]:
    """Return which screens one console can show in turn; one that is typed into is alone."""
    kinds = sorted(RECIPES.keys() - left_out)
    together = [kind for kind in kinds if kind not in TYPED_INTO]
    return [together, *([kind] for kind in kinds if kind in TYPED_INTO)]


@contextmanager
def office_for(kinds: list[str], shared: FakeOffice, folder: Path) -> Iterator[FakeOffice]:
    """The shared office, or one of its own for a screen that is typed into."""
    if not TYPED_INTO & {*kinds}:
        yield shared
        return
    own = full_office(folder / "office")
    yield own
    FakeOffice.close(own)


@asynccontextmanager
async def desk(office: FakeOffice, language: str) -> AsyncIterator[Pilot[None]]:
    """Run the console over this office."""
    i18n.use(language)
    app = TestConsole(FakeOffices(lambda: office), demo=True, screens=SCREENS)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            yield pilot
    finally:
        i18n.use("en")


async def put_back(pilot: Pilot[None]) -> None:
    """Show the live screen as at first: nothing is said there, and nothing lies over it."""
    app = pilot.app
    assert isinstance(app, TestConsole)
    await pilot.resize_terminal(*SIZE)
    if app.covered:
        await press(pilot, *PASSPHRASE, "enter")
    while len(app.screen_stack) > 2:
        await app.pop_screen()
    app.show_screen("live")
    app.forget_message()
    await settle(pilot)


async def show(pilot: Pilot[None], office: FakeOffice, kind: str) -> None:
    """Show a screen of this kind, from the desk as it was at first."""
    await put_back(pilot)
    await RECIPES[kind](pilot, office)
    await settle(pilot)
    assert type(pilot.app.screen).__name__ == kind
