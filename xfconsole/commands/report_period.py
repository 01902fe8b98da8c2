"""``report week``, ``month``, ``quarter`` and ``units``: what became of the matters received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from xfconsole.commands.context import chosen_office
from xfconsole.commands.figures import check_file, print_figures, write_figures
from xfconsole.commands.matter_life import LifeView
from xfconsole.commands.printing import json_text
from xfconsole.commands.progress import Told, progress
from xfconsole.core.figures.period import Period, Stretch, asked_period
from xfconsole.core.figures.rates import DutyRow, Figures, PeriodFigures, measure_period
from xfconsole.core.matter.timeliness import By, TimelinessRow
from xfconsole.core.policy.pack import Target
from xfconsole.core.words.rates import Rate
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import language
from xfconsole.ui.words.figures import FigureTable, period_tables, rates_table, unit_table

_EVERY = 500
"""So many matters lie between two steps of the bar."""
PERIOD = typer.Argument("", help="Which one: its name, a day in it, or last.", show_default=False)
AS_JSON = typer.Option(False, "--json", help="Print one JSON object.")
XLSX = typer.Option(
    None,
    *("--xlsx", "--docx", "--pdf"),
    help="Write a file instead: .xlsx or .csv, or .docx or .pdf to be printed.",
)
REPLACE = typer.Option(False, "--replace", help="Replace a file of that name.")


def week(
    context: typer.Context,
    period: str = PERIOD,
    as_json: bool = AS_JSON,
    xlsx: Path | None = XLSX,
    over: bool = REPLACE,
) -> None:
    """Tell what became of the matters received in a week: 2026-W08."""
    _report(context, (Stretch.WEEK,), period, as_json, xlsx, over)


def month(
    context: typer.Context,
    period: str = PERIOD,
    as_json: bool = AS_JSON,
    xlsx: Path | None = XLSX,
    over: bool = REPLACE,
) -> None:
    """Tell what became of the matters received in a month: 2026-02."""
    _report(context, (Stretch.MONTH,), period, as_json, xlsx, over)


def quarter(
    context: typer.Context,
    period: str = PERIOD,
    as_json: bool = AS_JSON,
    xlsx: Path | None = XLSX,
    over: bool = REPLACE,
) -> None:
    """Tell what became of the matters received in a quarter: 2026-Q1."""
    _report(context, (Stretch.QUARTER,), period, as_json, xlsx, over)


def units(
    context: typer.Context,
    period: str = PERIOD,
    as_json: bool = AS_JSON,
    xlsx: Path | None = XLSX,
    over: bool = REPLACE,
) -> None:
    """Tell for each responsible unit what it was handed and what it answered, in a quarter."""
    _report(context, (Stretch.QUARTER, Stretch.MONTH, Stretch.WEEK), period, as_json, xlsx, over)


def _report(
    context: typer.Context,
    stretches: tuple[Stretch, ...],
    text: str,
    as_json: bool,
    xlsx: Path | None,
    over: bool,
) -> None:
    if xlsx is not None:
        check_file(xlsx, over=over)
    with chosen_office(context).lives() as office:
        today = office.now.astimezone(office.zone).date()
        found = (asked_period(each, text, today) for each in stretches)
        period = next(filter(None, found), None)
        if period is None:
            raise Refused(f"figures.refused.{stretches[0]}")
        figures = _measured(office, period)
        if as_json:
            typer.echo(json_text(period_object(office, period, figures)))
            return
        title = office.say(
            "figures.title",
            name=period.name,
            first=period.first,
            last=period.last,
            today=today,
        )
        whole = len(stretches) == 1
        tables = _tables(office, period, figures, whole=whole)
        if xlsx is not None:
            write_figures(office, xlsx, title, tables, over=over)
        else:
            print_figures(context, office.say, title, tables)


def _tables(
    office: LifeView, period: Period, figures: PeriodFigures, *, whole: bool
) -> Iterable[FigureTable]:
    if not figures.total.received:
        return [FigureTable(office.say("timeliness.none"))]
    targets = office.policy.targets
    if whole:
        return period_tables(period, figures, targets)
    return [unit_table(figures.groups[By.UNIT]), rates_table(figures.total, targets)]


def _measured(office: LifeView, period: Period) -> PeriodFigures:
    views, zone, now = office.views, office.zone, office.now
    total = views.received_count(zone, period.first, period.last)
    with progress(office.say("figures.counting"), total) as tell:
        rows = views.figure_rows(zone, now, period.first, period.last)
        today = now.astimezone(zone).date()
        return measure_period(_told(rows, tell) if tell else rows, today, office.workdays)


def _told(rows: Iterable[TimelinessRow | DutyRow], tell: Told) -> Iterator[TimelinessRow | DutyRow]:
    """Yield the rows as they come, telling how many matters were among them."""
    matters = 0
    for row in rows:
        if isinstance(row, TimelinessRow):
            matters += 1
            if matters % _EVERY == 0:
                tell(matters)
        yield row
    tell(matters)


def period_object(office: LifeView, period: Period, figures: PeriodFigures) -> dict[str, Any]:
    """Return the figures under their documented keys (docs/json.md)."""
    targets = office.policy.targets
    return {
        "period": period.name,
        "since": period.first.isoformat(),
        "until": period.last.isoformat(),
        "as_of": office.now.astimezone(office.zone).date().isoformat(),
        **_values(figures.total, targets),
        "groups": {
            by.value: [{"name": name, **_values(each, {})} for name, each in found.items()]
            for by, found in figures.groups.items()
        },
    }


def _values(figures: Figures, targets: Mapping[Rate, Target]) -> dict[str, Any]:
    counts = {name: value for name, value in asdict(figures).items() if name != "shares"}
    rates: dict[str, dict[str, object]] = {}
    for rate, share in figures.shares.items():
        rates[rate.value] = {"done": share.done, "of": share.of, "rate": share.rate}
        if targets:
            target = targets.get(rate)
            rates[rate.value] |= {
                "target": target.percent if target else None,
                "reached": share.reached(target),
                "source": target.rule.source.say(language()) if target else None,
            }
    return {**counts, "answered": figures.answered, "rates": rates}
