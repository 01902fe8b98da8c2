"""What the tests of the matter screen share: a letter, its screen, and how acts are entered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from textual.pilot import Pilot

from screens.matter.line import MatterLine
from screens.matter.screen import MatterScreen
from screens.shared.form import FormScreen
from screens.widgets.row_list import RowList
from tests.screens.fake_host import FakeOffice, desk_pilot, settle, top
from tests.screens.golden import screen_text
from tests.screens.live_desk import press
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose

LEDGER = "screens.ledger.screen:LedgerScreen"
NUMBER = "2026-000001"
F = TypeVar("F", bound=Fact)


def letter(office: FakeOffice) -> FakeOffice:
    """Register a signed claim by letter; the night's roster and the published holidays hold."""
    office.with_holidays().with_roster()
    office.on_shift()
    form = MatterForm(
        Channel.LETTER,
        "安置房逾期两年未交付",
        text="二期安置房应于2024年交付，至今未交。",
        purpose=Purpose.CLAIM,
        unit="住建局",
        requests=("明确交付日期",),
        identity=Identity(name="某某", address="某街道"),
    )
    office.verb(lambda desk: desk.register(form))
    return office


def anonymous(office: FakeOffice) -> FakeOffice:
    """Register an anonymous letter."""
    office.with_holidays().with_roster()
    form = MatterForm(Channel.LETTER, "夜间施工扰民", purpose=Purpose.CLAIM, anonymous=True)
    office.verb(lambda desk: desk.register(form))
    return office


def matter(
    folder: Path,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    ready: Callable[[FakeOffice], object] = letter,
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffice]]:
    """Run the console on the ledger; ``open_matter`` goes on to the matter."""
    return desk_pilot(folder, LEDGER, language=language, size=size, ready=ready)


async def open_matter(pilot: Pilot[None], number: str = "") -> None:
    """Show a matter, the newest unless told."""
    if number:
        await pilot.app.switch_screen(MatterScreen(number, "app.ledger"))
    else:
        await pilot.press("f4", "enter")
    await settle(pilot)
    await settle(pilot)


async def days(pilot: Pilot[None], office: FakeOffice, number: float) -> None:
    """Let days pass, and the desk look at its clock."""
    office.clock.advance(timedelta(days=number))
    await pilot.app.tick_now()  # type: ignore[attr-defined]
    await settle(pilot)
    await settle(pilot)


async def begin(pilot: Pilot[None], words: str) -> None:
    """Open the form of the act that answers to these words."""
    await press(pilot, "a", *words, "enter")


async def fill(pilot: Pilot[None], **values: str) -> None:
    """Type into the parts of the form shown, going there by Tab."""
    for name, text in values.items():
        for _ in range(12):
            if form(pilot).here() == name:
                break
            await pilot.press("tab")
        else:
            raise AssertionError(f"no part {name}")
        await pilot.press(*text)


async def act(pilot: Pilot[None], words: str, **values: str) -> None:
    """Enter an act by keyboard: pick it, fill its form, and record it."""
    await begin(pilot, words)
    await fill(pilot, **values)
    await press(pilot, "ctrl+s")


async def issue(pilot: Pilot[None], words: str, **values: str) -> None:
    """Issue a document by keyboard: pick it, fill its form, read it, and keep it."""
    await press(pilot, "i", *words, "enter")
    await fill(pilot, **values)
    await press(pilot, "ctrl+s")
    await press(pilot, "ctrl+s")


def shown(pilot: Pilot[None]) -> str:
    """Return what the terminal shows."""
    return screen_text(pilot.app)


def said(pilot: Pilot[None]) -> str:
    """Return what the terminal shows, however it is broken into lines."""
    return " ".join(shown(pilot).split())


def form(pilot: Pilot[None]) -> FormScreen:
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen), screen_text(pilot.app)
    return screen


def typed(pilot: Pilot[None], name: str) -> str:
    return form(pilot).fields[name].read()


def lines(pilot: Pilot[None]) -> list[MatterLine]:
    """Return every line of the matter."""
    rows = top(pilot).query_one(RowList)
    return [row for n in range(rows.total) if (row := rows.row(n)) is not None]


def text(pilot: Pilot[None]) -> str:
    """Return every line of the matter as text."""
    return "\n".join(line.text for line in lines(pilot))


def go_to(pilot: Pilot[None], words: str) -> None:
    """Put the cursor on the first line with these words."""
    rows = top(pilot).query_one(RowList)
    rows.move(next(n for n, line in enumerate(lines(pilot)) if words in line.text))


def life(office: FakeOffice, number: str = NUMBER) -> MatterLife:
    """Return the matter's life as the database tells it."""
    return life_of(matter_events(office, number))


def matter_events(office: FakeOffice, number: str = NUMBER) -> list[Event]:
    """Return the matter's events."""
    found = office.views.matter(number)
    assert found is not None
    return list(found.events)


def facts(office: FakeOffice, kind: type[F]) -> list[F]:
    """Return the facts of one kind in the journal, oldest first."""
    return [each.fact for each in office.events() if isinstance(each.fact, kind)]
