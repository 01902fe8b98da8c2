"""Plays the first minutes of an invented night into a fresh store, for ``xfconsole --demo``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.days.reading import Reading
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.ports import Store
from xfconsole.core.words.desk import Channel, CountSource, Hearing, Identity, Purpose, RingOutcome
from xfconsole.desk import Desk
from xfconsole.drill.demo_roster import demo_roster
from xfconsole.ids import RandomIds
from xfconsole.office_files.packs import default_pack, pinned_pack
from xfconsole.ui.words.catalogue import say

STARTED = timedelta(minutes=14)
"""So long ago the demo night began."""
_TICK = timedelta(seconds=15)


class _PastClock:
    """A clock that lags behind and is moved up to now, step by step."""

    def __init__(self, at: datetime) -> None:
        self._start, self.at = at, at

    def read(self) -> Reading:
        return Reading(self.at, (self.at - self._start).total_seconds(), "demo")


def play(store: Store, now: datetime, zone: ZoneInfo, officer: str) -> None:
    """Let the night happen between 14 minutes before ``now`` and ``now``."""
    clock = _PastClock(now - STARTED)
    desk = Desk(store, clock, RandomIds(), default_pack(), officer, pinned_pack, zone)
    roster = demo_roster(now, zone)
    desk.import_roster(roster.source, roster.entries)
    desk.start_shift()
    for minutes, verb in _script(clock):
        _pass_until(clock, desk, now - timedelta(minutes=minutes))
        verb(desk)
    _pass_until(clock, desk, now)


def _pass_until(clock: _PastClock, desk: Desk, until: datetime) -> None:
    while clock.at < until:
        clock.at = min(until, clock.at + _TICK)
        desk.tick()


def _script(clock: _PastClock) -> list[tuple[float, Callable[[Desk], object]]]:
    """Return what happens, in minutes before now; ``live`` is the number of the incident."""
    live: list[str] = []

    def opens(desk: Desk) -> None:
        live.append(desk.register(_group(), opening=True).number)

    def ring(post: str, outcome: RingOutcome, eta: int = 0) -> Callable[[Desk], object]:
        return lambda desk: desk.ring(
            live[0], post, outcome, eta=clock.at + timedelta(minutes=eta) if eta else None
        )

    return [
        (13.9, lambda desk: desk.tell_bell(Hearing.HEARD)),
        (13.5, lambda desk: desk.register(_call())),
        (12, opens),
        (11, ring("duty_leader", RingOutcome.ANSWERED)),
        (10, ring("unit_head", RingOutcome.ANSWERED, eta=24)),
        (8.5, lambda desk: desk.arrive(live[0], "duty_leader")),
        (8, lambda desk: desk.count(live[0], 33, CountSource.COUNTED)),
        (7, ring("township_head", RingOutcome.NO_ANSWER)),
        (4, ring("township_head", RingOutcome.NO_ANSWER)),
        (1, lambda desk: desk.note(live[0], say("start.demo.note"))),
    ]


def _call() -> MatterForm:
    return MatterForm(
        Channel.CALL,
        say("start.demo.call"),
        purpose=Purpose.CLAIM,
        identity=Identity(name="吴越", phone="139-0000-0099"),
        read_back=True,
    )


def _group() -> MatterForm:
    return MatterForm(
        Channel.GROUP_VISIT,
        say("start.demo.group"),
        purpose=Purpose.CLAIM,
        unit=say("start.demo.unit"),
        township=say("start.demo.township"),
        headcount=28,
        requests=(say("start.demo.request"),),
    )
