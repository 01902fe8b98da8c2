"""Finds what the journal does not say yet about an incident: the engine's announcements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xfconsole.core.facts.announced import (
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    ObligationMissed,
    PromptCleared,
    PromptMarked,
    PromptMoved,
    PromptRaised,
)
from xfconsole.core.facts.event import Fact
from xfconsole.core.incident.fold import Announced, Duty, Incident, ShownPrompt
from xfconsole.core.incident.plan import Obligation, Plan, due
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.words.desk import DutyState


def announcements(incident: Incident, plan: Plan, now: datetime) -> list[Fact]:
    """Return the facts to journal so that it agrees with the plan at ``now``.

    A clock set back takes nothing back and raises nothing twice: an incident never looks at an
    instant before its own last announcement.
    """
    now = max(now, incident.announced.latest or now)
    return [
        *_level(incident, plan),
        *_obligations(incident, plan, now),
        *_dropped(incident, plan),
        *prompt_announcements(incident.announced, plan, now),
    ]


def _level(incident: Incident, plan: Plan) -> Iterator[Fact]:
    if plan.level is not incident.announced.level:
        yield LevelChanged(plan.level)


def _obligations(incident: Incident, plan: Plan, now: datetime) -> Iterator[Fact]:
    said = incident.announced
    begun: set[Duty] = set()
    for duty in plan.obligations:
        key = duty.post, duty.rule
        misses = {each.clock: each.due for each in plan.misses if (each.post, each.rule) == key}
        anew = _begins_anew(said, duty, misses)
        if anew:
            begun.add(key)
            yield ObligationAdded(*key, duty.anchor, duty.person, duty.tell_by)
        met = duty.state.value, duty.person
        if duty.done and (anew or said.met.get(key) != met):
            yield ObligationMet(*key, *met)
    for miss in plan.misses:
        key = miss.post, miss.rule
        known = () if key in begun else said.missed.get(key, ())
        if miss.known_at <= now and miss.clock not in known:
            yield ObligationMissed(*key, miss.clock, miss.due, miss.person)


def _begins_anew(said: Announced, duty: Obligation, misses: dict[str, datetime]) -> bool:
    """Whether a duty was not said yet, or what was said of it is no longer so.

    A correction can move the event that called a post, take an arrival back, or show that a clock
    said to have run out did not.
    """
    key = duty.post, duty.rule
    if said.added.get(key) != (duty.anchor, duty.tell_by):
        return True
    if key in said.met and not duty.done:
        return True
    return any(misses.get(clock) != due for clock, due in said.missed.get(key, {}).items())


def _dropped(incident: Incident, plan: Plan) -> Iterator[Fact]:
    """Duties that another policy does not know: nobody is waited for any more."""
    known = {(duty.post, duty.rule) for duty in plan.obligations}
    for post, rule in incident.announced.added:
        if (post, rule) not in known and (post, rule) not in incident.announced.met:
            yield ObligationMet(post, rule, DutyState.STOOD_DOWN.value, "")


def prompt_announcements(announced: Announced, plan: Plan, now: datetime) -> Iterator[Fact]:
    """Yield what the journal does not say yet about a plan's prompts at ``now``."""
    said = announced.prompts
    standing = {each.uid: each for each in due(plan, now)}
    times = {each.uid: each.due for each in plan.prompts}
    for shown in announced.in_sight():
        uid = shown.event.prompt
        # Another desk's clock may have shown what this one's has yet to reach.
        if times.get(uid) == shown.due and (uid in standing or shown.due > now):
            continue
        if uid in times and (uid in standing or times[uid] > now):
            yield _moved(shown, times[uid])
        else:
            yield _cleared(shown)
    for prompt in standing.values():
        known = said.get(prompt.uid)
        if known is None and prompt.uid in announced.elsewhere:
            continue
        if known is None or not known.open:
            yield _raised(prompt, now, known)
        elif prompt.corrected and not known.corrected:
            yield _marked(known)


def _raised(prompt: Prompt, now: datetime, known: ShownPrompt | None) -> PromptRaised:
    """Return what tells of a prompt; one that stands again was shown when it was shown first."""
    again = known is not None and known.event.due == prompt.due
    late_s = known.event.late_s if known and again else int((now - prompt.due).total_seconds())
    return PromptRaised(
        prompt.uid,
        prompt.kind,
        prompt.rule,
        prompt.contact.post if prompt.contact else prompt.duty,
        prompt.duty,
        prompt.contact.person if prompt.contact else "",
        prompt.due,
        late_s,
        prompt.attempt,
        prompt.corrected,
    )


def _cleared(shown: ShownPrompt) -> PromptCleared:
    was = shown.event
    return PromptCleared(was.prompt, was.what, was.rule, was.post, was.person, shown.due)


def _marked(shown: ShownPrompt) -> PromptMarked:
    was = shown.event
    return PromptMarked(was.prompt, was.what, was.rule, was.post, was.person, shown.due)


def _moved(shown: ShownPrompt, new_due: datetime) -> PromptMoved:
    was = shown.event
    return PromptMoved(was.prompt, was.what, was.rule, was.post, was.person, shown.due, new_due)
