"""When information reports (信息报告) are due: the first, then by rhythm, time or level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from xfconsole.core.facts.of_office import PeriodSet
from xfconsole.core.incident.calls import LevelRise
from xfconsole.core.incident.fold import Incident
from xfconsole.core.incident.prompts import Prompt, cut, prompt_uid
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.policy.pack import Policy
from xfconsole.core.policy.reporting import FirstLimit, ReportForm, Reporting, Rhythm
from xfconsole.core.roster.periods import period_at, rhythm_at
from xfconsole.core.words.desk import PromptKind, ReportKind, Uid


class OwedReport(NamedTuple):
    """A report not filed yet, and by when it has to be."""

    kind: PromptKind
    limit: datetime


class Reports(NamedTuple):
    """The prompts for reports, what is still owed, and by when each that was filed had to be."""

    prompts: list[Prompt]
    owed: tuple[OwedReport, ...]
    limits: tuple[tuple[Uid, datetime], ...]

    @property
    def due(self) -> datetime | None:
        """When the next one has to be filed (None: none is owed)."""
        return min((each.limit for each in self.owed), default=None)


class OfficeDays(NamedTuple):
    """The office's time zone and its special periods, for times of day."""

    zone: tzinfo
    periods: tuple[PeriodSet, ...] = ()


def report_prompts(
    incident: Incident, policy: Policy, rises: Sequence[LevelRise], office: OfficeDays
) -> Reports:
    """Return what the reports of an incident come to; ``office`` says when its days are.

    Nothing is owed before there is a level: the first report's limit runs from the event that
    made one. Nor is anything after the final report, but its receipt. Once the incident is over, no
    follow-up is; a first one and the receipts are where the pack says so.
    """
    asked = list(_receipts(incident, policy))
    if not rises:
        return Reports(asked, (), ())
    filed = incident.upward.reports
    final = next((each.at for each in filed if each.kind is ReportKind.FINAL), None)
    closed, after = incident.closed_at, policy.reporting.after
    prompts: list[Prompt] = asked
    owed: list[OwedReport] = []
    limits: dict[Uid, datetime] = {}
    for prompt, report in [
        *_firsts(incident, policy, rises, office),
        *_follow_ups(incident, policy, rises, office),
    ]:
        first = prompt.kind is not PromptKind.REPORT_FOLLOW_UP
        over = final if first and after else min(filter(None, (final, closed)), default=None)
        until = min((at for at in (report and report.at, over) if at), default=None)
        prompts += cut([prompt], until)
        if report is not None:
            limits[report.uid] = min(prompt.ends, limits.get(report.uid, prompt.ends))
        elif over is None:
            owed.append(OwedReport(prompt.kind, prompt.ends))
    return Reports(prompts, tuple(owed), tuple(limits.items()))


def _receipts(incident: Incident, policy: Policy) -> Iterator[Prompt]:
    """Yield the task to ask who took the reports that nobody had taken when the incident ended."""
    closed, after, untaken = incident.closed_at, policy.reporting.after, incident.upward.untaken
    if closed is not None and after is not None and untaken:
        at = max(closed, untaken[0].at + timedelta(minutes=after.minutes))
        yield _report(incident, PromptKind.REPORT_RECEIPT, after.rule.id, at, "receipts")


def _firsts(
    incident: Incident, policy: Policy, rises: Sequence[LevelRise], office: OfficeDays
) -> Iterator[tuple[Prompt, FiledReport | None]]:
    """Yield the first report in each form that is owed, with the one that was filed so."""
    asked: dict[ReportForm, tuple[datetime, FirstLimit, Uid]] = {}
    for level, since, anchor in rises:
        for limit in _rules(policy, office, since).firsts(level):
            at = since + timedelta(minutes=limit.minutes)
            if limit.form not in asked or at < asked[limit.form][0]:
                asked[limit.form] = at, limit, anchor
    if len(asked) > 1:
        # A higher level says in which form; a lower one's "by any channel" is part of that.
        asked.pop(ReportForm.ANY, None)
    for form, (at, limit, anchor) in asked.items():
        written = form is ReportForm.WRITTEN
        kind = PromptKind.REPORT_WRITTEN if written else PromptKind.REPORT_FIRST
        filed = (each for each in incident.upward.reports if _meets(form, each))
        yield _report(incident, kind, limit.rule.id, at, anchor), next(filed, None)


