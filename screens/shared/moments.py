"""Reads when something was or is to be, as an officer writes it at night."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.spelled_times import in_digits
from xfconsole.core.words.typed import iso_day, keyed, whole_number

_AGO = re.compile(r"-(\d{1,4})")
_LONGER_AGO = re.compile(r"-(\d{1,3})(h|小时|d|天)")
_HOURS = ("h", "小时")
_WRITTEN = re.compile(r"(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[ T]+)?(\d{1,2}):(\d{2})")


def received_at(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant meant by a text, aware UTC; None for an empty one, which means now.

    ``-20`` is twenty minutes ago; ``22:50`` the last time the clock showed it; ``02-19 22:50``
    and ``2026-02-19 22:50`` are dates, without a year the last time they came. Raises Refused for
    anything else.
    """
    written = keyed(text)
    if not written:
        return None
    if ago := _AGO.fullmatch(written):
        return now - timedelta(minutes=int(ago[1]))
    try:
        found = _WRITTEN.fullmatch(in_digits(written))
        if found is None:
            raise Refused("intake.refused.time")
        return _local(found, now.astimezone(zone)).astimezone(UTC)
    # The first and the last day of all have no instant in UTC.
    except (ValueError, OverflowError):
        raise Refused("intake.refused.time") from None


def _local(found: re.Match[str], here: datetime) -> datetime:
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    assert hour is not None
    assert minute is not None
    at = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if month is None or day is None:
        return at if at <= here else at - timedelta(days=1)
    at = at.replace(year=year or here.year, month=month, day=day)
    return at if year or at <= here else at.replace(year=here.year - 1)


def day_of(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """Return the day that ``2026-02-25``, ``2月25日`` or ``+3`` (days from today) means."""
    today, text = now.astimezone(zone).date(), keyed(text)
    try:
        if text.startswith("+"):
            days = whole_number(text[1:])
            return None if days is None else today + timedelta(days=days)
        plain = in_digits(text).replace("/", "-")
        if plain.count("-") != 1:
            return iso_day(plain)
        found = iso_day(f"{today.year}-{plain}")
        return found.replace(year=today.year + 1) if found and found < today else found
    except (ValueError, OverflowError):
        return None


def done_at(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant meant, aware UTC; None for an empty text, which means now.

    As ``received_at`` reads it, and ``-2h`` or ``-3d`` for two hours or three days ago. Raises
    Refused for anything else.
    """
    if ago := _LONGER_AGO.fullmatch(keyed(text).casefold()):
        number = int(ago[1])
        return now - (timedelta(hours=number) if ago[2] in _HOURS else timedelta(days=number))
    try:
        return received_at(text, now, zone)
    except Refused:
        raise Refused("matter.refused.when") from None


def day_meant(text: str, now: datetime, zone: ZoneInfo) -> date | None:
    """Return the day that ``2026-03-20``, ``03-20`` or ``+15`` means; None for an empty text.

    Raises Refused for anything else.
    """
    if not text:
        return None
    found = day_of(text, now, zone)
    if found is None:
        raise Refused("matter.refused.day", text=text)
    return found
