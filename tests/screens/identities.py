"""An office whose matters have identities, and what an officer does to read one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from screens.matter.identity_window import IdentityScreen
from tests.identities import (
    CLAIM_NO,
    EVERY,
    SECRETS,
)
from tests.screens.fake_host import PASSPHRASE, FakeOffice
from tests.screens.live_desk import press
from tests.screens.matters import fill, form, matter, open_matter, shown
from xfconsole.core.facts.of_identity import IdentityRead
from xfconsole.core.matter.registration import MatterForm
from xfconsole.desk import Desk, Done

REASON = "核实"
DANGER = {"zh": "危及生命", "en": "danger to life"}


def registered(office: FakeOffice) -> FakeOffice:
    """A claim, an accusation, a confidential call and an anonymous letter are in the register."""
    office.with_holidays().with_roster()
    office.officer_rows.append(replace(office.officer_rows[-1], name="王强"))
    office.on_shift()
    for each in EVERY:
        office.verb(partial(register, each))
    return office


def register(form: MatterForm, desk: Desk) -> Done:
    return desk.register(form)


def opened(
    folder: Path,
    *,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    ready: Callable[[FakeOffice], object] = registered,
) -> AbstractAsyncContextManager[tuple[Pilot[None], FakeOffice]]:
    return matter(folder, language=language, size=size, ready=ready)


def readings(office: FakeOffice) -> list[IdentityRead]:
    return [each.fact for each in office.events() if isinstance(each.fact, IdentityRead)]


def shows(pilot: Pilot[None], kind: type[Screen[Any]]) -> bool:
    return isinstance(pilot.app.screen, kind)


def window(pilot: Pilot[None]) -> bool:
    return shows(pilot, IdentityScreen)


def left_over(pilot: Pilot[None]) -> list[str]:
    """Return the secrets on the terminal, in any widget or screen, and in any notification."""
    seen = shown(pilot)
    for screen in pilot.app.screen_stack:
        for widget in screen.walk_children():
            seen += str(getattr(widget, "content", "")) + str(getattr(widget, "value", ""))
            seen += str(vars(widget))
        seen += str(vars(screen))
    seen += "".join(getattr(pilot.app, "told", ()))
    return [each for each in SECRETS if each in seen]


async def read_claim(pilot: Pilot[None]) -> None:
    """Open the claim and read its identity."""
    await open_matter(pilot, CLAIM_NO)
    await press(pilot, "r")
    await fill(pilot, reason=REASON)
    await press(pilot, "ctrl+s")


async def second(pilot: Pilot[None], name: str = "王强", passphrase: str = PASSPHRASE) -> None:
    """Give the reason and have a second officer sign in."""
    form(pilot).fields["reason"].fill(REASON)
    form(pilot).fields["second"].fill(name)
    form(pilot).fields["passphrase"].fill(passphrase)
    await press(pilot, "ctrl+s")
