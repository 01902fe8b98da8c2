"""Reads a time as spreadsheets write it: local time in the office zone in, aware UTC out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.spelled_times import Twofold, in_digits
from xfconsole.core.words.typed import YEARS
from xfconsole.imports.table import Cell, as_text, composed

_LOCAL = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})()(\d\d)(\d\d)(?: ?(\d\d)(\d\d)(\d\d)?)?", re.ASCII)
_DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\d{2})?\b", re.ASCII)
_ANY_DAY = "2000/1/1 "
"""Put before a time of day, so that it is read as everything else is."""


def read_time(cell: Cell, zone: tzinfo, column: str = "") -> datetime:
    """Return a cell's time as aware UTC; a date alone is 00:00 of that day, local time.

    Taken are real date cells, ``2019/4/25 9:32:09``, ``2017-06-08 17:31``, ``2019.4.25``,
    ``2019年4月25日 9时32分``, ``下午 3:05``, ``15点05分``, ``20190425``, and ISO 8601 with an
    offset. Raises Refused, naming the ``column``, for anything else, for a time that does not
    exist, and for one that could be two: day or month first, or the hour that a change of clocks
    repeats.
    """
    return _in_utc(_moment(cell, column), zone, column)


def read_day_and_time(cells: Sequence[Cell], zone: tzinfo, column: str = "") -> datetime:
    """Return the time that stands in two cells, the day in one and the time of day in the other.

    One that says both counts alone, the first of two. Raises Refused as ``read_time`` does, also
    for a cell that says neither: a time of day that can't be read is not midnight.
    """
    said = [cell for cell in cells if as_text(cell).strip()]
    times = list(map(_time_of_day, said))
    clocks = [at for at in times if at is not None]
    days = [_moment(cell, column) for cell, at in zip(said, times, strict=True) if at is None]
    if not days or len(clocks) > 1:
        return read_time(said[0] if said else None, zone, column)
    day = days[0]
    if clocks and day.tzinfo is None and day.time() == time():
        day = datetime.combine(day, clocks[0])
    return _in_utc(day, zone, column)


def _time_of_day(cell: Cell) -> time | None:
    """Return the time of a cell that says no day."""
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if not isinstance(cell, str):
        return None
    text = composed(cell).strip()
    if _LOCAL.fullmatch(text):
        # It says a day, as nearly all do.
        return None
    try:
        return _written(_ANY_DAY + text, "").time()
    except Refused:
        return None


def _moment(cell: Cell, column: str) -> datetime:
    """Return a cell's time, local to the office unless it says how far it is from UTC."""
    if isinstance(cell, date) and cell.year not in YEARS:
        raise Refused("letters.bad.time_impossible", column=column)
    if isinstance(cell, datetime):
        # A cell keeps a fraction of a day: 9:32:09 may come as 9:32:08.999.
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    return _written(composed(cell).strip(), column)


def _written(text: str, column: str) -> datetime:
    found = _LOCAL.fullmatch(text)
    try:
        if found is None:
            plain = in_digits(text)
            found = _LOCAL.fullmatch(plain) or _COMPACT.fullmatch(plain)
        if found is None:
            return _with_offset(text, column)
        year, month, day, hour, minute, second = (
            int(each or 0) for each in found.group(1, 3, 4, 5, 6, 7)
        )
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - told below
    except Twofold:
        raise Refused("letters.bad.time_ambiguous", column=column) from None
    except ValueError:
        raise Refused("letters.bad.time_impossible", column=column) from None


def _with_offset(text: str, column: str) -> datetime:
    if _DAY_OR_MONTH_FIRST.match(text):
        raise Refused("letters.bad.time_ambiguous", column=column)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("letters.bad.time_unreadable", column=column) from None
    if moment.tzinfo is None:
        raise Refused("letters.bad.time_unreadable", column=column)
    return moment


def _in_utc(moment: datetime, zone: tzinfo, column: str) -> datetime:
    if moment.year not in YEARS:
        raise Refused("letters.bad.time_impossible", column=column)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    local = moment.replace(tzinfo=zone)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if first == second or local.time() == time():
        return first
    # Where clocks go forward the hour named never was, and the second reading is the earlier one.
    if second < first:
        raise Refused("letters.bad.time_impossible", column=column)
    raise Refused("letters.bad.time_ambiguous", column=column)
