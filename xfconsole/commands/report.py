"""``xfconsole report``: figures about the office's work, never about who came."""

from __future__ import annotations

import typer

from xfconsole.commands import report_daily, report_desk, report_period, report_timeliness
from xfconsole.commands.report_reception import reception

app = typer.Typer(help="Figures about the office's work.", no_args_is_help=True)
for _each in (
    *(report_daily.daily, report_period.week, report_period.month),
    *(report_period.quarter, report_period.units, report_desk.desk),
    *(report_timeliness.timeliness, reception),
):
    app.command()(_each)


@app.callback()
def report() -> None:
    """Print figures about the office's work."""
