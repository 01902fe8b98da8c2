"""What the tests of live screen, prompt card and command line share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from textual.pilot import Pilot

from screens.live.screen import LiveScreen
from tests.screens.fake_host import FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from tests.screens.intake_form import INTAKE
from xfconsole.core.facts.announced import ANNOUNCEMENTS
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import HeadcountRecorded
from xfconsole.core.words.desk import RingOutcome

LIVE = "screens.live.screen:LiveScreen"
F = TypeVar("F", bound=Fact)


def one_incident(office: FakeOffice) -> FakeOffice:
    """A group of 33 is there since 02:29; it is 02:35 and nobody was rung."""
    return office.with_roster().with_incident().after(6)


def a_night(office: FakeOffice) -> FakeOffice:
    """02:41: one came, one is on the way, one could not be reached."""
    one_incident(office)
    office.verb(lambda d: d.ring("02-001", "duty_leader", RingOutcome.ANSWERED))
    office.verb(lambda d: d.ring("02-001", "receptionist", RingOutcome.NO_ANSWER))
    eta = office.now() + timedelta(minutes=20)
    office.verb(lambda d: d.ring("02-001", "unit_head", RingOutcome.ANSWERED, eta=eta))
    office.after(4)
    office.verb(lambda d: d.arrive("02-001", "duty_leader", ago=timedelta(minutes=2)))
    office.verb(lambda d: d.count("02-001", 55))
    wrong = next(e for e in office.events() if isinstance(e.fact, HeadcountRecorded))
    office.verb(lambda d: d.correct(wrong.uid, {"value": 45}, "数重了"))
    office.verb(lambda d: d.record_request("02-001", "公布交房时间"))
    return office.after(2)


def quiet(office: FakeOffice) -> FakeOffice:
    """No open incident."""
    return office.with_roster()


def live(
    folder: Path,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    ready: Callable[[FakeOffice], object] = one_incident,
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffice]]:
    """Run the console on the live screen."""
    return desk_pilot(folder, LIVE, language=language, size=size, ready=ready)


def console(
    folder: Path, ready: Callable[[FakeOffice], object]
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffice]]:
    """Run the whole console, which begins with the intake."""
    return desk_pilot(folder, LIVE, ready=ready, intake=INTAKE)


def key_of(sign: str) -> str:
    """Return the key that types a sign; of any other key its own name."""
    return "space" if sign == " " else sign


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, signs among them, then wait until everything they caused is on screen."""
    await pilot.press(*map(key_of, keys))
    await settle(pilot)
    await settle(pilot)


async def tick(pilot: Pilot[None]) -> None:
    """Do what happens once a second."""
    await pilot.app.tick_now()  # type: ignore[attr-defined]
    await settle(pilot)


def shown(pilot: Pilot[None]) -> str:
    """Return what the terminal shows."""
    return screen_text(pilot.app)


def live_screen(pilot: Pilot[None]) -> LiveScreen:
    """Return the live screen, whatever stands over it."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, LiveScreen))


def facts(office: FakeOffice, kind: type[F]) -> list[F]:
    """Return the facts of one kind in the journal, oldest first."""
    return [each.fact for each in office.events() if isinstance(each.fact, kind)]


def primary(office: FakeOffice) -> list[Event]:
    """Return what the officer wrote, without the engine's announcements."""
    return [each for each in office.events() if each.kind not in ANNOUNCEMENTS]
