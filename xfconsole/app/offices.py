"""Offices on this laptop's disk. Everything that loads the database is imported in the calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from xfconsole.clock import SystemClock
from xfconsole.core.policy_file import PolicyError
from xfconsole.core.ports import Views
from xfconsole.core.refusal import Refused
from xfconsole.ids import RandomIds
from xfconsole.packs import OWN_PACK
from xfconsole.ui.host import Founding, Office
from xfconsole.ui.i18n import say

if TYPE_CHECKING:
    from data.office import OpenOffice
    from xfconsole.core.policy import Policy
    from xfconsole.desk import Desk
    from xfconsole.imports.roster_file import RosterFile

T = TypeVar("T")
DEMO_ZONE = "Asia/Shanghai"
DEMO_OFFICER = "李敏"


class DeskOffice:
    """Implements ``ui.host.Office``: an open office with its desk on the writer thread."""

    def __init__(self, opened: OpenOffice, closing: ExitStack) -> None:
        from xfconsole.assembly import desk_of

        self._opened = opened
        self._closing = closing
        self._clock = SystemClock()
        self.zone = ZoneInfo(opened.time_zone)
        try:
            self._desk = desk_of(opened, self._clock, RandomIds())
        except PolicyError as error:
            line = error.problems[0].line
            raise Refused("ui.refused.policy", file=OWN_PACK, line=line) from None
        self.submit(self._take_over).result()

    @property
    def name(self) -> str:
        """The office's name."""
        return self._opened.name

    @property
    def officer(self) -> str:
        """Who is at the desk."""
        return self._opened.officer

    @property
    def views(self) -> Views:
        """Read-only look-ups."""
        return self._opened.views

    @property
    def folder(self) -> Path:
        """Where the office lies."""
        return self._opened.folder

    @property
    def policy(self) -> Policy:
        """The pack in force."""
        return self._desk.policy

    def read_roster(self, path: Path) -> RosterFile:
        """Read a duty roster with the policy's posts; stores nothing."""
        from xfconsole.imports.roster_file import read_roster

        posts = {post.id: post.name for post in self.policy.posts.values()}
        return read_roster(path, self.zone, posts)

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return self._clock.read().wall

    def submit(self, work: Callable[[Desk], T]) -> Future[T]:
        """Run work with the desk on the writer thread."""
        return self._opened.writer.submit(work, self._desk)

    def save_draft(self, form: str, values: Mapping[str, str]) -> Future[None]:
        """Queue the newest state of a form."""
        return self._opened.writer.save_draft(form, values)

    def close(self) -> None:
        """Write what waits and close everything."""
        self._closing.close()

    def _take_over(self, desk: Desk) -> None:
        """Start a shift, unless this officer's is still running after a crash or a restart."""
        from xfconsole.core.events import ShiftEnded, ShiftStarted

        events = self.views.events_of(self._opened.store.office)
        shifts = [each for each in events if isinstance(each.fact, ShiftStarted | ShiftEnded)]
        last = shifts[-1] if shifts else None
        if last is None or isinstance(last.fact, ShiftEnded) or last.officer != self.officer:
            desk.start_shift()


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

        return _running(open_office(self._home, passphrase, officer, clock=SystemClock()))

    def found(self, founding: Founding) -> tuple[Office, str]:
        """Set up the office."""
        from data.office import create_office

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
        from data.office import demo_office
        from xfconsole.demo_night import play

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
            return DeskOffice(opened, closing)
        except BaseException:
            closing.close()
            raise


def _running(opened: OpenOffice) -> Office:
    closing = ExitStack()
    closing.enter_context(opened)
    try:
        return DeskOffice(opened, closing)
    except BaseException:
        closing.close()
        raise
