"""What provokes each sentence that a special period can be refused with."""

from __future__ import annotations

from datetime import date, timedelta

from tests.data.provocations_life import LifeCase, Provocation
from tests.desks import START, Night
from xfconsole.core.facts.of_office import PostNumber

TODAY = START.date()
WANTED = PostNumber("duty_leader", 2)


def period(
    name: str = "国庆", first: date = TODAY, last: date = TODAY, *posts: PostNumber
) -> Provocation:
    return lambda night: night.desk.set_period(name, first, last, posts or (WANTED,))


def begun(night: Night) -> None:
    period()(night)


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
    "roster.refused.period_unknown": (((), lambda night: night.desk.end_period("国庆")),),
}