def _meets(form: ReportForm, report: FiledReport) -> bool:
    """Whether a report is in the form asked for; one whose channel nobody knows is in any."""
    if form is ReportForm.ANY or report.channel is None:
        return True
    return report.channel.spoken is (form is ReportForm.SPOKEN)


def _follow_ups(
    incident: Incident, policy: Policy, rises: Sequence[LevelRise], office: OfficeDays
) -> Iterator[tuple[Prompt, FiledReport | None]]:
    """Yield the follow-up after each report, with the one that was filed then.

    What repeats a report to somebody else tells nothing new and asks for none.
    """
    filed = [each for each in incident.upward.reports if not each.again]
    for report, after in zip(filed, [*filed[1:], None], strict=False):
        if report.kind is ReportKind.FINAL:
            return
        if asked := list(_asked(incident, policy, rises, report, office)):
            yield min(asked, key=lambda each: each.due), after


def _asked(
    incident: Incident,
    policy: Policy,
    rises: Sequence[LevelRise],
    filed: FiledReport,
    office: OfficeDays,
) -> Iterator[Prompt]:
    """Yield the follow-ups that a report is to be followed by: by rhythm, time and level."""
    rules, kind = _rules(policy, office, filed.at), PromptKind.REPORT_FOLLOW_UP
    every, minutes = rules.every
    # Before there was a level no rhythm ran.
    counts = filed.at >= rises[0][1]
    if minutes and counts:
        at = filed.at + timedelta(minutes=minutes)
        yield _report(incident, kind, every.id, at, filed.uid)
    for rhythm, limit in _times(policy.reporting, office, filed.at) if counts else ():
        at = limit - timedelta(minutes=rhythm.ahead)
        yield replace(_report(incident, kind, rhythm.rule.id, at, filed.uid), limit=limit)
    if later := [each for each in rises if each[1] > filed.at]:
        _, risen_at, rise = later[0]
        soon = risen_at + timedelta(minutes=rules.band_change_minutes)
        yield _report(incident, kind, rules.band_change.id, soon, rise)


def _rules(policy: Policy, office: OfficeDays, at: datetime) -> Reporting:
    """Return how reports are owed at an instant: a special period's own rhythm goes first."""
    return policy.reporting.led_by(rhythm_at(office.periods, at))


def _times(
    rules: Reporting, office: OfficeDays, filed_at: datetime
) -> Iterator[tuple[Rhythm, datetime]]:
    """Yield for each rhythm its next time of day: the pack's, and those that periods say."""
    for rhythm in rules.timed:
        if limit := _next_time(filed_at + timedelta(minutes=rhythm.ahead), rhythm, office):
            yield rhythm, limit
    for period in office.periods:
        for rhythm in rules.offered:
            if rhythm.name == period.rhythm and rhythm.timed and period.rhythm_from:
                after = max(filed_at, period.rhythm_from) + timedelta(minutes=rhythm.ahead)
                limit = _next_time(after, rhythm, office)
                if limit and limit < period.ends_at:
                    yield rhythm, limit


_DAYS = 60
"""How far ahead a special period is looked for, in days."""


def _next_time(after: datetime, rhythm: Rhythm, office: OfficeDays) -> datetime | None:
    """Return the first of a rhythm's times of day that comes after an instant, or None."""
    today = after.astimezone(office.zone).date()
    for day in (today + timedelta(days=n) for n in range(_DAYS if rhythm.daily else 3)):
        found = [datetime.combine(day, each, office.zone) for each in rhythm.times]
        if rhythm.daily is not None:
            daily = datetime.combine(day, rhythm.daily, office.zone)
            found += [daily] if period_at(office.periods, daily) else []
        if later := [at for at in found if at > after]:
            return min(later).astimezone(after.tzinfo)
    return None


def _report(incident: Incident, kind: PromptKind, rule: str, at: datetime, anchor: Uid) -> Prompt:
    return Prompt(prompt_uid(incident.uid, rule, anchor, kind), kind, rule, "", None, at, None)
