"""What calls a post to a live incident: level, head-count, assigned leader, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from xfconsole.core.incident.fold import Incident, Peak
from xfconsole.core.policy.pack import Attendance, Policy
from xfconsole.core.words.desk import Level, Uid
from xfconsole.core.words.frozen import frozen

LevelRise: TypeAlias = tuple[Level, datetime, Uid]
"""A level, since when it holds, and the event that raised it."""


@frozen
class Call:
    """Why a post has to come: the rule, the event that made it so, and when that was."""

    post: str
    rule: str
    anchor: Uid
    at: datetime
    corrected: bool


def level_changes(incident: Incident, policy: Policy) -> list[LevelRise]:
    """Return each rise of the level with its time and the event behind it.

    A lower count never lowers it; a corrected count does, because it was never true.
    """
    grounds = [(policy.level_for(peak.value), peak.at, peak.uid) for peak in incident.peaks]
    grounds += incident.raises
    rises: list[LevelRise] = []
    level = Level.NONE
    for ground in sorted(grounds, key=lambda each: each[1]):
        if ground[0].rank > level.rank:
            level = ground[0]
            rises.append(ground)
    return rises


def call_for(
    rule: Attendance,
    incident: Incident,
    policy: Policy,
    changes: list[LevelRise],
) -> Call | None:
    """Return why a rule's post has to come, or None.

    A policy accepted on the way calls nobody before its acceptance whom the one before did not.
    """
    call = _ground_of(rule, incident, policy, changes)
    for accepted in incident.accepted:
        if call and call.at < accepted.at and call.post not in accepted.called:
            call = replace(call, at=accepted.at, anchor=accepted.uid)
    return call


def _ground_of(
    rule: Attendance,
    incident: Incident,
    policy: Policy,
    changes: list[LevelRise],
) -> Call | None:
    """Return what calls the post, or None. A ground corrected away still counts, marked."""
    if rule.assigned:
        if not incident.opened.assigned_leader:
            return None
        return Call(rule.post, rule.rule.id, incident.opened_event.uid, incident.opened_at, False)
    for at, uid, corrected in _grounds(rule, incident, policy, changes):
        return Call(rule.post, rule.rule.id, uid, at, corrected)
    return None


def _grounds(
    rule: Attendance,
    incident: Incident,
    policy: Policy,
    changes: list[LevelRise],
) -> Iterator[tuple[datetime, Uid, bool]]:
    """Yield what calls the post, the earliest first; what turned out wrong comes last, marked."""
    for level, at, uid in changes:
        if rule.level is not None and level.rank >= rule.level.rank:
            yield at, uid, False
    peaks = [peak for peak in incident.peaks if _calls(rule, policy, peak)]
    wrong = [peak for peak in incident.wrong_peaks if _calls(rule, policy, peak)]
    for peak in [*sorted(peaks, key=_instant), *sorted(wrong, key=_instant)]:
        if rule.at_least is not None or peak.corrected:
            yield peak.at, peak.uid, peak.corrected


def _calls(rule: Attendance, policy: Policy, peak: Peak) -> bool:
    if rule.level is not None:
        return policy.level_for(peak.value).rank >= rule.level.rank
    return rule.at_least is not None and peak.value >= rule.at_least


def _instant(peak: Peak) -> datetime:
    return peak.at
