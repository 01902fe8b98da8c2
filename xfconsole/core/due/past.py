"""What a file brought when it was past its limit already: one line per import, and no bell.

A letter of seven years ago that is registered tonight is nobody's lateness of tonight. A duty of it
that was overdue then neither rings nor climbs until an officer takes the matter up; whatever falls
due later rings as ever.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.incident.prompts import prompt_uid
from xfconsole.core.rows import PastBrought
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen

MORNING = time(8, 30)
"""When the office's working day begins: whatever was put off to the morning comes back then."""


@frozen
class PastView:
    """One import's line on the ranked list, below everything else; it never rings."""

    uid: Uid
    brought: PastBrought


def past_uid(office: Uid, name: str) -> Uid:
    """Return under which name an import's line can be put off."""
    return prompt_uid(office, "past", name)


def import_name(source: str, at: datetime, zone: tzinfo) -> str:
    """Return the name of an import that begins at an instant."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} {source}"


def next_morning(now: datetime, workdays: Workdays, zone: tzinfo) -> datetime:
    """Return when the office's next working morning begins."""
    local = now.astimezone(zone)
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(workdays.next_working(day), MORNING, zone)
