"""``xfconsole desks``: the office's other desks, and taking over what one of them keeps."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from xfconsole.commands.context import chosen_office, office_of
from xfconsole.commands.handover import HandingView
from xfconsole.commands.printing import json_text
from xfconsole.core.facts.of_incident import SubjectTakenOver
from xfconsole.core.words.typed import keyed
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
