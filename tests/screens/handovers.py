"""What the tests of the handover share: an office in the middle of a night, and who comes next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot

from screens.handover.screen import HandoverScreen
from tests.screens.fake_host import PASSPHRASE, START, ZONE, FakeOffice
from tests.screens.live_desk import live, press
from tests.screens.matters import form
from tests.screens.prompt.test_due import due_work, old_letter
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.words.procedure import Bar
from xfconsole.drill.demo_night import demo_roster

NEXT = "何静"


def busy(office: FakeOffice) -> FakeOffice:
    """A group of 33 since 02:29, 李敏 on shift, two letters with due work."""
    due_work(office)
    office.on_shift()
    return office.with_incident().after(6)


def quiet(office: FakeOffice) -> FakeOffice:
    """李敏 is on shift and nothing runs."""
    office.with_roster()
    office.on_shift()
    return office


def next_barred(office: FakeOffice) -> FakeOffice:
    """何静 is accused in one of the letters and in the matter of the group."""
    busy(office)
    number = old_letter(office, "反映窗口人员刁难", "02-05")
    office.verb(lambda desk: desk.bar(number, Bar.ACCUSED, person=NEXT))
    group = office.verb(lambda desk: desk.situation().incidents[0].matter_number)
    office.verb(lambda desk: desk.bar(group, Bar.RECUSED, person=NEXT))
    return office.after(1)


def handing_over(
    folder: Path,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    ready: Callable[[FakeOffice], object] = busy,
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffice]]:
    """Run the console on the live screen; F10 shows the page."""
    return live(folder, language=language, size=size, ready=ready)


async def next_signs_in(pilot: Pilot[None], name: str = NEXT, passphrase: str = PASSPHRASE) -> None:
    """Sign in on the page: whom the roster expects is chosen, and the passphrase is typed."""
    await press(pilot, "enter")
    if name != NEXT:
        form(pilot).fields["second"].fill(name)
    await press(pilot, *passphrase, "enter")


def page(pilot: Pilot[None]) -> HandoverScreen:
    """Return the page, whatever lies over it."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, HandoverScreen))


def relief_late(office: FakeOffice) -> FakeOffice:
    """李敏's turn ended at 02:31 and 何静 has not come; it is 02:47."""
    office.on_shift()
    turns = [
        each
        for each in demo_roster(START, ZONE).entries
        if each.post != "duty_officer" and each.ends_at > START
    ]
    ends, until = START + timedelta(minutes=2), START + timedelta(hours=6)
    turns += [
        RosterEntry("duty_officer", "李敏", "139-0000-0001", START, ends),
        RosterEntry("duty_officer", NEXT, "139-0000-0002", ends, until),
        RosterEntry("duty_officer", "罗安", "139-0000-0003", ends, until, 2),
    ]
    office.verb(lambda desk: desk.import_roster("值班.csv", turns))
    return office.after(18)
