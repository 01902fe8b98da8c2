"""The office's daily report in words: what it is called, what is asked, what a day had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from xfconsole.core.incident.daily import DailyReport, DailyView
from xfconsole.desk.verbs.daily import DayIncident
from xfconsole.ui.words.catalogue import Catalogue, catalogue, language, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import brief_countdown, clock_time, moment, short_day
from xfconsole.ui.words.upward import taken_words


def daily_name(
    day: date, words: Catalogue | None = None, *, again: bool = False, nothing: bool = False
) -> str:
    """Return what the report of a day is called, by another name where it has nothing to report."""
    words = words or catalogue(language())
    name = words.say("daily.nothing" if nothing else "daily.name", day=f"{day:%m-%d}")
    return words.say("upward.again", report=name) if again else name


def sent_name(report: DailyReport) -> str:
    """Return what a report that went up is called."""
    return daily_name(report.day, again=bool(report.again), nothing=report.nothing)


def daily_words(view: DailyView) -> str:
    """Return the task as one sentence."""
    return say("daily.band", what=word(view.prompt.kind), day=f"{view.owed.day:%m-%d}")


def day_incidents(incidents: Sequence[DayIncident]) -> str:
    """Return the incidents of a day with their numbers and people; not what they are about."""
    return say("ui.and_each").join(
        say(
            "daily.incident.live" if each.live else "daily.incident.over",
            number=each.number,
            people=each.people,
        )
        for each in incidents
    )


def daily_cells(report: DailyReport, zone: ZoneInfo) -> tuple[str, ...]:
    """Return name, time with lateness, channel, whom it went to, and who took it."""
    late = brief_countdown(report.limit, report.at) if report.at > report.limit else ""
    return (
        sent_name(report),
        f"{clock_time(report.at, zone)} {late}".rstrip(),
        word(report.channel) if report.channel else say("upward.not_said"),
        report.to,
        taken_words(report, zone),
    )


def owed_cells(view: DailyView, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Return name, limit, that it is owed, and what is left, as of a report that is owed."""
    return (
        daily_name(view.owed.day),
        say("live.limit", time=clock_time(view.owed.limit, zone)),
        "",
        say("upward.told.owed"),
        brief_countdown(view.owed.limit, now),
    )


def handed_over(view: DailyView, now: datetime, zone: ZoneInfo) -> str:
    """Return it as the handover tells it: by when, and how much time is left."""
    today = now.astimezone(zone).date()
    at, left = moment(view.owed.limit, zone, today=today), brief_countdown(view.owed.limit, now)
    return say("handover.report_daily", report=daily_name(view.owed.day), time=at, left=left)


def no_receipt(report: DailyReport, today: date) -> str:
    """Return that nobody took a report yet, as the handover tells it."""
    name = say("daily.name", day=short_day(report.day, today))
    return say("handover.no_receipt", report=name, to=report.to)
