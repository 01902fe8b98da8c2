"""``xfconsole rehearse``: who is rung tonight if nobody answers, and where nobody is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import typer

from xfconsole.commands.context import chosen_office
from xfconsole.commands.figures import print_figures
from xfconsole.commands.printing import json_text
from xfconsole.commands.roster import RosterView
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import iso_time
from xfconsole.drill.rehearsal import LONGEST, Rung, rehearse, visit
from xfconsole.office_files.in_force import pinned_pack
from xfconsole.ui.words.figures import FigureTable, heads_of
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import clock_time, duration, moment

app = typer.Typer()
PEOPLE = 33


@app.command("rehearse")
def rehearse_tonight(
    context: typer.Context,
    people: int = typer.Option(PEOPLE, "--people", min=1, max=100_000, help="How many come."),
    at: str = typer.Option("02:00", "--at", help="When: the next time the clock shows it."),
    unit: str = typer.Option("", "--unit", help="The unit that it concerns."),
    township: str = typer.Option("", "--township", help="The township."),
    assigned: bool = typer.Option(False, "--assigned", help="A leader is assigned to the matter."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Ring through tonight's roster as if nobody answered; the journal stays as it is."""
    with chosen_office(context).duty() as office:
        start = _next(at, office)
        entries = office.roster.entries(start, start + LONGEST)
        form = visit(
            people, unit, township, office.say("figures.rehearse.topic"), assigned=assigned
        )
        rung = list(rehearse(entries, office.policy, pinned_pack, start, office.zone, form))
        if as_json:
            typer.echo(json_text(_object(office, start, people, rung)))
            return
        title = office.say("figures.rehearse.title", at=moment(start, office.zone), people=people)
        print_figures(context, office.say, title, _tables(office, start, rung))


def _next(text: str, office: RosterView) -> datetime:
    if (asked := iso_time(text)) is None:
        raise Refused("figures.refused.time")
    now = office.now.astimezone(office.zone)
    found = datetime.combine(now.date(), asked, office.zone)
    return found if found >= now else found + timedelta(days=1)


def _tables(office: RosterView, start: datetime, rung: Sequence[Rung]) -> Iterator[FigureTable]:
    calls = [each for each in rung if each.person]
    if not rung:
        yield FigureTable(office.say("figures.rehearse.none"))
        return
    yield FigureTable(
        office.say("figures.rehearse.rung", count=len(calls)),
        heads_of("time", "duty", "post", "person", "phone"),
        [
            (
                clock_time(start + each.after, office.zone),
                post_name(office.policy, each.duty),
                post_name(office.policy, each.post),
                each.person,
                each.phone,
            )
            for each in calls
        ],
    )
    yield FigureTable(
        office.say("figures.rehearse.ends"),
        heads_of("duty", "ends"),
        [
            (post_name(office.policy, each.duty), _ending(office, each, calls))
            for each in rung
            if not each.person
        ],
    )


def _ending(office: RosterView, end: Rung, calls: Sequence[Rung]) -> str:
    if end.post:
        return office.say("figures.rehearse.unnamed")
    people = dict.fromkeys(each.person for each in calls if each.duty == end.duty)
    if not people:
        return office.say("figures.rehearse.nobody")
    return office.say(
        "figures.rehearse.after",
        people=office.say("roster.and").join(people),
        after=duration(end.after),
    )


def _object(
    office: RosterView, start: datetime, people: int, rung: Sequence[Rung]
) -> dict[str, object]:
    def instant(each: Rung) -> str:
        at = (start + each.after).astimezone(office.zone)
        return at.isoformat(timespec="seconds")

    return {
        "at": start.isoformat(timespec="seconds"),
        "people": people,
        "rung": [
            {**each._asdict(), "after": int(each.after.total_seconds()), "at": instant(each)}
            for each in rung
        ],
    }
