"""Runs the console from its first screen on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.screens.fake_console import TestConsole
from tests.screens.fake_host import FakeOffices, settle
from xfconsole.ui.words import catalogue as i18n

FIELD = "tests.screens.shared.test_frame:FieldScreen"


@asynccontextmanager
async def starting(
    offices: FakeOffices, language: str, size: tuple[int, int]
) -> AsyncIterator[tuple[Pilot[None], FakeOffices]]:
    """Run the console over these offices; behind its first screens there is nothing but a field."""
    i18n.use(language)
    app = TestConsole(offices, screens={"live": FIELD, "intake": FIELD})
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield pilot, offices
    finally:
        for office in offices.opened:
            office.close()
        i18n.use("en")
