"""``xfconsole sync``: bring what this desk wrote to the office's other desks, and theirs here."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import typer

from xfconsole.commands.context import chosen_office
from xfconsole.commands.printing import json_text
from xfconsole.commands.progress import progress
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ids import RandomIds
from xfconsole.reading import home_of, opened
from xfconsole.ui.words.catalogue import say
from xfconsole.writing import check_target, whole_file

if TYPE_CHECKING:
    from data.exchange.exchange import DeskStanding, Standing
    from data.exchange.taking import Taken
    from xfconsole.commands.offices import ExchangeView

app = typer.Typer()
_TOLD = 10
"""So many things that are wrong with a file are told one by one."""


@app.command("sync")
def sync(
    context: typer.Context,
    to: Path | None = typer.Option(None, "--to", help="Write a file for the other desks."),
    source: Path | None = typer.Option(None, "--from", help="Read a file that one wrote."),
    whole: bool = typer.Option(False, "--all", help="With --to: all there is, not what is new."),
    over: bool = typer.Option(False, "--replace", help="With --to: replace a file of that name."),
    approved: str = typer.Option(
        "", "--approved-by", help="Who approves the key of a desk that was put back."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Bring entries to the office's other desks, and theirs here: by the hub, or by a file.

    Without a hub and a file it says what waits.
    """
    if (to and source) or ((whole or over) and not to):
        raise typer.BadParameter(say("sync.usage"))
    if to:
        check_target(to, replace=over, endings=(to.suffix.lower(),))
    chosen = chosen_office(context)
    with chosen.exchanging() as office:
        if approved:
            _approve(office, chosen.second_officer(neutral_line(approved).strip()))
        if to:
            _give(office, to, whole, as_json)
        elif source:
            _take(office, source, as_json)
        elif has_hub(office):
            _meet(office, as_json)
        else:
            _print_standing(office, as_json)


def _approve(office: ExchangeView, second: str) -> None:
    """Make the key of a desk that was put back, as a second officer approves."""
    desk = office.desk
    if same(second, desk.officer):
        raise Refused("keeping.refused.same_officer", officer=desk.officer)
    office.exchange.cut(desk.now(), desk.officer, RandomIds(), second)


def _give(office: ExchangeView, to: Path, whole: bool, as_json: bool) -> None:
    desk = office.desk
    with whole_file(to) as out, progress(say("sync.writing"), None) as bar:
        told = bar or (lambda _: None)
        given = office.exchange.give(
            out, desk.now(), desk.officer, RandomIds(), whole=whole, told=told
        )
    if as_json:
        found = {"file": str(to), "batches": given.batches, "lines": given.lines}
        typer.echo(json_text({**found, "desks": given.desks}))
        return
    file = neutral_line(to.name)
    typer.echo(say("sync.written", file=file, lines=given.lines, desks=given.desks))


def _take(office: ExchangeView, source: Path, as_json: bool) -> None:
    name = neutral_line(source.name)
    with source_file(source) as file:
        size = file.seek(0, 2)
        file.seek(0)
        with progress(say("sync.reading"), size, counted=False) as bar:
            told = bar or (lambda _: None)
            taken = office.exchange.take(file, office.desk.now(), office.desk.note_desks, told)
    what = say("sync.taken", file=name, lines=taken.lines)
    _tell(taken, what, {"file": str(source)}, as_json)


def has_hub(office: ExchangeView) -> bool:
    """Whether the desk joined a hub."""
    from data.hub.joined import joined

    return joined(office.exchange.reader) is not None


def _meet(office: ExchangeView, as_json: bool) -> None:
    from data.hub.city import figures
    from data.hub.joined import at_hub
    from data.hub.syncing import Syncing

    desk = office.desk
    reader, days = office.exchange.reader, desk.rules.workdays
    with at_hub(office.exchange) as hub, progress(say("sync.meeting"), None) as bar:
        city = figures(reader, office.zone, desk.now(), days)
        meeting = Syncing(hub, office.exchange, bar or (lambda _: None), city)
        found = meeting.meet(desk.now(), desk.officer, RandomIds(), desk.note_desks)
    told = say("sync.met", sent=found.sent, lines=found.taken.lines)
    _tell(found.taken, told, {"sent": found.sent}, as_json)


def _tell(taken: Taken, told: str, beside: dict[str, Any], as_json: bool) -> None:
    """Say what came in and what did not."""
    if as_json:
        typer.echo(json_text({**beside, **_taken(taken)}))
    else:
        typer.echo(told)
        if taken.waiting:
            typer.echo(say("sync.waiting", count=taken.waiting))
        if taken.officers:
            typer.echo(say("sync.officers", names=taken.officers))
        if taken.several:
            typer.echo(say("officers.noticed.several", names=taken.several))
        if taken.aside:
            typer.echo(say("sync.set_aside"))
    for each in taken.refused[:_TOLD]:
        typer.echo(say(each.key, **each.values), err=True)
    if len(taken.refused) > _TOLD:
        typer.echo(say("sync.more_refused", count=len(taken.refused) - _TOLD), err=True)
    if taken.refused:
        raise typer.Exit(1)


def source_file(source: Path) -> IO[bytes]:
    """Open a file that another desk wrote."""
    try:
        return opened(home_of(source))
    except OSError as problem:
        raise Refused("sync.refused.unreadable", file=neutral_line(source.name)) from problem


def _taken(taken: Taken) -> dict[str, Any]:
    return {
        **{"lines": taken.lines, "known": taken.known},
        **{"waiting": taken.waiting, "keys": taken.keys},
        **{"officers": list(taken.officers), "several": list(taken.several)},
        "set_aside": taken.aside,
        "refused": [say(each.key, **each.values) for each in taken.refused],
    }


def _print_standing(office: ExchangeView, as_json: bool) -> None:
    found = office.exchange.standing()
    if as_json:
        typer.echo(json_text(_standing(found, office)))
        return
    typer.echo(say("sync.here", desk=found.letter, last=found.last, unsent=found.unsent))
    for each in found.others:
        typer.echo(_line(each, office))
    if not found.others:
        typer.echo(say("sync.alone"))
        return
    if found.keyless:
        typer.echo(say("sync.keyless", count=found.keyless))
    if found.unsent:
        typer.echo(say("sync.do_send"))


def _line(each: DeskStanding, office: ExchangeView) -> str:
    at = f"{each.recorded_at.astimezone(office.zone):%m-%d %H:%M}" if each.recorded_at else "—"
    line = say("sync.desk", desk=each.letter, last=each.last, at=at)
    return f"{line} {say('sync.desk_waiting', count=each.waiting)}" if each.waiting else line


def _standing(found: Standing, office: ExchangeView) -> dict[str, Any]:
    def local(each: DeskStanding, name: str) -> str | None:
        at = getattr(each, name)
        return at.astimezone(office.zone).isoformat() if at else None

    return {
        **{"desk": found.letter, "last": found.last, "unsent": found.unsent},
        "keys_missing": found.keyless,
        "desks": [
            {
                **{"desk": each.letter, "last": each.last, "waiting": each.waiting},
                **{name: local(each, name) for name in ("recorded_at", "heard_at")},
            }
            for each in found.others
        ],
    }
