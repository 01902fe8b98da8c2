"""``xfconsole receipt check NUMBER CODE``: what a receipt promised, and whether that was kept."""

from __future__ import annotations

from typing import Any

import typer

from xfconsole.commands.context import chosen_office, refuse_barred
from xfconsole.commands.matter_life import LifeView
from xfconsole.commands.printing import json_text
from xfconsole.commands.terminal import print_lines
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.promises import promises
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.receipt import answer_lines, received_on

app = typer.Typer(help="What was promised on a receipt.")


@app.callback()
def receipt() -> None:
    """Answer whoever holds a receipt."""


@app.command("check")
def check(
    context: typer.Context,
    number: str = typer.Argument(help="The number on the receipt.", show_default=False),
    code: str = typer.Argument(help="The code below it.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Say what was promised on a receipt, and whether it was kept; nothing else of the matter."""
    with chosen_office(context).lives() as office:
        life = _life(office, number, code)
        if as_json:
            typer.echo(json_text(as_object(life, office)))
        else:
            print_lines(context, answer_lines(life, office.rules, office.now))


def as_object(life: MatterLife, office: LifeView) -> dict[str, Any]:
    """Return the answer under its documented keys (docs/json.md)."""
    return {
        "number": life.number,
        "received_on": received_on(life, office.rules).isoformat(),
        "promises": [
            {
                "clock": each.clock.value,
                "who": each.who.value,
                "unit": each.unit,
                "last_day": each.last.isoformat(),
                "done_on": each.done.isoformat() if each.done else None,
                "kept": each.kept,
                "late_days": each.late,
            }
            for each in promises(life, office.rules, office.now)
        ],
    }


def _life(office: LifeView, number: str, code: str) -> MatterLife:
    """Return the matter of a receipt; whether number or code is wrong, nobody is told."""
    found = office.views.matter_on_receipt(number, code)
    file = office.views.matter(found) if found else None
    if file is None:
        raise Refused("receipt.refused.unknown")
    refuse_barred(office, file.row, Barred.READER)
    return life_of(file.events)
