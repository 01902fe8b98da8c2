"""What the live screen says of a post's duty: its state, its limit, and how long there is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.escalation import Obligation
from xfconsole.core.model import DutyState
from xfconsole.core.situation import IncidentView, Situation
from xfconsole.ui.format import clock_time
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.i18n import say
from xfconsole.ui.prompt_words import post_name

_SIGNS = {
    DutyState.ARRIVED: "ok",
    DutyState.RELIEVED: "ok",
    DutyState.EN_ROUTE: "going",
    DutyState.STOOD_DOWN: "dot",
}
_STATES = {
    DutyState.UNTOLD: "live.state.untold",
    DutyState.NOT_REACHED: "live.state.not_reached",
    DutyState.UNHELD: "live.state.unheld",
    DutyState.EN_ROUTE: "live.state.en_route",
    DutyState.ARRIVED: "live.state.arrived",
    DutyState.RELIEVED: "live.state.relieved",
    DutyState.STOOD_DOWN: "live.state.stood_down",
}


def state_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return sign, word, time and rings in vain, where there are: ``! not reached ×2``."""
    sign = glyph(_SIGNS.get(duty.state, "warn"))
    key, at = _STATES[duty.state], duty.ended_at
    if duty.state is DutyState.EN_ROUTE and duty.eta is not None:
        key, at = "live.state.eta", duty.eta
    time = clock_time(at, zone) if at else ""
    tries = say("live.tries", n=duty.attempts) if duty.attempts and not duty.done else ""
    return f"{sign} {say(key, time=time).rstrip()}{tries}"


def running_limit(duty: Obligation) -> tuple[str, datetime | None]:
    """Return whose clock runs, ``tell`` (the desk's) or ``arrive`` (the post's), and its end."""
    if duty.told_at is None:
        return "tell", duty.tell_by
    return "arrive", duty.arrive_by


def limit_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return the limit with the word for whose it is: ``tell 02:39``."""
    clock, at = running_limit(duty)
    if at is None or duty.state is DutyState.STOOD_DOWN:
        return ""
    key = "live.limit.tell" if clock == "tell" else "live.limit.arrive"
    return say(key, time=clock_time(at, zone))


def left_words(duty: Obligation, now: datetime) -> str:
    """Return how long is left, how late it is, or how late it was; empty when it was in time."""
    _, limit = running_limit(duty)
    if limit is None or duty.state is DutyState.STOOD_DOWN:
        return ""
    if duty.ended_at is not None:
        return short_left(limit, duty.ended_at) if duty.ended_at > limit else ""
    return short_left(limit, now)


def told_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return when the post was told, and by how much the desk was late with it."""
    if duty.told_at is None:
        return ""
    time = clock_time(duty.told_at, zone)
    late = int((duty.told_at - duty.tell_by).total_seconds() // 60)
    return say("live.told_late", time=time, minutes=late) if late > 0 else time


def overdue(duty: Obligation, now: datetime) -> bool:
    """Whether the clock that runs has run out."""
    _, limit = running_limit(duty)
    return not duty.done and limit is not None and limit <= now


def short_left(due: datetime, now: datetime) -> str:
    """Return the time left, or late, in few cells: minutes and seconds, from 100 minutes hours."""
    seconds = int(-((due - now).total_seconds()) // 1)
    late = seconds >= 0
    minutes, rest = divmod(abs(seconds), 60)
    time = f"{minutes:02}:{rest:02}" if minutes < 100 else say("live.hours", hours=minutes // 60)
    return say("live.late" if late else "live.left", time=time)


def duty_post(view: IncidentView, post: str) -> str:
    """Return the name of a post by the pack the incident is pinned to."""
    return post_name(view.policy, post)


def blind_words(situation: Situation, zone: ZoneInfo) -> str:
    """Return in which stretch this desk could not prompt, or nothing."""
    if situation.blind is None:
        return ""
    since, until = (clock_time(each, zone) for each in situation.blind)
    return say("live.blind", since=since, until=until)
