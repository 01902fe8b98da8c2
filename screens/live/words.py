"""What the live screen says of a post's duty: its state, its limit, and how long there is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.words.desk import DutyState
from xfconsole.ui.keys.actions import action_of, label
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import brief_countdown, clock_time

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
    DutyState.UNIT_UNNAMED: "live.state.unit_unnamed",
    DutyState.TOWNSHIP_UNNAMED: "live.state.township_unnamed",
    DutyState.EN_ROUTE: "live.state.en_route",
    DutyState.ARRIVED: "live.state.arrived",
    DutyState.RELIEVED: "live.state.relieved",
    DutyState.STOOD_DOWN: "live.state.stood_down",
}


def state_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return sign, word, time and rings in vain, where there are: ``! not reached ×2``.

    The rings are those of the person beside it; before their first one the post's are named.
    """
    sign = glyph(_SIGNS.get(duty.state, "warn"))
    key, at = _STATES[duty.state], duty.ended_at
    if duty.state is DutyState.EN_ROUTE and duty.eta is not None:
        key, at = "live.state.eta", duty.eta
    time = clock_time(at, zone) if at else ""
    if duty.state is DutyState.NOT_REACHED and not duty.own_attempts:
        return f"{sign} {say('live.state.others_tried', n=duty.attempts)}"
    tries = say("live.tries", n=duty.own_attempts) if duty.own_attempts and not duty.done else ""
    return f"{sign} {say(key, time=time).rstrip()}{tries}"


def attends_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return the state with the word for a named deputy, where there is room for it."""
    state = state_words(duty, zone)
    return say("live.deputy", state=state) if duty.deputy else state


def deputy_words(duty: Obligation) -> str:
    """Return who attends for a post and is not here yet, with the number to ring."""
    phone = duty.contact.phone if duty.contact else ""
    named = f"{duty.deputy} {phone or say('ui.prompt.no_phone')}"
    return say("live.deputy_named", deputy=named)


def limit_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return until when the post is to be told, or once told to come; empty once that is done."""
    _, at = duty.running
    return "" if at is None or duty.done else say("live.limit", time=clock_time(at, zone))


def left_words(duty: Obligation, now: datetime) -> str:
    """Return how long is left, how late it is, or how late it was; empty when it was in time."""
    _, limit = duty.running
    if limit is None or duty.state is DutyState.STOOD_DOWN:
        return ""
    if duty.ended_at is not None:
        return brief_countdown(limit, duty.ended_at) if duty.ended_at > limit else ""
    return brief_countdown(limit, now)


def told_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return when the post was told."""
    return clock_time(duty.told_at, zone) if duty.told_at else ""


def overdue(duty: Obligation, now: datetime) -> bool:
    """Whether the clock that runs has run out."""
    _, limit = duty.running
    return not duty.done and limit is not None and limit <= now


def duty_post(view: IncidentView, post: str) -> str:
    """Return the name of a post by the pack the incident is pinned to."""
    return post_name(view.policy, post)


def heading(view: IncidentView, verb: str, group: str = "live") -> str:
    """Return the heading of a card that asks about a verb, by its name on the screen around it."""
    return f"{view.number} {label(action_of(verb, group))}"


def blind_words(situation: Situation, zone: ZoneInfo) -> str:
    """Return in which stretch this desk could not prompt, or nothing."""
    if situation.blind is None:
        return ""
    since, until = (clock_time(each, zone) for each in situation.blind)
    return say("live.blind", since=since, until=until)
