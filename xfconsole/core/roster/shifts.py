"""A shift's hours, and how rosters write them: 夜, 夜班（17:30-次日8:30）, 早8:30-晚5:30."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.spelled_times import numerals_in_digits
from xfconsole.core.words.text import neutral_line

MAX_DAYS = 366
"""Of one range of dates; more is a slip."""


@frozen
class Hours:
    """A stretch of the day in office time; one that ends no later than it starts ends next day.

    ``names`` are what a roster may call it, in either language.
    """

    id: str
    names: tuple[str, ...]
    starts: time
    ends: time

    def on(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return start and end, in UTC, of the shift that begins on a day."""
        last = day if self.ends > self.starts else day + timedelta(days=1)
        start = datetime.combine(day, self.starts, zone).astimezone(UTC)
        return start, datetime.combine(last, self.ends, zone).astimezone(UTC)


SHIFTS = (
    Hours("day", ("白班", "日班", "day", "day shift"), time(8, 30), time(17, 30)),
    Hours("night", ("夜班", "晚班", "night", "night shift"), time(17, 30), time(8, 30)),
    Hours("all_day", ("全天", "24小时", "all day", "24h"), time(8, 30), time(8, 30)),
)
"""The usual shifts; an office with other hours passes its own."""


_NAMES = {
    "day": "白 日 白天 日间 昼间 day daytime",
    "night": "夜 晚 夜间 晚间 夜晚 夜里 晚上 通宵 night overnight",
    "all_day": "全天 全日 整天 昼夜 24小时 24时 24h 全天24小时 24小时全天 昼夜24小时 allday",
}
_IDS = {name: shift for shift, names in _NAMES.items() for name in names.split()}
_AROUND = re.compile(r"[()\[\]【】]|值班|带班|班次|[值班]|时间|当[日天]|shift|duty")
"""What stands around a shift's name and says nothing of its hours."""
_MORNING = frozenset("上午 早上 早晨 早 清晨".split())
_BEFORE_DAWN = frozenset(("凌晨", "am"))
_NOON = frozenset(("中午",))
_AFTERNOON = frozenset(("下午", "pm"))
_EVENING = frozenset("傍晚 晚上 晚 夜里 夜间".split())
_HALF = r"(上午|早上|早晨|早|清晨|凌晨|中午|下午|傍晚|晚上|晚|夜里|夜间|am|pm)?"
_NEXT_DAY = r"次日|翌日|第二天|隔日|\+1"
_NEXT = rf"(?:\(?(?:{_NEXT_DAY})\)?)?"
_TIME = rf"{_HALF}(\d{{1,2}})(?:([:.点时])(\d{{2}}|半)?分?)?(am|pm)?"
_HOURS = rf"{_TIME}(?:~|至|到|to|[-–—]{{1,2}}){_NEXT}{_TIME}{_NEXT}"
_SPELT = re.compile("[〇零一二三四五六七八九十]+(?=[点时分])")
_NAMED_HOURS = re.compile(rf"([^\d()]*?)\(?({_HOURS})\)?\(?([^\d()]*)\)?")


def shift_meant(text: str, shifts: Iterable[Hours]) -> Hours | None:
    """Return the shift that a text names, or the hours it states; None for anything else."""
    known = {each.id: each for each in shifts}
    plain = "".join(unicodedata.normalize("NFKC", neutral_line(text)).split())
    if (shift := plainly(plain, known.values()) or known.get(shift_named(plain))) is not None:
        return shift
    hours = hours_named(plain)
    try:
        starts, ends = (_time(*clock) for clock in hours or ())
    except ValueError:
        return None
    return Hours(f"{starts:%H:%M}-{ends:%H:%M}", (), starts, ends)


def plainly(text: str, shifts: Iterable[Hours]) -> Hours | None:
    """Return the shift whose id or name a text is, whatever its width, case and blanks."""
    key = _key(text)
    return next((each for each in shifts if key in map(_key, (each.id, *each.names))), None)


def _key(text: str) -> str:
    return re.sub(r"[\s_:*-]+", "", unicodedata.normalize("NFKC", text).casefold())


def _time(hour: int, minute: int) -> time:
    return time(0, 0) if (hour, minute) == (24, 0) else time(hour, minute)


def shift_named(text: str) -> str:
    """Return the id of the usual shift that a text without blanks means, or nothing."""
    return _IDS.get(_AROUND.sub("", text.casefold()), "")


def hours_named(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return hour and minute of the two times in a text without blanks; None where there are none.

    What stands beside them may only be a shift's name. Two bare numbers are no hours, nor are times
    that could be others: 上午12:00, or 下午2:00-6:00 and 1:00-下午5:00, which say the half of the
    day at one end only and no word of the next day.
    """
    digits = _SPELT.sub(lambda found: numerals_in_digits(found[0]), text.casefold())
    found = _NAMED_HOURS.fullmatch(digits)
    if found is None:
        return None
    before, hours, *parts, after = found.groups()
    around = _AROUND.sub("", before + after)
    if (around and around not in _IDS) or not (parts[2] or parts[7]):
        return None
    first, last = _clock(*parts[:5]), _clock(*parts[5:])
    if first is None or last is None:
        return None
    begins, ends = any((parts[0], parts[4])), any((parts[5], parts[9]))
    later = first[0] + 12, first[1]
    # Half a day later the beginning would fit as well, and may be what the word at the end means.
    unsaid = not begins and 0 < first[0] < 12 and later < last
    backward = int(parts[1]) <= 12 and last <= first and not re.search(_NEXT_DAY, hours)
    return None if begins != ends and (unsaid or backward) else (first, last)


def _clock(
    half: str | None, hour: str, _: str | None, minute: str | None, english: str | None
) -> tuple[int, int] | None:
    """Return a time of day; None for one that is noon to some and midnight to others."""
    said, at, twelve = {half, english}, int(hour), int(hour) % 12
    if at == 12 and said & _MORNING:
        return None
    later = said & _AFTERNOON or (said & _NOON and twelve < 3) or (said & _EVENING and twelve >= 5)
    if at <= 12 and later:
        at = twelve + 12
    elif at == 12 and said & (_BEFORE_DAWN | _EVENING):
        at = 0
    return at, 30 if minute == "半" else int(minute or 0)
