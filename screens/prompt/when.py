"""By when something was to be done, by one clock that is named, and how late that is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DutyView
from xfconsole.core.due.past import PastView
from xfconsole.core.incident.daily import DailyView
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.situation import IncidentView, PromptView, Standing, Waited
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import clock_time, countdown, short_day

_CLOCKS = {"tell": "prompt.when_tell", "arrive": "prompt.when_arrive"}


def duty_of(incident: IncidentView, prompt: PromptView) -> Obligation | None:
    """Return the duty a prompt is about, or None for a report."""
    found = (each for each in incident.plan.obligations if each.post == prompt.prompt.duty)
    return next(found, None)


def when_words(view: Standing, now: datetime, zone: ZoneInfo) -> str:
    """Return the limit with how late it is, and when it was shown where that was later.

    Of a post that has to come it is the limit that its row shows. Of due work only since when it
    is prompted for: how late the matter is, is said of the matter.
    """
    if isinstance(view, DutyView):
        return say("due.since", due=short_time(view.duty.prompt_due, now, zone))
    if isinstance(view, DutyBundle):
        since = min(each.duty.prompt_due for each in view.views)
        return say("due.since", due=short_time(since, now, zone))
    if isinstance(view, ReceptionView):
        last = view.owed.last
        return (
            say("derivation.last.day", on=short_day(last, now.astimezone(zone).date()))
            if last
            else ""
        )
    if isinstance(view, DailyView):
        limit = view.owed.limit
        return say("prompt.when", due=short_time(limit, now, zone), late=countdown(limit, now))
    if isinstance(view, ContestedView):
        return ""
    if isinstance(view, PastView):
        return short_time(view.brought.at, now, zone)
    key, limit = _clock(view), _limit(view)
    told = say(key, due=short_time(limit, now, zone), late=countdown(limit, now))
    shown = short_time(view.shown_at, now, zone)
    on_time = shown == short_time(view.prompt.due, now, zone)
    return told if on_time else told + say("prompt.when_shown", shown=shown)


def order_words(view: Standing, now: datetime, zone: ZoneInfo) -> str:
    """Return the figure by which the list is ordered: of due work its last day."""
    if isinstance(view, DutyBundle):
        view = view.first
    if not isinstance(view, DutyView):
        return when_words(view, now, zone)
    if view.left.days is None:
        return say("derivation.last.instant", at=short_time(view.ends, now, zone))
    today = now.astimezone(zone).date()
    return say("derivation.last.day", on=short_day(view.duty.target, today))


def _clock(view: Waited) -> str:
    """Return the sentence for the clock that runs."""
    clock = view.clock if isinstance(view, PromptView) else ""
    return _CLOCKS.get(clock, "prompt.when")


def _limit(view: Waited) -> datetime:
    return view.limit if isinstance(view, PromptView) else view.prompt.due


def short_time(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return ``02:41`` of an instant today, else its day, with the year where it is another."""
    on, today = (each.astimezone(zone).date() for each in (at, now))
    return clock_time(at, zone) if on == today else short_day(on, today)
