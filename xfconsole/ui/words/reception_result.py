"""A quarter's result of the reception days in words: lines for a terminal, and the paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xfconsole.core.figures.rates import Share
from xfconsole.core.policy.pack import Policy
from xfconsole.core.reception.result import Figures, Result
from xfconsole.core.words.layout import Place
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.figures import percent
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.reception import quarter_name, set_at, signed


def result_text(found: Result, office: str, policy: Policy, today: date) -> str:
    """Return a quarter's result as it goes on paper."""
    quarter = quarter_name(found.first)
    title = set_at(Place.TITLE, say("reception.result.title", office=office, quarter=quarter))
    lines = [title, "", *result_lines(found, policy), "", *signed(office, today)]
    return "\n".join(lines)


def result_lines(found: Result, policy: Policy) -> Iterator[str]:
    """Yield the figures: all, then by the leaders' posts and by unit."""
    total = _values(found.total)
    yield say("reception.result.sessions", **total)
    yield say("reception.result.received", **total)
    yield say("reception.result.decided", **total)
    yield say("reception.result.assigned", **total)
    yield say("reception.result.open", **total)
    if found.withheld:
        yield say("reception.result.withheld", count=found.withheld)
    if found.by_post:
        yield from ("", say("reception.result.by_post"))
    for post, figures in found.by_post.items():
        named = post_name(policy, post)
        yield say("reception.result.by_post_line", name=named, **_values(figures))
    if found.by_unit:
        yield from ("", say("reception.result.by_unit"))
    for unit, figures in found.by_unit.items():
        yield say("reception.result.by_unit_line", name=unit, **_values(figures))


def _values(figures: Figures) -> dict[str, object]:
    return {
        "planned": figures.planned,
        "held": figures.held,
        "held_rate": percent(Share(figures.held, figures.planned)),
        "groups": figures.groups,
        "people": figures.people,
        "settled": figures.settled,
        "settled_rate": percent(Share(figures.settled, figures.groups)),
        "assigned": figures.assigned,
        "meetings": figures.meetings,
        "passed": figures.passed,
        "in_time": figures.in_time,
        "late": figures.late,
        "in_time_rate": percent(Share(figures.in_time, figures.in_time + figures.late)),
        "open": figures.open,
    }
