"""``xfconsole hub``: the PostgreSQL by which an office's desks meet: made, joined, looked at."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import chosen_office
from xfconsole.commands.printing import json_text
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.reading import home_of, read_waiting
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment
from xfconsole.writing import check_target, whole_file

if TYPE_CHECKING:
    from xfconsole.commands.offices import ExchangeView

app = typer.Typer(help="The hub by which the office's desks meet.")
PASSWORD_VARIABLE = "XFCONSOLE_HUB_PASSWORD_FILE"
_LONGEST_NAME = 100
"""Characters of what a hub's owner calls an office."""
_LONGEST, _PATIENCE = 4096, 5.0
"""Bytes of an invitation, and seconds for it to come through a pipe."""
_TO_OWNER = {
    "hub.refused.login": "hub.refused.owner_login",
    "hub.refused.away": "hub.refused.owner_away",
}
_ADDRESS = typer.Argument(help="postgresql://USER@HOST/DATABASE, no password.", show_default=False)


@app.command("init")
def init(address: str = _ADDRESS) -> None:
    """Make a hub of a PostgreSQL database, as its owner; again brings it up to date."""
    from data.hub import owner, place

    parts = _as_owner(address)
    with _owners(parts) as hub:
        owner.make(hub)
    typer.echo(say("hub.made", place=place.told(parts)))


@app.command("invite")
def invite(
    address: str = _ADDRESS,
    office: str = typer.Argument(help="What you call the office, on all its invitations."),
    to: Path = typer.Option(..., "--to", help="The file to write the invitation to."),
    replace: bool = typer.Option(False, "--replace", help="Write over a file that is there."),
) -> None:
    """Invite one desk of an office, as the database's owner: a file that is good once."""
    from data.hub import owner, place

    check_target(to, replace=replace, endings=(to.suffix.lower(),))
    parts = _as_owner(address)
    named = neutral_line(office).strip()
    if not named:
        raise Refused("hub.refused.no_name")
    if len(named) > _LONGEST_NAME:
        raise Refused("hub.refused.long_name", most=_LONGEST_NAME)
    with _owners(parts) as hub:
        found = owner.invite(hub, place.parsed(address), named, SystemClock().read().wall)
    with whole_file(to) as out:
        out.write(f"{found}\n".encode())
    typer.echo(say("hub.invited", office=named, file=neutral_line(to.name)))


@app.command("join")
def join(
    context: typer.Context,
    invitation: Path | None = typer.Argument(None, help="The file that the hub's owner wrote."),
) -> None:
    """Let this desk join a hub by an invitation; without a file it is asked for."""
    from data.hub.joined import join

    text = _secret(invitation, say("hub.ask_invitation"))
    with chosen_office(context).exchanging() as office:
        join(office.exchange, text)
    typer.echo(say("hub.joined"))


@app.command("desks")
def desks(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """List the office's desks as the hub has them."""
    from data.hub.joined import at_hub
    from data.hub.syncing import standing

    with chosen_office(context).exchanging() as office:
        with at_hub(office.exchange) as hub:
            found = standing(hub)
        for each in sorted(found.values(), key=lambda it: office.exchange.letter(it.desk)):
            desk, at = office.exchange.letter(each.desk), each.pushed_at
            line = {"desk": desk, "last": each.last, "aside": each.aside}
            if as_json:
                typer.echo(json_text({**line, "at": _local(at, office.zone)}))
            else:
                told = say("hub.desk", **line, at=moment(at, office.zone) if at else "——")
                aside = say("hub.desk_aside", count=each.aside) if each.aside else ""
                typer.echo(f"{told} {aside}".rstrip())


@app.command("status")
def status(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Say which hub this desk joined, when they last met, and what has yet to go there."""
    with chosen_office(context).exchanging() as office:
        found = status_of(office)
        if as_json:
            typer.echo(json_text({**found, "met_at": _local(found["met_at"], office.zone)}))
        elif not found["hub"]:
            typer.echo(say("hub.none"))
        else:
            at = moment(found["met_at"], office.zone) if found["met_at"] else "——"
            typer.echo(say("hub.status", **{**found, "at": at}))


@app.command("report")
def report(
    context: typer.Context,
    address: str = _ADDRESS,
    month: str = typer.Option("", "--month", help="Which one: 2026-02, or last; none: the newest."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object an office."),
) -> None:
    """Tell, as its owner, what each office received in a month and answered, as desks told it."""
    from data.hub import owner
    from xfconsole.commands.hub_report import asked_month, print_report

    asked = asked_month(month)
    with _owners(_as_owner(address)) as hub:
        found = owner.figures(hub, asked)
    print_report(context, found, as_json=as_json)


def status_of(office: ExchangeView) -> dict[str, Any]:
    """Return where the desk's hub is, when they met and how many lines are not there."""
    from data.hub.joined import joined, since_met
    from data.hub.place import parsed, told

    found = joined(office.exchange.reader)
    if found is None:
        return {"hub": None, "met_at": None, "unsent": None}
    met_at, unsent, _ = since_met(office.exchange.reader)
    return {"hub": told(parsed(found.place)), "met_at": met_at, "unsent": unsent}


def _local(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else None


@contextmanager
def _owners(parts: dict[str, str]) -> Iterator[Any]:
    """Connect as the hub's owner, whom no invitation helps and for whom nothing goes on later."""
    from data.hub import place

    try:
        with place.connected(parts) as hub:
            yield hub
    except Refused as refused:
        raise Refused(_TO_OWNER.get(refused.key, refused.key), **refused.values) from refused


def _as_owner(address: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the parts of an address with the owner's password, if one is to be had."""
    from data.hub import place

    parts = place.parsed(address)
    if "password" in parts:
        raise Refused("hub.refused.password")
    named = environ.get(PASSWORD_VARIABLE)
    if named:
        return {**parts, "password": _secret(Path(named), "")}
    if place.needs_password(parts) and sys.stdin.isatty():
        return {**parts, "password": getpass(say("hub.ask_password"))}
    return parts


def _secret(file: Path | None, question: str) -> str:
    """Return the first line of a file, or what is typed unseen."""
    if file is None:
        if not sys.stdin.isatty():
            raise Refused("hub.refused.no_invitation")
        return getpass(question)
    try:
        text = read_waiting(home_of(file), _LONGEST, _PATIENCE).decode("utf-8-sig")
        return text.split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused("hub.refused.unreadable", file=neutral_line(file.name)) from problem
