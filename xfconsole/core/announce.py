"""Finds what the journal does not say yet about an incident: the engine's announcements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xfconsole.core.escalation import Plan, due
from xfconsole.core.events import (
    Fact,
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    ObligationMissed,
    PromptCleared,
    PromptMarked,
    PromptMoved,
    PromptRaised,
)
from xfconsole.core.incident import Incident, Shown
from xfconsole.core.ladder import Prompt


def announcements(incident: Incident, plan: Plan, now: datetime) -> list[Fact]:
    """Return the facts to journal so that it agrees with the plan at ``now``.

    A clock set back takes nothing back and raises nothing twice: an incident never looks at an
    instant before its own last announcement.
    """
    now = max(now, incident.announced.latest or now)
    return [
        *_level(incident, plan),
        *_obligations(incident, plan),
        *_misses(incident, plan, now),
        *_prompts(incident, plan, now),
    ]


def _level(incident: Incident, plan: Plan) -> Iterator[Fact]:
    if plan.level is not incident.announced.level:
        yield LevelChanged(plan.level)


def _obligations(incident: Incident, plan: Plan) -> Iterator[Fact]:
    said = incident.announced
    for duty in plan.obligations:
        if said.added.get((duty.post, duty.rule)) != duty.anchor:
            yield ObligationAdded(duty.post, duty.rule, duty.anchor, duty.person, duty.tell_by)
        if duty.done and (duty.post, duty.rule, duty.anchor) not in said.met:
            yield ObligationMet(duty.post, duty.rule, duty.state.value, duty.person)


def _misses(incident: Incident, plan: Plan, now: datetime) -> Iterator[Fact]:
    for miss in plan.misses:
        known = (miss.post, miss.rule, miss.clock) in incident.announced.missed
        if miss.due <= now and not known:
            yield ObligationMissed(miss.post, miss.rule, miss.clock, miss.due, miss.person)


def _prompts(incident: Incident, plan: Plan, now: datetime) -> Iterator[Fact]:
    said = incident.announced.prompts
    standing = {each.uid: each for each in due(plan, now)}
    times = {each.uid: each.due for each in plan.prompts}
    for uid, shown in said.items():
        if not shown.open:
            continue
        if uid in standing and times[uid] == shown.due:
            continue
        if uid in times and (uid in standing or times[uid] > now):
            yield _moved(shown, times[uid])
        else:
            yield _cleared(shown)
    for prompt in standing.values():
        known = said.get(prompt.uid)
        if known is None or not known.open:
            yield _raised(prompt, now)
        elif prompt.corrected and not known.corrected:
            yield _marked(known)


def _raised(prompt: Prompt, now: datetime) -> PromptRaised:
    return PromptRaised(
        prompt.uid,
        prompt.kind,
        prompt.rule,
        prompt.contact.post if prompt.contact else prompt.duty,
        prompt.duty,
        prompt.contact.person if prompt.contact else "",
        prompt.due,
        int((now - prompt.due).total_seconds()),
        prompt.attempt,
        prompt.corrected,
    )


def _cleared(shown: Shown) -> PromptCleared:
    was = shown.event
    return PromptCleared(was.prompt, was.what, was.rule, was.post, was.person, shown.due)


def _marked(shown: Shown) -> PromptMarked:
    was = shown.event
    return PromptMarked(was.prompt, was.what, was.rule, was.post, was.person, shown.due)


def _moved(shown: Shown, new_due: datetime) -> PromptMoved:
    was = shown.event
    return PromptMoved(was.prompt, was.what, was.rule, was.post, was.person, shown.due, new_due)
