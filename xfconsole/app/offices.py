"""Offices on this laptop's disk. Everything heavy is imported in the calls, on their own thread."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from xfconsole.ui.host import Founding, Office
from xfconsole.ui.i18n import say

if TYPE_CHECKING:
    from data.office import OpenOffice

DEMO_ZONE = "Asia/Shanghai"
DEMO_OFFICER = "李敏"


class DiskOffices:
    """Implements ``ui.host.Offices`` over one folder."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def exists(self) -> bool:
        """Return whether an office was set up in the folder."""
        return (self._home / "office.db").exists()

    def officers(self) -> Sequence[str]:
        """Return who can open the office."""
        from data.vault import officers

        return officers(self._home)

    def open(self, officer: str, passphrase: str) -> Office:
        """Open the office; blocks for about a second on purpose."""
        from data.office import open_office
        from xfconsole.clock import SystemClock

        return _running(open_office(self._home, passphrase, officer, clock=SystemClock()))

    def recover(self, officer: str, code: str, passphrase: str) -> Office:
        """Give an officer a new passphrase by the recovery code, and open the office with it."""
        from data.vault import reset_passphrase, unlock_with_recovery

        unlocked = unlock_with_recovery(self._home, code)
        reset_passphrase(self._home, unlocked.key, officer, passphrase)
        return self.open(officer, passphrase)

    def found(self, founding: Founding) -> tuple[Office, str]:
        """Set up the office."""
        from data.office import create_office
        from xfconsole.clock import SystemClock
        from xfconsole.ids import RandomIds

        opened, code = create_office(
            self._home,
            founding.office,
            founding.time_zone,
            founding.officer,
            founding.passphrase,
            clock=SystemClock(),
            ids=RandomIds(),
        )
        return _running(opened), code

    def demo(self) -> Office:
        """Make a throw-away office with a night already under way; closing it removes it."""
        from zoneinfo import ZoneInfo

        from data.office import demo_office
        from xfconsole.clock import SystemClock
        from xfconsole.demo_night import play
        from xfconsole.ids import RandomIds

        closing, clock = ExitStack(), SystemClock()
        name = say("start.demo.office")
        opened = closing.enter_context(
            demo_office(name, DEMO_ZONE, DEMO_OFFICER, clock=clock, ids=RandomIds())
        )
        try:
            now = clock.read().wall
            opened.writer.submit(
                play, opened.store, now, ZoneInfo(DEMO_ZONE), DEMO_OFFICER
            ).result()
            return _at_the_desk(opened, closing)
        except BaseException:
            closing.close()
            raise


def _at_the_desk(opened: OpenOffice, closing: ExitStack) -> Office:
    from xfconsole.app.desk_office import DeskOffice

    return DeskOffice(opened, closing)


def _running(opened: OpenOffice) -> Office:
    closing = ExitStack()
    closing.enter_context(opened)
    try:
        return _at_the_desk(opened, closing)
    except BaseException:
        closing.close()
        raise
