"""``xfconsole init``: set up an office without the screen, for scripts."""

from __future__ import annotations

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import chosen_office
from xfconsole.ids import RandomIds
from xfconsole.ui.words.catalogue import say

app = typer.Typer()


@app.command("init")
def init(
    context: typer.Context,
    office: str = typer.Option(..., "--office", help="The office's name."),
    officer: str = typer.Option(..., "--officer", help="The first officer's name."),
    zone: str = typer.Option("Asia/Shanghai", "--tz", help="The office's time zone."),
) -> None:
    """Set up an office; prints its recovery code once, and keeps it nowhere."""
    chosen = chosen_office(context)
    passphrase = chosen.passphrase()
    # Imported here: the other commands' help needs no database.
    from data.office import create_office
    from xfconsole.desk.verbs.rostering import TONIGHT

    made, code = create_office(
        chosen.home, office, zone, officer, passphrase, clock=SystemClock(), ids=RandomIds()
    )
    with made:
        made.writer.save_draft(TONIGHT, {"asked": officer}).result()
        typer.echo(say("cli.founded", folder=chosen.home))
        typer.echo(say("cli.recovery", code=code))
