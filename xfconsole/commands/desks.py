"""``xfconsole desks``: the office's other desks, taking over what one of them keeps, and settling
what two of them did at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import chosen_office, leave_out, office_of, refuse_barred
from xfconsole.commands.handover import HandingView
from xfconsole.commands.printing import json_text
from xfconsole.commands.sync import source_file
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import Contest, contests
from xfconsole.core.facts.of_desks import DeskSetAside
from xfconsole.core.facts.of_incident import SubjectTakenOver
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import keyed
from xfconsole.ids import RandomIds
from xfconsole.ui.words.catalogue import catalogue, language, say
from xfconsole.ui.words.contested import ContestWords
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.keeping import desk_line
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import clock_time, moment

app = typer.Typer(help="The office's other desks, who prompts for which matter, what is contested.")


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
            aside = {"set_aside": True} if each.aside else {}
            found_ = {"letter": each.letter, "as_of": known, "keeps": each.keeps}
            yield json_text({**found_, **aside})
        else:
            line = desk_line(each, office.zone)
            yield office.say("keeping.aside", line=line) if each.aside else line


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
def set_aside(
    context: typer.Context,
    letter: str = typer.Argument(help="The letter of a lost desk.", show_default=False),
    approved: str = typer.Option(..., "--approved-by", help="The second officer, who approves."),
) -> None:
    """Let no erasure wait for a lost desk any more, until it has read that."""
    chosen = chosen_office(context)
    with chosen.work() as office:
        second = chosen.second_officer(neutral_line(approved).strip())
        done = office.desk.set_aside(letter, second)
        told = [e.fact.letter for e in done.events if isinstance(e.fact, DeskSetAside)]
        typer.echo(office.say("keeping.set_aside", letter=told[0], officer=second))


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


@frozen
class _Contested:
    """What is to be settled of one matter: the contests, and what tells their acts."""

    number: str
    contests: Sequence[Contest]
    words: ContestWords

    @property
    def acts(self) -> list[Event]:
        """All acts in the order in which they are numbered."""
        return [act for each in self.contests for act in each.acts]


@app.command()
def settle(
    context: typer.Context,
    number: str = typer.Argument(
        "", help="The number of a matter; without it everything is listed.", show_default=False
    ),
    keep: int = typer.Option(0, "--keep", help="Which of what is listed holds.", min=0),
    reason: str = typer.Option("", "--reason", help="Why that one holds."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """List what two desks did about a matter at once, or with --keep settle which of it holds.

    The others stay in the log and do not count.
    """
    if keep and not number:
        raise typer.BadParameter("--keep needs the number of a matter")
    with chosen_office(context).handing() as office:
        found = _found(office, number)
        if not keep:
            for line in contest_lines(office, found, as_json=as_json):
                typer.echo(line)
            return
    acts = [act for each in found for act in each.acts]
    if keep > len(acts):
        raise Refused("contested.refused.choice", most=len(acts))
    with office_of(context) as acting:
        done = acting.desk.settle(acts[keep - 1].uid, reason)
        typer.echo(acting.say("contested.settled", number=done.number))


def _found(office: HandingView, number: str) -> list[_Contested]:
    """Return what is to be settled, of one matter or of all that the officer may read."""
    if not number:
        leave_out(office)
        return [_of_matter(office, each) for each in office.views.contested()]
    file = office.views.matter(number)
    if file is None:
        raise Refused("desk.refused.no_matter")
    refuse_barred(office, file.row, Barred.READER)
    return [_of_matter(office, file.row)]


def _of_matter(office: HandingView, row: MatterRow) -> _Contested:
    views, policy = office.views, office.desk.policy
    told = [views.events_of(uid) for uid in (row.uid, *views.incidents_of(row.uid))]
    teller = EventWords(
        catalogue(language()),
        lambda post: post_name(policy, post),
        lambda at: clock_time(at, office.zone),
        lambda at: moment(at, office.zone),
    )
    events = [event for each in told for event in each]
    words = ContestWords(events, teller.fact, views.desk_names(), office.zone)
    return _Contested(row.number, [each for events in told for each in contests(events)], words)


def contest_lines(
    office: HandingView, found: Sequence[_Contested], *, as_json: bool
) -> Iterator[str]:
    """Yield what ``desks settle`` lists; docs/json.md explains the keys of its objects."""
    if not as_json and not any(each.contests for each in found):
        yield office.say("contested.none")
    for each in found:
        at = 0
        for contest in each.contests:
            numbered = list(enumerate(contest.acts, at + 1))
            at += len(numbered)
            if as_json:
                acts = [_act_object(keep, act, each.words, office.zone) for keep, act in numbered]
                about = {"number": each.number, "fields": list(contest.fields)}
                yield json_text({**about, "acts": acts})
            else:
                yield from (f"{each.number}  {n}  {each.words.act(act)}" for n, act in numbered)


def _act_object(keep: int, act: Event, words: ContestWords, zone: ZoneInfo) -> dict[str, object]:
    return {
        "keep": keep,
        "desk": words.desk(act),
        "officer": act.officer,
        "at": act.happened_at.astimezone(zone).isoformat(timespec="seconds"),
        "text": words.told(act),
    }
