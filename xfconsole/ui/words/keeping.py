"""Which other desk keeps something, and as of when it is known here, in the officer's words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.office.keeping import Keeping, OtherDesk
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import clock_time, moment

_UNKNOWN = "——"


def kept_words(keeping: Keeping, now: datetime, zone: ZoneInfo) -> str:
    """Return it on few cells: whose the tables are and as of when; nothing where all is here."""
    if not keeping.others:
        return ""
    key = "keeping.also" if keeping.here else "keeping.there"
    return say(key, letters=keeping.others, at=as_of(keeping.as_of, now, zone))


def as_of(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """Return an instant as a clock time, with its day where that is another."""
    if at is None:
        return _UNKNOWN
    same_day = at.astimezone(zone).date() == now.astimezone(zone).date()
    return clock_time(at, zone) if same_day else moment(at, zone)


def desk_line(desk: OtherDesk, zone: ZoneInfo) -> str:
    """Return what is known here of another desk."""
    at = moment(desk.as_of, zone) if desk.as_of else _UNKNOWN
    return say("keeping.line", letter=desk.letter, at=at, count=desk.keeps)
