"""What the tests of the intake form share."""

from __future__ import annotations

from textual.pilot import Pilot

from screens.intake.screen import IntakeScreen

INTAKE = "screens.intake.screen:IntakeScreen"


def intake(pilot: Pilot[None]) -> IntakeScreen:
    """Return the intake, which has to be in sight."""
    screen = pilot.app.screen
    assert isinstance(screen, IntakeScreen)
    return screen


async def go_to(pilot: Pilot[None], name: str) -> None:
    """Put the focus into a field."""
    intake(pilot).go_to(name)
    await pilot.pause()
