"""Meets the hub while the console is open: every minute, soon after something was written, and
less often while nobody answers there. While people are there it looks for news between meetings.

What goes to and from it waits on a thread of its own; what is stored takes its turn with the
officer's verbs, a few lines at a time. An office without a hub loads nothing of this.
"""

from __future__ import annotations

import math
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data.hub.city import figures
from data.hub.joined import at_hub, since_met
from data.hub.syncing import Syncing, ends
from data.vault.vault import named_twice
from xfconsole.core.office.meeting import EVERY, LOOK, SOON, HubState, wait_after
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds
from xfconsole.ui.host import Office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.exchange.exchange import Exchange
    from data.hub.syncing import Synced
    from data.office import OpenOffice
    from xfconsole.core.facts.event import Fact
    from xfconsole.core.ports import TimeSource

SETTLED = timedelta(seconds=5)
"""A console that was just opened has more pressing things to do."""
HOURLY = timedelta(hours=1)
"""So often the city is told its figures: counting them reads a year's matters."""
STUCK = timedelta(minutes=15)
"""A hub that takes and brings nothing for so long is given up: it may hold a lock."""
REST = 0.02
"""Seconds between two steps, for whatever else has to be done."""
GRACE = 1.0
"""Seconds that a console waits for a meeting to be given up: a disk may be slow to answer."""


class HubMeetings:
    """Lets an open office meet the hub that its desk joined, every minute or ``every`` so often."""

    def __init__(
        self, opened: OpenOffice, office: Office, clock: TimeSource, every: timedelta | None = None
    ) -> None:
        self._opened, self._office, self._clock = opened, office, clock
        self._every = every or EVERY
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._exchange: Exchange | None = None
        self._hub: Any = None
        self._failures, self._tell_city, self._moved = 0, 0.0, 0.0
        self._trouble: Refused | None = None
        self._noticed: Refused | None = None
        now = clock.read().boot
        self._next, self._soon = now + min(SETTLED, self._every).total_seconds(), math.inf
        self._began, self._ends = now, dict[str, int]()
        self._since = since_met(opened.reader)

    @property
    def state(self) -> HubState:
        """How things stood when they were looked at last."""
        met_at, unsent, _ = self._since
        return HubState(True, met_at, unsent, self._trouble, self._noticed)

    def count(self) -> None:
        """Look how much has to go there; call it every second."""
        (*_, before), self._since = self._since, since_met(self._opened.reader)
        if self._since[-1] > before:
            self._soon = min(self._soon, self._clock.read().boot + SOON.total_seconds())

    def start_if_due(self, *, live: bool) -> None:
        """Begin a meeting if it is time for one, and end one that is stuck; never waits.

        Call it every second; ``live`` says whether people are there.
        """
        now = self._clock.read().boot
        if self._thread is not None and self._thread.is_alive():
            if self._hub is not None and now >= self._moved + STUCK.total_seconds():
                _hang_up(self._hub)
        elif not self._stopped.is_set() and self._is_due(now, live):
            # What goes there goes with the look for news as well.
            looking = now < self._next and self._soon == math.inf
            self._began, self._soon = now, math.inf
            self._thread = threading.Thread(
                target=self._meet, args=(looking,), name="hub", daemon=True
            )
            self._thread.start()

    def _is_due(self, now: float, live: bool) -> bool:
        """Whether to go there; where nobody answers, only as often as is tried again."""
        looked = self._began + LOOK.total_seconds()
        sooner = now >= self._soon or (live and now >= looked)
        return now >= self._next or (sooner and not self._failures)

    def close(self) -> None:
        """Give up what is under way: what was stored of it stays, the rest comes another time."""
        self._stopped.set()
        exchange, hub, thread = self._exchange, self._hub, self._thread
        if exchange is not None:
            exchange.reader.dispose()
        # Who still waits for the hub's first answer holds nothing, and ends with the process.
        if hub is not None and thread is not None:
            _hang_up(hub)
            thread.join(GRACE)

    def wait(self) -> None:
        """Wait until the meeting under way is over."""
        if self._thread is not None:
            self._thread.join()

    def _meet(self, looking: bool) -> None:
        began = self._clock.read().boot
        try:
            met = self._met(looking)
        except _Stopped:
            return
        except Refused as refused:
            self._failures, self._trouble = self._failures + 1, refused
        except Exception as error:
            # What it says could hold a text; its kind is enough to mend it.
            fault = Refused("hub.refused.program", fault=type(error).__name__)
            self._failures, self._trouble = self._failures + 1, fault
        else:
            if met is None:
                return
            self._failures, self._trouble = 0, next(iter(met.taken.refused), None)
            self._ends = dict(met.ends)
            self._noticed = self._several()
        self._next = began + wait_after(self._failures, self._every).total_seconds()

    def _met(self, looking: bool) -> Synced | None:
        """Meet the hub; one that is only looked at and has no news is left."""
        with self._opened.exchanging(self._rest) as exchange:
            self._exchange = exchange
            try:
                with at_hub(exchange) as self._hub:
                    self._rest()
                    if looking and ends(self._hub) == self._ends:
                        return None
                    return self._met_at(self._hub, exchange)
            finally:
                self._exchange = self._hub = None

    def _met_at(self, hub: Any, exchange: Exchange) -> Synced:
        office, began = self._office, self._clock.read().boot
        city = None
        if began >= self._tell_city:
            days = office.rules.workdays
            city = figures(exchange.reader, office.zone, office.now(), days, self._rest)
        meeting = Syncing(hub, exchange, lambda _: self._rest(), city)
        met = meeting.meet(office.now(), office.officer, RandomIds(), self._note)
        if city:
            self._tell_city = began + HOURLY.total_seconds()
        return met

    def _several(self) -> Refused | None:
        """Return what to say of officers who have a passphrase from each of several desks."""
        names = tuple(named_twice(self._opened.folder))
        return Refused("officers.noticed.several", names=names) if names else None

    def _note(self, facts: Sequence[Fact]) -> None:
        self._office.submit(lambda desk: desk.note_desks(facts)).result()

    def _rest(self) -> None:
        """Give way to other threads, and note that something goes on."""
        self._moved = self._clock.read().boot
        if self._stopped.wait(REST):
            raise _Stopped


class _Stopped(Exception):
    """The office is being closed."""


def _hang_up(hub: Any) -> None:
    """End what a connection waits for, on whatever thread that is."""
    with suppress(Exception):  # It may have been closed this very moment.
        line = socket.socket(fileno=hub.fileno())
        try:
            line.shutdown(socket.SHUT_RDWR)
        finally:
            line.detach()
