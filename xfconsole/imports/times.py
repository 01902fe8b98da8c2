"""Reads a time as spreadsheets write it: local time in the office zone in, aware UTC out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from xfconsole.core.refusal import Refused
from xfconsole.imports.table import Cell, composed

YEARS = range(1900, 9999)
"""Anything else is no time of receipt: a typing error, or a counter of days gone astray."""

_LOCAL = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?",
    re.ASCII,
)
_DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\d{2})?\b", re.ASCII)
_AS_DIGITS = str.maketrans({"年": "/", "月": "/", "日": " ", "时": ":", "分": ":", "秒": None})


def read_time(cell: Cell, zone: tzinfo, column: str = "") -> datetime:
    """Return a cell's time as aware UTC; a date alone is 00:00 of that day, local time.

    Taken are real date cells, ``2019/4/25 9:32:09``, ``2017-06-08 17:31``, ``2019.4.25``,
    ``2019年4月25日 9时32分`` and ISO 8601 with an offset. Raises Refused, naming the ``column``,
    for anything else, for a time that does not exist, and for one that could be two: day or month
    first, or the hour that a change of clocks repeats.
    """
    if isinstance(cell, date) and cell.year not in YEARS:
        raise Refused("letters.bad.time_impossible", column=column)
    if isinstance(cell, datetime):
        # A cell keeps a fraction of a day: 9:32:09 may come as 9:32:08.999.
        whole = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        return _in_utc(whole, zone, column)
    if isinstance(cell, date):
        return _in_utc(datetime.combine(cell, time()), zone, column)
    return _written(composed(cell).strip(), zone, column)


def _written(text: str, zone: tzinfo, column: str) -> datetime:
    found = _LOCAL.fullmatch(text.translate(_AS_DIGITS).rstrip(" :"))
    if found is None:
        return _in_utc(_with_offset(text, column), zone, column)
    year, month, day, hour, minute, second = (
        int(each or 0) for each in found.group(1, 3, 4, 5, 6, 7)
    )
    try:
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - told below
    except ValueError:
        raise Refused("letters.bad.time_impossible", column=column) from None
    return _in_utc(local, zone, column)


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
