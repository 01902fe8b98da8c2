"""Special periods (特护期): how many officials the office wants on a post for some days.

A period binds posts only. It lasts from 08:30 of its first day to 08:30 after its last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo

from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import PeriodEnded, PeriodSet, PostNumber
from xfconsole.core.roster.spelled import apart
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import keyed, whole_number

MOST = 50
"""Officials on one post that a period may want."""
_WANTED = re.compile(r"(?P<post>.*?)[\s=:*×x]*(?P<number>-?\d+) *(?:人|名)?")


def periods_of(facts: Iterable[Fact]) -> tuple[PeriodSet, ...]:
    """Return the periods that are set and not ended, by start; one name is one period."""
    found: dict[str, PeriodSet] = {}
    for fact in facts:
        if isinstance(fact, PeriodSet):
            found[name_key(fact.name)] = fact
        elif isinstance(fact, PeriodEnded):
            found.pop(name_key(fact.name), None)
    return tuple(sorted(found.values(), key=lambda each: each.starts_at))


def days_of(period: PeriodSet, zone: tzinfo) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    before_end = period.ends_at.astimezone(zone) - timedelta(days=1)
    return period.starts_at.astimezone(zone).date(), before_end.date()


def period_at(periods: Iterable[PeriodSet], at: datetime) -> PeriodSet | None:
    """Return the period that lasts at an instant."""
    return next((each for each in periods if each.starts_at <= at < each.ends_at), None)


def rhythm_at(periods: Iterable[PeriodSet], at: datetime) -> str:
    """Return the rhythm of reports that a period says for an instant, or nothing."""
    said = (each for each in periods if each.rhythm_from and each.rhythm_from <= at < each.ends_at)
    return next((each.rhythm for each in said), "")


def numbers_named(text: str, posts: Mapping[str, str]) -> tuple[PostNumber, ...]:
    """Return what ``带班领导2、值班员2`` wants; ``posts`` are ids by name.

    Raises Refused for a post that is none, and for what names no number of at least one.
    """
    known = {keyed(name).casefold(): post for name, post in posts.items()}
    known |= {post: post for post in posts.values()}
    found: dict[str, int] = {}
    for piece in filter(None, map(keyed, apart(text))):
        meant = _WANTED.fullmatch(piece)
        number = whole_number(meant["number"]) if meant else None
        if meant is None or number is None or not 1 <= number <= MOST:
            raise Refused("roster.refused.period_number", text=piece, most=MOST)
        post = known.get(meant["post"].strip().casefold())
        if post is None:
            raise Refused("roster.refused.post", post=meant["post"], known="、".join(posts))
        found[post] = number
    return tuple(PostNumber(post, number) for post, number in found.items())
