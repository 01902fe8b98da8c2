"""Why something can't be done with a session, or with a matter in it, as it stands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.night.situation import Situation
from xfconsole.core.reception.sessions import Session
from xfconsole.core.rows import MeetingCalled, ReceivedRow
from xfconsole.ui.words.catalogue import say

_AHEAD = frozenset({"change", "cancel", "told"})
"""What is for a session that is to come."""


def not_to_decide(
    row: ReceivedRow | None, now: datetime, zone: ZoneInfo, *, back: bool = False
) -> str:
    """Return why nothing can be decided on a matter, or nothing be taken ``back``; or nothing."""
    if row is None:
        return say("reception.off.no_matter")
    if row.starts_at > now:
        return say("reception.refused.not_begun", day=row.starts_at.astimezone(zone).date())
    if back and row.decision is None:
        return say("reception.refused.undecided", number=row.row.number)
    return ""


def meeting_owed(situation: Situation | None) -> MeetingCalled | None:
    """Return the meeting that is to be held or noted first, or None."""
    owed = (each.owed.meeting for each in (situation.reception if situation else ()))
    return next(filter(None, owed), None)


def not_to_note(row: ReceivedRow | None, owed: MeetingCalled | None) -> str:
    """Return why no meeting can be noted: of the matter, or, on the plan, of what is owed."""
    meets = row.meets if row is not None else owed is not None
    return "" if meets else say("reception.off.no_meeting")


def reason_of(name: str, session: Session, now: datetime, zone: ZoneInfo) -> str:
    """Return why an action makes no sense for a session, or nothing."""
    day = session.day(zone)
    if session.cancelled:
        return say("reception.refused.cancelled", day=day)
    if session.held_at is not None:
        return say("reception.refused.held", day=day)
    if name in _AHEAD and session.planned.starts_at <= now:
        return say("reception.refused.begun", day=day)
    if name == "held" and session.planned.starts_at > now:
        return say("reception.refused.not_begun", day=day)
    if name == "told" and not session.untold:
        return say("reception.told.done" if session.planned.units else "reception.off.no_units")
    return ""
