"""When the console makes a backup: every hour, at the handover, and again soon after one failed."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from xfconsole.core.days.reading import Reading
from xfconsole.core.office.backups import BackupState
from xfconsole.core.words.refusal import Refused

# For types only: the first frame is drawn before the rules are loaded.
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from data.backup.make import Backup
    from data.vault.vault import DataKey
    from xfconsole.core.ports import TimeSource

EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=10)
"""How long after a failed attempt the next one comes."""
GRACE = 1.0
"""Seconds that a console waits for a backup to be given up: a disk may be slow to answer."""
SETTLED = timedelta(seconds=30)
"""A console that was just opened has more pressing things to do."""


class Backups:
    """Makes the backups of an open office on a thread of its own, one at a time.

    ``second`` is the folder on another medium that gets a copy of each, None where none is set.
    """

    def __init__(
        self, folder: Path, key: DataKey, zone: ZoneInfo, clock: TimeSource, second: Path | None
    ) -> None:
        from data.backup.make import BACKUPS, Pace, backups_in

        self._folder, self._key, self._zone = folder, key, zone
        self._clock, self._second = clock, second
        self._pace, self._closed = Pace(), False
        self._running: Future[BackupState] | None = None
        self._thread: threading.Thread | None = None
        found = backups_in(folder / BACKUPS)
        self.state = BackupState(found[0].made_at if found else None)
        reading = clock.read()
        age = self.state.age(reading.wall)
        # Measured since boot from here on: a clock that is moved puts no backup off.
        left = timedelta(0) if age is None or self._ahead(reading) else EVERY - age
        self._next = reading.boot + max(SETTLED, left).total_seconds()
        self.state = replace(self.state, soon=left <= SETTLED)

    def start_if_due(self) -> BackupState:
        """Begin a backup if it is time for one; never waits. Call it every second."""
        if self._running is None and not self._closed and self._clock.read().boot >= self._next:
            self.back_up()
        return self.state

    def back_up(self) -> Future[BackupState]:
        """Begin a backup, or join the one that is being made; the future never fails.

        It ends with how things stand then. Call it on the thread that calls ``look``.
        """
        if self._running is not None:
            return self._running
        self._running = future = Future[BackupState]()
        if self._closed:
            future.set_result(self.state)
            return future
        self.state = replace(self.state, running=True, soon=False)
        self._thread = threading.Thread(target=self._work, args=(future,), daemon=True)
        self._thread.start()
        return future

    def close(self) -> None:
        """Give up what is being made; nothing half made counts, and the next one clears it away."""
        self._closed = True
        self._pace.stop()
        if self._thread is not None:
            self._thread.join(GRACE)

    def _work(self, future: Future[BackupState]) -> None:
        began = self._clock.read()
        state, wait = self._made(began.wall)
        self._next = began.boot + wait.total_seconds()
        self.state, self._running = state, None
        future.set_result(state)

    def _made(self, now: datetime) -> tuple[BackupState, timedelta]:
        """Make one and return how things stand after it, and how long until the next."""
        from data.backup.make import make

        before = self.state
        try:
            backup = make(self._folder, self._key, now, self._pace)
        except Refused as refused:
            if refused.key == "backup.refused.no_room":
                self._thinned(now)  # What age has made too many may be what takes the room.
            return replace(before, failed=refused, running=False), AGAIN
        except Exception as error:
            # What it says could hold a path or a text; its kind is enough to mend it.
            fault = Refused("backup.refused.program", fault=type(error).__name__)
            return replace(before, failed=fault, running=False), AGAIN
        second = self._copied(backup, now)
        self._thinned(now)
        return BackupState(backup.made_at, second=second), EVERY

    def _thinned(self, now: datetime) -> None:
        """Remove what age has made too many."""
        from data.backup.make import BACKUPS, thin, thin_replaced

        with suppress(Refused):  # What could not be removed now goes with the next.
            thin(self._folder / BACKUPS, now, self._zone)
            thin_replaced(self._folder, now)

    def _copied(self, backup: Backup, now: datetime) -> Refused | None:
        """Copy it to the second medium, and return why that has none, or None."""
        from data.backup.make import copy_to_second, thin

        if self._second is None:
            return None
        try:
            copy_to_second(backup, self._second, self._folder, self._pace)
            thin(self._second, now, self._zone)
        except Refused as refused:
            return refused
        return None

    def _ahead(self, reading: Reading) -> bool:
        return self.state.last_good is not None and self.state.last_good > reading.wall
