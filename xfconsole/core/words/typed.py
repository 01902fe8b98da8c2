"""What is typed as a number, a day, a time or a matter's number, whatever width its signs have.

A Chinese input method gives ``２０`` and ``０２：３０``: every reader of typed text takes these for
their plain forms, and all of them through here.
"""

from __future__ import annotations

import re
from datetime import date, time

from xfconsole.core.words.spelled_times import in_digits
from xfconsole.core.words.text import neutral_line

_PLAIN = {
    **{0xFF01 + offset: 0x21 + offset for offset in range(94)},
    **dict.fromkeys(map(ord, "−–—﹣"), ord("-")),
    **dict.fromkeys(map(ord, "∶﹕"), ord(":")),
    ord("。"): ord("."),
    0x3000: ord(" "),
}
YEARS = range(1900, 9999)
"""Of a day that is meant: others are slips, and some days at the ends have no instant in UTC."""
MOST_MINUTES = 24 * 60
"""More is typed by mistake: nobody comes in more, or came longer ago."""
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})/?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_LETTERED = re.compile(r"\d{2,4}[A-Za-z]{1,2}-\d+", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def narrow(text: str) -> str:
    """Return a text with each full-width sign as the one of a plain keyboard; as long as before."""
    return text.translate(_PLAIN)


def keyed(text: str) -> str:
    """Return a text as a plain keyboard would give it, on one line, with single blanks inside."""
    return " ".join(narrow(neutral_line(text)).split())


def as_numbered(text: str) -> str:
    """Return a typed number or uid as it was given: a desk's letter in a number is a capital."""
    found = keyed(text)
    return found.upper() if _LETTERED.fullmatch(found) else found


def whole_number(text: str) -> int | None:
    """Return the whole number that is meant, of at most nine digits; None for anything else."""
    digits = keyed(text)
    return int(digits) if _WHOLE.fullmatch(digits) else None


def minutes(text: str) -> int | None:
    """Return the minutes that are meant, of at most a day; None for anything else."""
    found = whole_number(text)
    return found if found in range(MOST_MINUTES + 1) else None


def iso_month(text: str) -> date | None:
    """Return the first day of the month that ``2027-02`` or ``2027年2月`` means, None for none."""
    try:
        found = _MONTH.fullmatch(in_digits(keyed(text)))
    except ValueError:
        return None
    return iso_day(f"{found[1]}-{found[2]}-1") if found else None


def iso_day(text: str) -> date | None:
    """Return the day that ``2026-02-20`` or ``2026年2月20日`` means, None for what is none."""
    try:
        found = _DAY.fullmatch(in_digits(keyed(text)))
        day = date(*map(int, found.group(1, 3, 4))) if found else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def iso_time(text: str) -> time | None:
    """Return the time of day that ``2:00`` or ``凌晨2点`` means, None for what is none."""
    try:
        found = _CLOCK.fullmatch(in_digits(keyed(text)).strip())
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
