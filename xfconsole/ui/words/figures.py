"""Figures as titled tables of words: the same on a terminal, in a file, and on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from xfconsole.core.figures.period import Period
from xfconsole.core.figures.rates import Figures, PeriodFigures, Share
from xfconsole.core.matter.timeliness import By, Measured, Timeliness
from xfconsole.core.policy.pack import Target
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.documents import SheetKind
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.rates import Rate
from xfconsole.ui.papers import Section, SheetPaper
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import word

Cell: TypeAlias = "str | int"
Row: TypeAlias = "tuple[Cell, ...]"


@frozen
class FigureTable:
    """A title, heads, rows under them, and lines below. Without rows the title says it all."""

    title: str
    heads: Sequence[str] = ()
    rows: Sequence[Row] = ()
    notes: Sequence[str] = ()


def sections_of(tables: Iterable[FigureTable]) -> list[Section]:
    """Return tables as they go on paper."""
    return [Section(each.title, each.notes, each.heads, each.rows) for each in tables]


def figures_paper(office: str, title: str, tables: Iterable[FigureTable]) -> SheetPaper:
    """Return figures as they go on paper, below their title the office's name."""
    return SheetPaper(SheetKind.REPORT, title, sections_of(tables), (office,))


MATTERS = ("received", "in_time", "late", "open", "overdue", "ended")
"""What became of matters, which adds up."""
SHORT = (Rate.FIRST_TIME, Rate.REPLIED, Rate.SETTLED)
"""The rates that are told of every group: what fits beside the counts in 80 cells."""
_SELDOM = (Rate.SIMPLE, Rate.SATISFIED)
"""No figure of the office yet where nothing was handled so, or nobody asked."""
_COUNTS = ("received", "answered", "open", "overdue")


def heads_of(*names: str) -> list[str]:
    """Return what columns are called."""
    return [say(f"figures.head.{name}") for name in names]


def percent(share: Share) -> str:
    """Return ``97.9%``, never more than it is: what is shown as the target has reached it."""
    if not share.of:
        return say("figures.none")
    tenths = 1000 * share.done // share.of
    return f"{tenths // 10}.{tenths % 10}%"


def period_tables(
    period: Period, figures: PeriodFigures, targets: Mapping[Rate, Target]
) -> Iterator[FigureTable]:
    """Yield the figures of a period: all matters, rates with their targets, each kind of group."""
    total = figures.total
    yield FigureTable(
        say("figures.matters"),
        heads_of("what", "count"),
        [(say(f"figures.count.{name}"), getattr(total, name)) for name in MATTERS],
    )
    yield rates_table(total, targets)
    kinds = [By.UNIT, By.SUBJECT, By.CHANNEL]
    for by in (*kinds, By.MONTH) if period.first.month != period.last.month else kinds:
        yield _groups(by, figures.groups[by])


def rates_table(total: Figures, targets: Mapping[Rate, Target]) -> FigureTable:
    """Return each rate of which there is anything, with its target and what that rests on."""
    rows = []
    for rate, share in total.shares.items():
        target = targets.get(rate)
        if rate in _SELDOM and not (share.of or target):
            continue
        wanted = say("figures.target", percent=target.percent) if target else ""
        found = f"{share.done}/{share.of}" if share.of else ""
        rows.append((word(rate), percent(share), found, wanted, _reached(share, target)))
    sources = dict.fromkeys(each.rule.source.say(language()) for each in targets.values())
    return FigureTable(
        say("figures.rates"),
        heads_of("rate", "share", "of", "target", "reached"),
        rows,
        [say("figures.source", source=source) for source in sources],
    )


def unit_table(figures: Mapping[str, Figures]) -> FigureTable:
    """Return what each responsible unit was handed and what became of it."""
    asked = any(each.shares[Rate.SATISFIED].of for each in figures.values())
    rates = (*SHORT[1:], *((Rate.SATISFIED,) if asked else ()))
    return _groups(By.UNIT, figures, MATTERS[:5], rates)


SOON = (
    *("received", "answered", "within_15", "beyond_15", "beyond_60", "beyond_90"),
    *("median_days", "p90_days"),
)
"""The figures of timeliness that are told of every group."""


def timeliness_tables(found: Measured, by: By | None) -> Iterator[FigureTable]:
    """Yield how soon matters were answered: all of them, then each group if any were asked for."""
    total = found.total
    if not total.received:
        yield FigureTable(say("timeliness.none"))
        return
    yield FigureTable(say("figures.matters"), heads_of("what", "count"), list(_timely(total)))
    if by is not None:
        yield FigureTable(
            say(f"figures.by.{by}"),
            heads_of(by, *SOON, Rate.FIRST_TIME),
            [
                (group_name(by, name), *(_or_none(getattr(each, n)) for n in SOON), _for_good(each))
                for name, each in found.groups.items()
            ],
            [say("timeliness.note")],
        )


def _timely(total: Timeliness) -> Iterator[Row]:
    yield say("timeliness.received"), total.received
    yield say("timeliness.answered"), total.answered
    yield say("timeliness.unanswered"), total.unanswered
    yield say("timeliness.ended"), total.ended
    yield say("timeliness.within_15"), total.within_15
    yield say("timeliness.waiting"), total.waiting
    for days, count, silent in (
        (15, total.beyond_15, total.unanswered_beyond_15),
        (60, total.beyond_60, total.unanswered_beyond_60),
        (90, total.beyond_90, total.unanswered_beyond_90),
    ):
        told = say("timeliness.of_them", count=count, unanswered=silent)
        yield say("timeliness.beyond", days=days), told
    yield say("timeliness.median"), _or_none(total.median_days)
    yield say("timeliness.p90"), _or_none(total.p90_days)
    told = say("timeliness.first_time_rate", count=total.first_time, rate=_for_good(total))
    yield say("timeliness.first_time"), told


def _for_good(figures: Timeliness) -> str:
    return percent(Share(figures.first_time, figures.answered))


def _or_none(days: int | None) -> Cell:
    return say("figures.none") if days is None else days


def _groups(
    by: By,
    figures: Mapping[str, Figures],
    counts: Sequence[str] = _COUNTS,
    rates: Sequence[Rate] = SHORT,
) -> FigureTable:
    return FigureTable(
        say(f"figures.by.{by}"),
        heads_of(by, *counts, *rates),
        [
            (
                group_name(by, name),
                *(getattr(each, count) for count in counts),
                *(percent(each.shares[rate]) for rate in rates),
            )
            for name, each in figures.items()
            if each.received
        ],
    )


def group_name(by: By, name: str) -> str:
    """Return what a group is called: a channel by its word, none by its own."""
    if by is By.CHANNEL:
        return word(Channel(name))
    return name or say(f"figures.no.{by}")


def _reached(share: Share, target: Target | None) -> str:
    reached = share.reached(target)
    return "" if reached is None else say("figures.reached" if reached else "figures.not_reached")
