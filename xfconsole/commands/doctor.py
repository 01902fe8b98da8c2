"""``xfconsole doctor``: looks after the office's files."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import typer

from xfconsole.commands.context import OfficeView
from xfconsole.core.refusal import Refused

app = typer.Typer()

BATCH = 2_000
"""Events taken in between two looks at the progress."""


class Index(Protocol):
    """The index of texts, as it is looked after."""

    def clear(self) -> None:
        """Empty it."""
        ...

    def step(self, limit: int) -> bool:
        """Take in so many events of the journal; returns whether there are more."""
        ...

    def waiting(self) -> int:
        """Return how many events it does not cover."""
        ...


@dataclass(frozen=True, slots=True)
class UpkeepView(OfficeView):
    """One office opened alone, with what can be made anew."""

    index: Index


class UpkeepOffices(Protocol):
    """Opens the office chosen on the command line to look after its files."""

    def upkeep(self) -> AbstractContextManager[UpkeepView]:
        """Open it alone; raises Refused when that cannot be done."""
        ...


@app.command("doctor")
def doctor(
    context: typer.Context,
    reindex: bool = typer.Option(False, "--reindex", help="Make the index of texts anew."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Make the index of texts anew from the journal; until it is done, searches go without it."""
    if not reindex:
        raise Refused("doctor.refused.nothing")
    opening: UpkeepOffices = context.find_root().obj
    with opening.upkeep() as office:
        events = _reindex(office)
        if as_json:
            matters = office.views.matter_count()
            typer.echo(json.dumps({"reindexed": True, "matters": matters, "events": events}))
        else:
            typer.echo(office.say("doctor.reindexed", matters=office.views.matter_count()))


def _reindex(office: UpkeepView) -> int:
    """Make the index anew; returns how many events the journal has."""
    office.index.clear()
    whole, told = office.index.waiting(), 0
    while office.index.step(BATCH):
        tenths = 10 * (whole - office.index.waiting()) // whole
        if tenths > told:
            told = tenths
            typer.echo(office.say("doctor.reindexing", percent=10 * told), err=True)
    return whole
