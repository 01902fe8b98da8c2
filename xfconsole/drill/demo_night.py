"""Plays the first minutes of an invented night into a fresh store, for ``xfconsole --demo``.

Drills share its roster, which has every post held all the time. Names are made up, and the numbers
start with 139-0000, which no network has given out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.ports import Store
from xfconsole.core.roster.shifts import SHIFTS, Hours
from xfconsole.core.words.desk import Channel, CountSource, Hearing, Identity, Purpose, RingOutcome
from xfconsole.desk import Desk
from xfconsole.ids import RandomIds
from xfconsole.office_files.in_force import default_pack, pinned_pack
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
    """Play the night between 14 minutes before ``now`` and ``now``."""
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
        (13.9, lambda desk: desk.log_bell_answer(Hearing.HEARD)),
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


DAYS_BEFORE = 2
DAYS_AFTER = 30

_HOLDERS: dict[str, dict[str, tuple[str, ...]]] = {
    "duty_officer": {"day": ("李敏", "何静", "罗安"), "night": ("李敏", "罗安", "何静")},
    "duty_leader": {"day": ("王强", "高远"), "night": ("王强", "高远", "林涛")},
    "receptionist": {"day": ("赵颖", "沈宁"), "night": ("赵颖", "沈宁")},
    "hall_safety": {"day": ("郭勇", "马骏"), "night": ("马骏", "郭勇")},
    "unit_head": {"day": ("孙磊", "唐青"), "night": ("孙磊", "唐青")},
    "township_head": {"day": ("周平", "钱进"), "night": ("周平", "钱进", "潘越")},
    "assigned_leader": {"day": ("吴越", "宋远"), "night": ("吴越", "宋远")},
    "leader_in_charge": {"day": ("郑岚", "韩松"), "night": ("郑岚", "韩松")},
    "principal_leader": {"day": ("冯岳", "曹明"), "night": ("冯岳", "曹明")},
}
"""Who holds a post by day and by night, the primary holder first."""

_NAMES = dict.fromkeys(name for by in _HOLDERS.values() for names in by.values() for name in names)
_PHONES = {name: f"139-0000-{number:04}" for number, name in enumerate(_NAMES, start=1)}


def demo_roster(around: datetime, zone: ZoneInfo) -> RosterImported:
    """Return duty from two days before an instant to thirty after, in the office's time zone.

    Posts are those of the default pack. No entry names a unit, so that the heads of unit and
    township hold for whichever unit a drill invents.
    """
    first = around.astimezone(zone).date() - timedelta(days=DAYS_BEFORE)
    days = [first + timedelta(days=each) for each in range(DAYS_BEFORE + DAYS_AFTER + 1)]
    shifts = [shift for shift in SHIFTS if shift.id in ("day", "night")]
    return RosterImported(
        "demo",
        tuple(
            entry
            for day in days
            for shift in shifts
            for post in _HOLDERS
            for entry in _turns(post, shift, *shift.on(day, zone))
        ),
    )


def _turns(post: str, shift: Hours, starts_at: datetime, ends_at: datetime) -> list[RosterEntry]:
    return [
        RosterEntry(
            post=post,
            person=person,
            phone=_PHONES[person],
            starts_at=starts_at,
            ends_at=ends_at,
            order=order,
            shift=shift.id,
        )
        for order, person in enumerate(_HOLDERS[post][shift.id], start=1)
    ]
