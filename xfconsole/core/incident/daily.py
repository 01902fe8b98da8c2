"""The office's daily report in a special period (每日报告): “nothing” is a report too (零报告)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from xfconsole.core.facts.announced import about_daily
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import PromptSnoozed, ReportReceived
from xfconsole.core.facts.of_office import DailyReported, PeriodEnded, PeriodSet
from xfconsole.core.incident.fold import Announced, Snooze
from xfconsole.core.incident.prompts import Prompt, prompt_uid
from xfconsole.core.incident.tasks import TaskPlan, standing_tasks, task_plan
from xfconsole.core.incident.upward import Receipt
from xfconsole.core.policy.pack import Policy, Rule
from xfconsole.core.policy.reporting import Rhythm
from xfconsole.core.words.desk import PromptKind, ReportChannel, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key

A_DAY = timedelta(days=1)


@frozen
class DailyReport:
    """A daily report that went up; ``again`` names the one that it repeats."""

    uid: Uid
    at: datetime
    day: date
    limit: datetime
    to: str
    channel: ReportChannel | None
    again: Uid
    parts: tuple[str, str, str, str]
    officer: str
    receipt: Receipt | None = None

    @property
    def nothing(self) -> bool:
        """Whether it says that there is nothing to report."""
        return not any(self.parts)


@frozen
class OwedDaily:
    """A day's report: asked for from ``due`` on, until the next day's takes its place."""

    day: date
    limit: datetime
    due: datetime
    rule: Rule


@frozen
class DailyView:
    """A daily report that is asked for, as its card shows it."""

    prompt: Prompt
    owed: OwedDaily

    @property
    def uid(self) -> Uid:
        """The prompt's name in the journal."""
        return self.prompt.uid


@dataclass(slots=True)
class Dailies:
    """The special periods, with when each was said first, and the daily reports that went up."""

    office: Uid
    periods: dict[str, tuple[PeriodSet, datetime]] = field(default_factory=dict)
    reports: list[DailyReport] = field(default_factory=list)
    snoozes: dict[Uid, Snooze] = field(default_factory=dict)
    announced: Announced = field(default_factory=Announced)

    def apply(self, event: Event) -> None:
        """Apply one event of the office; others are passed over."""
        at = event.happened_at
        match event.fact:
            case PeriodSet(name=name) as period:
                _, since = self.periods.get(name_key(name), (period, at))
                self.periods[name_key(name)] = period, since
            case PeriodEnded(name=name):
                self.periods.pop(name_key(name), None)
            case DailyReported() as said:
                parts = said.situation, said.measures, said.effect, said.other
                self.reports.append(
                    DailyReport(
                        event.uid, at, said.day, said.limit, said.to, said.channel, said.again,
                        parts, event.officer,
                    )
                )  # fmt: skip
            case ReportReceived(of=of, person=person, read_back=read_back):
                receipt = Receipt(at, person, read_back)
                self.reports = [
                    replace(each, receipt=receipt) if each.uid == of else each
                    for each in self.reports
                ]
            case PromptSnoozed(prompt=prompt, until=until):
                self.snoozes[prompt] = at, until, event.uid
            case fact if about_daily(fact):
                self.announced.apply(event)

    def report(self, uid: Uid) -> DailyReport | None:
        """Return one of the reports, or None."""
        return next((each for each in self.reports if each.uid == uid), None)

    def of_day(self, day: date) -> DailyReport | None:
        """Return the first report of a day, or None."""
        return next((each for each in self.reports if each.day == day), None)


def dailies_of(office: Uid, events: Iterable[Event]) -> Dailies:
    """Fold the office's events as they are meant by now, oldest first."""
    found = Dailies(office)
    for event in events:
        found.apply(event)
    return found


def owed_dailies(found: Dailies, policy: Policy, zone: tzinfo) -> tuple[OwedDaily, ...]:
    """Return every day's report that a period asks for, filed or not, the first day first."""
    days: dict[date, OwedDaily] = {}
    for period, said_at in found.periods.values():
        for each in _of_period(period, said_at, policy, zone):
            days[each.day] = min(days.get(each.day, each), each, key=lambda one: one.limit)
    return tuple(days[day] for day in sorted(days))


def daily_plan(found: Dailies, policy: Policy, zone: tzinfo) -> TaskPlan[OwedDaily]:
    """Return what is asked for, at any time."""
    prompts = ((_prompt(found, each), each) for each in owed_dailies(found, policy, zone))
    return task_plan(found, {prompt.uid: (prompt, each) for prompt, each in prompts})


def daily_views(found: Dailies, made: TaskPlan[OwedDaily], now: datetime) -> tuple[DailyView, ...]:
    """Return what stands at ``now``, the first limit first."""
    standing = standing_tasks(found, made.plan, now)
    views = (DailyView(each, made.owed[each.uid]) for each in standing)
    return tuple(sorted(views, key=lambda each: each.owed.limit))


def _of_period(
    period: PeriodSet, said_at: datetime, policy: Policy, zone: tzinfo
) -> Iterator[OwedDaily]:
    for rhythm, since in _asking(period, said_at, policy):
        assert rhythm.daily is not None
        day, last = (each.astimezone(zone).date() for each in (period.starts_at, period.ends_at))
        while day <= last:
            limit = datetime.combine(day, rhythm.daily, zone).astimezone(period.starts_at.tzinfo)
            if period.starts_at <= limit < period.ends_at and since < limit:
                due = max(limit - timedelta(minutes=rhythm.ahead), since)
                yield OwedDaily(day, limit, due, rhythm.rule)
            day += A_DAY


def _asking(
    period: PeriodSet, said_at: datetime, policy: Policy
) -> Iterator[tuple[Rhythm, datetime]]:
    """Yield the rhythms that ask for one in a period, and since when: never before it was said."""
    for rhythm in policy.reporting.offered:
        if rhythm.zero and rhythm.daily is not None:
            if rhythm in policy.reporting.rhythms:
                yield rhythm, said_at
            elif rhythm.name == period.rhythm and period.rhythm_from is not None:
                yield rhythm, period.rhythm_from


def _prompt(found: Dailies, owed: OwedDaily) -> Prompt:
    kind, anchor, filed = PromptKind.REPORT_DAILY, owed.day.isoformat(), found.of_day(owed.day)
    uid = prompt_uid(found.office, owed.rule.id, anchor, kind.value)
    gone = owed.limit + A_DAY
    until = min(filed.at, gone) if filed else gone
    return Prompt(
        uid, kind, owed.rule.id, "", None, owed.due, max(until, owed.due), limit=owed.limit
    )
