"""What provokes each sentence that a special period can be refused with."""

from __future__ import annotations

from datetime import date, timedelta

from tests.data.provocations_life import LifeCase, Provocation
from tests.desks import START, Night
from xfconsole.core.facts.of_office import PostNumber
from xfconsole.core.words.desk import ReportChannel

TODAY = START.date()
WANTED = PostNumber("duty_leader", 2)


def period(
    name: str = "国庆", first: date = TODAY, last: date = TODAY, *posts: PostNumber
) -> Provocation:
    return lambda night: night.desk.set_period(name, first, last, posts or (WANTED,))


def begun(night: Night) -> None:
    period()(night)


def daily(night: Night) -> None:
    """A period begins in which the office reports every day."""
    first = TODAY + timedelta(days=1)
    last = first + timedelta(days=2)
    night.desk.set_period("两会", first, last, (), rhythm="yixing")


def report(
    to: str = "市委值班室", day: date | None = None, by: bool = True, said: str = "平稳"
) -> Provocation:
    channel = ReportChannel.PHONE if by else None
    return lambda night: night.desk.report_daily(day, said, to=to, channel=channel)


def sent(night: Night) -> None:
    report()(night)


def opened(night: Night) -> None:
    night.open(4)


PERIOD_PROVOKED: dict[str, tuple[LifeCase, ...]] = {
    "roster.refused.period_name": (((), period(" \t")),),
    "roster.refused.period_order": (((), period(last=TODAY - timedelta(days=1))),),
    "roster.refused.period_posts": (
        ((), lambda night: night.desk.set_period("国庆", TODAY, TODAY, ())),
    ),
    "roster.refused.period_past": (
        ((), period(first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=8))),
    ),
    "roster.refused.period_overlaps": (((begun,), period("两会")),),
    "roster.refused.period_rhythm": (
        ((), lambda night: night.desk.set_period("国庆", TODAY, TODAY, (), rhythm="hourly")),
    ),
    "daily.refused.not_owed": (((), report()), ((daily,), report(day=TODAY))),
    "daily.refused.ahead": (((daily, sent), report()),),
    "daily.refused.twice": (((daily, sent), report(day=TODAY + timedelta(days=1))),),
    "daily.refused.incident": (((daily, opened), report(said=" ")),),
    "upward.refused.to": (((daily,), report(" \t")),),
    "upward.refused.channel": (((daily,), report(by=False)),),
    "roster.refused.period_unknown": (((), lambda night: night.desk.end_period("国庆")),),
}
