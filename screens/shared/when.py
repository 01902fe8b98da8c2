"""Reads when something was done, and on which day something is ordered, as an officer types it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from screens.shared.moments import day_of, received_at
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import keyed

_AGO = re.compile(r"-(\d{1,3})(h|小时|d|天)")
_HOURS = ("h", "小时")


def done_at(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant meant, aware UTC; None for an empty text, which means now.

    As ``received_at`` reads it, and ``-2h`` or ``-3d`` for two hours or three days ago. Raises
    Refused for anything else.
    """
    if ago := _AGO.fullmatch(keyed(text).casefold()):
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
