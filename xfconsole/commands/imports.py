"""``xfconsole import …``: what comes in from spreadsheets."""

from __future__ import annotations

import typer

from xfconsole.commands import import_letters
from xfconsole.commands.roster import import_roster

app = typer.Typer(help="Bring in letters or a roster from a spreadsheet.", no_args_is_help=True)
app.add_typer(import_letters.app)
app.command("roster")(import_roster)
