"""The report screen's page as lines of text: the night, then charts with numbers before bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from xfconsole.core.incident.plan import Obligation
from xfconsole.core.matter.timeliness import By, Timeliness
from xfconsole.core.night.report import NightFigures
from xfconsole.core.words.desk import Channel
from xfconsole.ui.text.bars import bar
from xfconsole.ui.text.cells import fit
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.figures import FigureTable, group_name
from xfconsole.ui.words.night_figures import (
    THERE,
    desk_table,
    incident_table,
    posts_table,
    received_table,
)
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import duration

BAR = 24
"""Cells of the longest bar."""
_NAME, _TOLD = 24, 28
MOST_SUBJECTS = 15


class PageLine(NamedTuple):
    """One line; ``head``: a section begins with it."""

    text: str
    head: bool = False


class Charts(NamedTuple):
    """What the charts beside the night's own are drawn from."""

    answers: Timeliness
    this_month: Mapping[str, int]
    last_month: Mapping[str, int]


def night_lines(night: NightFigures, zone: ZoneInfo, now: datetime) -> Iterator[PageLine]:
    """Yield the night in short: what came in, incidents, posts, the desk, hours, arrivals."""
    yield from _table(received_table(night), (14,))
    yield from _table(incident_table(night, zone), (10, 8, 8, 8, 8))
    if any(each.duties for each in night.incidents):
        yield from _table(posts_table(night, zone), (10, 20, 10, 18))
    yield from _table(desk_table(night.load, night.lateness), (30,))
    yield from _hours(night, zone)
    yield from _arrivals(night, now)


def chart_lines(charts: Charts) -> Iterator[PageLine]:
    """Yield how soon matters were answered, and the subjects of this month against the last."""
    yield PageLine(say("figures.chart.answers", days=ANSWERED_WITHIN), head=True)
    counts = _by_days(charts.answers)
    for name, count in counts.items():
        yield _bar(say(f"figures.chart.{name}"), str(count), count, max(counts.values()))
    yield PageLine(say("figures.chart.subjects"), head=True)
    this, last = charts.this_month, charts.last_month
    most = max((*this.values(), *last.values()), default=0)
    for name in [*dict.fromkeys((*this, *last))][:MOST_SUBJECTS]:
        now, before = this.get(name, 0), last.get(name, 0)
        told = say("figures.chart.months", this=now, last=before)
        yield _bar(group_name(By.SUBJECT, name), told, now, most)


ANSWERED_WITHIN = 120
"""Of the matters received in so many days it is told how soon they were answered."""


def _table(table: FigureTable, widths: tuple[int, ...]) -> Iterator[PageLine]:
    yield PageLine(table.title, head=True)
    if len(table.heads) > 2 and table.rows:
        yield PageLine(_cells(table.heads, widths))
    for row in table.rows:
        yield PageLine(_cells(row, widths))


def _cells(row: Sequence[str | int], widths: tuple[int, ...]) -> str:
    *fixed, last = map(str, row)
    return "".join(fit(cell, cells) for cell, cells in zip(fixed, widths, strict=True)) + last


def _hours(night: NightFigures, zone: ZoneInfo) -> Iterator[PageLine]:
    yield PageLine(say("figures.chart.hours"), head=True)
    hours: dict[datetime, dict[Channel, int]] = {}
    for (hour, channel), count in sorted(night.received.items()):
        hours.setdefault(hour, {})[channel] = count
    most = max((sum(found.values()) for found in hours.values()), default=0)
    for hour, found in hours.items():
        told = say("figures.comma").join(f"{word(each)} {count}" for each, count in found.items())
        count = sum(found.values())
        yield _bar(f"{hour.astimezone(zone):%H:%M}  {count}", told, count, most)
    if not hours:
        yield PageLine(say("figures.none"))


def _arrivals(night: NightFigures, now: datetime) -> Iterator[PageLine]:
    yield PageLine(say("figures.chart.arrivals"), head=True)
    told = [
        (post_name(each.policy, duty.post), duty, each.closed_at or now)
        for each in night.incidents
        for duty in each.duties
        if duty.told_at is not None
    ]
    for name, duty, until in told:
        yield _arrival(f"{name} {duty.person}", duty, until)
    if not told:
        yield PageLine(say("figures.none"))


def _arrival(name: str, duty: Obligation, until: datetime) -> PageLine:
    assert duty.told_at is not None
    came = duty.ended_at if duty.state in THERE else None
    took = max(timedelta(0), (came or duty.ended_at or until) - duty.told_at)
    limit = duty.arrive_by - duty.told_at if duty.arrive_by else timedelta(0)
    key = "late" if took > limit else "came" if came else "going"
    told = say(f"figures.chart.{key}", took=duration(took), limit=duration(limit))
    # The limit is two thirds of the room: what is longer is later.
    return _bar(name, told, took / timedelta(minutes=1), 1.5 * limit / timedelta(minutes=1))


def _bar(name: str, told: str, value: float, most: float) -> PageLine:
    return PageLine(f"{fit(name, _NAME)}{fit(told, _TOLD)}{bar(value, most, BAR)}".rstrip())


def _by_days(found: Timeliness) -> dict[str, int]:
    """Return how many were answered within each limit, and how many wait for how long."""
    beyond = [
        getattr(found, f"beyond_{days}") - getattr(found, f"unanswered_beyond_{days}")
        for days in (15, 60, 90)
    ]
    return {
        "within_15": found.within_15,
        "within_60": beyond[0] - beyond[1],
        "within_90": beyond[1] - beyond[2],
        "beyond_90": beyond[2],
        "waiting": found.waiting,
        "overdue_15": found.unanswered_beyond_15,
    }
