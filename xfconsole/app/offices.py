"""Offices on this laptop's disk. Everything heavy is imported in the calls, on their own thread."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from xfconsole.ui.host import Founding, Office
from xfconsole.ui.words.catalogue import say

if TYPE_CHECKING:
    from data.office import OpenOffice
    from xfconsole.app.backups import Backups

DEMO_ZONE = "Asia/Shanghai"
DEMO_OFFICER = "李敏"


class DiskOffices:
    """Implements ``ui.host.Offices`` over one folder; ``second`` gets copies of its backups.

    ``meet_every`` is how often an office meets its hub, if not as often as usual.
    """

    def __init__(
        self, home: Path, second: Path | None = None, meet_every: timedelta | None = None
    ) -> None:
        self._home, self._second, self._meet_every = home, second, meet_every

    def exists(self) -> bool:
        """Return whether an office was set up in the folder, or is being restored into it."""
        return any((self._home / name).exists() for name in ("office.db", ".restore/plan.json"))

    def officers(self) -> Sequence[str]:
        """Return who can open the office."""
        from data.backup.interrupted_restore import finish_pending
        from data.vault.vault import officers

        finish_pending(self._home)
        return officers(self._home)

    def open(self, officer: str, passphrase: str) -> Office:
        """Open the office; blocks for about a second on purpose."""
        from data.office import open_office
        from xfconsole.clock import SystemClock

        return self._running(open_office(self._home, passphrase, officer, clock=SystemClock()))

    def recover(self, officer: str, code: str, passphrase: str) -> Office:
        """Give an officer a new passphrase by the recovery code, and open the office with it."""
        from data.vault.officer_book import recover
        from xfconsole.clock import SystemClock
        from xfconsole.ids import RandomIds

        recover(self._home, officer, code, passphrase, SystemClock(), RandomIds())
        return self.open(officer, passphrase)

    def wait(self) -> int:
        """Return how many seconds are left of a wait for wrong passphrases."""
        from data.vault.sign_in_throttle import wait_left
        from xfconsole.clock import SystemClock

        return wait_left(self._home, SystemClock())

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
        return self._running(opened), code

    def demo(self) -> Office:
        """Make a throw-away office with a night already under way; closing it removes it."""
        from zoneinfo import ZoneInfo

        from data.office import demo_office
        from xfconsole.clock import SystemClock
        from xfconsole.drill.demo_night import play
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

    def _running(self, opened: OpenOffice) -> Office:
        from zoneinfo import ZoneInfo

        from xfconsole.app.backups import Backups
        from xfconsole.clock import SystemClock

        closing = ExitStack()
        closing.enter_context(opened)
        try:
            zone = ZoneInfo(opened.time_zone)
            backups = Backups(self._home, opened.key, zone, SystemClock(), self._second)
            return _at_the_desk(opened, closing, backups, self._meet_every)
        except BaseException:
            closing.close()
            raise


def _at_the_desk(
    opened: OpenOffice,
    closing: ExitStack,
    backups: Backups | None = None,
    meet_every: timedelta | None = None,
) -> Office:
    from xfconsole.app.desk_office import DeskOffice

    return DeskOffice(opened, closing, backups, meet_every)
