"""``xfconsole desks``: the office's other desks, and taking over what one of them keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import chosen_office, office_of
from xfconsole.commands.handover import HandingView
from xfconsole.commands.printing import json_text
from xfconsole.commands.sync import source_file
from xfconsole.core.facts.of_incident import SubjectTakenOver
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import keyed
from xfconsole.ids import RandomIds
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment

app = typer.Typer(help="The office's other desks, and who prompts for which matter.")


@app.callback(invoke_without_command=True)
def desks(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """List the other desks: their letters, up to when they are known here, how much they keep."""
    if context.invoked_subcommand is not None:
        return
    with chosen_office(context).handing() as office:
        for line in desk_lines(office, as_json=as_json):
            typer.echo(line)


def desk_lines(office: HandingView, *, as_json: bool) -> Iterator[str]:
    """Yield what ``desks`` prints; docs/json.md explains the keys of its objects."""
    found = office.desk.other_desks()
    if not found and not as_json:
        yield office.say("keeping.alone")
    for each in found:
        at = each.as_of.astimezone(office.zone) if each.as_of else None
        if as_json:
            known = at.isoformat(timespec="seconds") if at else None
            yield json_text({"letter": each.letter, "as_of": known, "keeps": each.keeps})
        else:
            known = moment(at, office.zone) if at else "——"
            yield office.say("keeping.line", letter=each.letter, at=known, count=each.keeps)


@app.command()
def take_over(
    context: typer.Context,
    what: str = typer.Argument(
        help="The letter of a desk, or the number of one matter or incident.", show_default=False
    ),
) -> None:
    """Take over all that an absent desk keeps, or one matter with its incidents.

    Until that desk has read it, both prompt.
    """
    with office_of(context) as office:
        one = not keyed(what).isalpha()
        done = office.desk.take_over(what) if one else office.desk.take_over_desk(what)
        taken = [e.fact for e in done.events if isinstance(e.fact, SubjectTakenOver)]
        letters = tuple(sorted({each for fact in taken for each in fact.before}))
        key = "keeping.took_one" if one else "keeping.took_all"
        number, count = done.number, len(taken)
        typer.echo(office.say(key, number=number, count=count, letters=letters))


@app.command()
def go_on_anew(
    context: typer.Context,
    source: Path = typer.Argument(
        help="A file that another desk wrote with sync --to --all.", metavar="FILE"
    ),
    approved: str = typer.Option(..., "--approved-by", help="The second officer, who approves."),
    alone: bool = typer.Option(
        False, "--alone", help="No other laptop is in use as this desk: it only had an older file."
    ),
) -> None:
    """Let this laptop, a copy of a desk's, go on as a desk of its own, with all that it wrote.

    FILE shows where the two part.
    """
    from data.exchange.departing import go_on_anew as go_on

    chosen = chosen_office(context)
    with source_file(source) as file, chosen.alone() as office:
        second = chosen.second_officer(approved)
        if same(second, office.officer):
            raise Refused("departing.refused.same_officer", officer=office.officer)
        now, by = SystemClock().read().wall, (office.officer, second)
        done = go_on(office.store, file, office.key, now, by, RandomIds(), goes_on=alone)
    told = {"former": done.former, "number": done.number, "letter": done.letter}
    typer.echo(say("departing.done", lines=done.lines, officer=second, **told))
    typer.echo(say("departing.keeps_on" if alone else "departing.keeps", **told))
    typer.echo(say("departing.do"))
