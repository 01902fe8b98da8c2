"""When information reports (信息报告) are due: the first, then by rhythm or change of level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from xfconsole.core.incident.calls import LevelRise
from xfconsole.core.incident.fold import Incident
from xfconsole.core.incident.prompts import Prompt, cut, prompt_uid
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.desk import PromptKind, ReportKind, Uid


def report_prompts(
    incident: Incident, policy: Policy, rises: Sequence[LevelRise]
) -> tuple[list[Prompt], datetime | None]:
    """Return the prompts for reports, and when the next one is due (None: none is owed).

    Nothing is owed before there is a level: the first report's limit runs from the event that
    made one.
    """
    if not rises:
        return [], None
    _, since, anchor = rises[0]
    at = since + timedelta(minutes=policy.reporting.first_minutes)
    rule = policy.reporting.first.id
    current = _report(incident, PromptKind.REPORT_FIRST, rule, at, anchor)
    prompts: list[Prompt] = []
    for report in incident.upward.reports:
        prompts += cut([current], report.at)
        if report.kind is ReportKind.FINAL:
            return prompts, None
        current = _follow_up(incident, policy, rises, report.at, report.uid)
    return [*prompts, current], current.due


def _follow_up(
    incident: Incident, policy: Policy, rises: Sequence[LevelRise], filed_at: datetime, filed: Uid
) -> Prompt:
    """Return the follow-up after one report: by rhythm, or sooner because the level rose."""
    rules = policy.reporting
    by_rhythm = filed_at + timedelta(minutes=rules.every_minutes)
    prompt = _report(incident, PromptKind.REPORT_FOLLOW_UP, rules.follow_up.id, by_rhythm, filed)
    later = [each for each in rises if each[1] > filed_at]
    if not later:
        return prompt
    _, risen_at, rise = later[0]
    soon = risen_at + timedelta(minutes=rules.band_change_minutes)
    if soon >= by_rhythm and risen_at != rises[0][1]:
        return prompt
    return _report(incident, PromptKind.REPORT_FOLLOW_UP, rules.band_change.id, soon, rise)


def _report(incident: Incident, kind: PromptKind, rule: str, at: datetime, anchor: Uid) -> Prompt:
    return Prompt(prompt_uid(incident.uid, rule, anchor, kind), kind, rule, "", None, at, None)
