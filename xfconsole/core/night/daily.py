"""The duty daily (值班日报): who signed it, and when. What it tells is in ``core.night.report``."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from xfconsole.core.days.night import night_hours
from xfconsole.core.facts.of_office import ShiftHandedOver
from xfconsole.core.ports import Views
from xfconsole.core.words.frozen import frozen

_SIGNED_BY = timedelta(days=1)
"""How long after a night a handover can still sign its daily (core.days.night.shift_night)."""


@frozen
class Signature:
    """Both officers signed a night's daily at a handover, as it stood up to the journal's head."""

    at: datetime
    outgoing: str
    incoming: str
    head: str


def signatures(views: Views, begins: date, zone: tzinfo) -> tuple[Signature, ...]:
    """Return who signed the daily of a night at which handover, oldest first."""
    since, until = night_hours(begins, zone)
    handed = views.log(since=since, until=until + _SIGNED_BY, kinds={ShiftHandedOver.kind})
    return tuple(
        Signature(each.recorded_at, each.officer, fact.to, fact.head)
        for each in handed
        if isinstance(fact := each.fact, ShiftHandedOver) and fact.daily == begins
    )
