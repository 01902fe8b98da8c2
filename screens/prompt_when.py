"""By when something was to be done, by one clock that is named, and how late that is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from screens.live_words import running_limit
from xfconsole.core.bundles import DutyBundle
from xfconsole.core.due_list import DutyView
from xfconsole.core.escalation import Obligation
from xfconsole.core.past import PastView
from xfconsole.core.relief import ReliefView
from xfconsole.core.situation import IncidentView, PromptView, Situation, Standing
from xfconsole.ui.format import clock_time, countdown, short_day
from xfconsole.ui.i18n import say

_CLOCKS = {"tell": "prompt.when_tell", "arrive": "prompt.when_arrive"}


def duty_of(incident: IncidentView, prompt: PromptView) -> Obligation | None:
    """Return the duty a prompt is about, or None for a report."""
    found = (each for each in incident.plan.obligations if each.post == prompt.prompt.duty)
    return next(found, None)


def when_words(situation: Situation, view: Standing, now: datetime, zone: ZoneInfo) -> str:
    """Return the limit with how late it is, and when it was shown where that was later.

    Of a post that has to come it is the limit that its row shows. Of due work only since when it
    is prompted for: how late the matter is, is said of the matter.
    """
    if isinstance(view, DutyView):
        return say("due.since", due=short_time(view.duty.prompt_due, now, zone))
    if isinstance(view, DutyBundle):
        since = min(each.duty.prompt_due for each in view.views)
        return say("due.since", due=short_time(since, now, zone))
    if isinstance(view, PastView):
        return short_time(view.brought.at, now, zone)
    key, limit = _limit(situation, view)
    told = say(key, due=short_time(limit, now, zone), late=countdown(limit, now))
    shown = short_time(view.shown_at, now, zone)
    on_time = shown == short_time(view.prompt.due, now, zone)
    return told if on_time else told + say("prompt.when_shown", shown=shown)


def _limit(situation: Situation, view: Standing) -> tuple[str, datetime]:
    """Return the sentence for the clock that runs, and when it runs out."""
    if isinstance(view, PromptView):
        incident = situation.incident(view.incident)
        duty = duty_of(incident, view) if incident else None
        clock, limit = running_limit(duty) if duty else ("", None)
        if limit is not None:
            return _CLOCKS[clock], limit
    assert isinstance(view, PromptView | ReliefView)
    return "prompt.when", view.prompt.due


def short_time(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return ``02:41`` of an instant today, else its day, with the year where it is another."""
    on, today = (each.astimezone(zone).date() for each in (at, now))
    return clock_time(at, zone) if on == today else short_day(on, today)
