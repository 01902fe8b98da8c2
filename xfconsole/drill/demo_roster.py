"""The roster of an invented office, for drills and the demo night: every post is held all the time.

Names are made up and the numbers start with 139-0000, which no network has given out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.facts.of_office import RosterEntry, RosterImported
from xfconsole.imports.roster_cells import SHIFTS, Hours

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
