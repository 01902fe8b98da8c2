"""``xfconsole officers``: who can open the office; adding, revoking, another passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from xfconsole.commands.context import chosen_office
from xfconsole.commands.printing import json_text
from xfconsole.commands.terminal import terminal_of
from xfconsole.core.office.officers import OfficerRow
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment

app = typer.Typer()

_NEW = typer.Option(None, "--new-passphrase-file", help="A file with the new passphrase.")


@app.callback(invoke_without_command=True)
def officers(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help="Print the list as JSON."),
) -> None:
    """List who can open the office, and since when; add, revoke, passphrase."""
    if context.invoked_subcommand is not None:
        return
    chosen = chosen_office(context)
    rows, zone = chosen.officer_rows()
    if as_json:
        found = [_as_object(each, zone) for each in rows]
        typer.echo(json_text(found))
        return
    terminal = terminal_of(context)
    if terminal is not None:
        with terminal.page() as page:
            heads = [say(f"officers.head.{each}") for each in ("name", "since", "renewed", "state")]
            page.table(heads, (_cells(each, zone) for each in rows))
            page.line(
                say("officers.count", count=len([each for each in rows if not each.still_at]))
            )
        return
    for each in rows:
        typer.echo(_line(each, zone))


@app.command("add")
def add(
    context: typer.Context,
    name: str = typer.Argument(help="The new officer's name.", metavar="NAME"),
    new: Path | None = _NEW,
) -> None:
    """Give somebody a passphrase of their own; yours proves who adds them."""
    chosen = chosen_office(context)
    with chosen.officer_book() as (book, officer, own):
        added = book.add(officer, own, name, chosen.new_passphrase(new))
    typer.echo(say("officers.told.added", officer=added))


@app.command("revoke")
def revoke(
    context: typer.Context,
    name: str = typer.Argument(help="Whose passphrase to revoke.", metavar="NAME"),
) -> None:
    """Take somebody's passphrase away; older copies of the office still open with it."""
    chosen = chosen_office(context)
    with chosen.officer_book() as (book, officer, _):
        revoked = book.revoke(officer, name)
    typer.echo(say("officers.told.revoked", officer=revoked))
    typer.echo(say("officers.said.old_copies"))


@app.command("passphrase")
def passphrase(context: typer.Context, new: Path | None = _NEW) -> None:
    """Change your own passphrase."""
    chosen = chosen_office(context)
    with chosen.officer_book() as (book, officer, own):
        book.change_passphrase(officer, own, chosen.new_passphrase(new))
    typer.echo(say("officers.told.changed"))


def _line(row: OfficerRow, zone: ZoneInfo) -> str:
    name, since, renewed, state = _cells(row, zone)
    return say("officers.line", officer=name, since=since, renewed=renewed, state=state)


def _cells(row: OfficerRow, zone: ZoneInfo) -> tuple[str, str, str, str]:
    times = (moment(each, zone) if each else glyph("none") for each in (row.since, row.renewed))
    since, renewed = times
    key = "here" if row.here else "can"
    key = key if row.slot else "no_slot"
    key = key if row.since else "unknown"
    key = "awaited" if row.awaited else "still" if row.still_at else key
    key = "twice" if row.twice else key
    state = say(f"officers.state.{key}", mark=glyph("warn"), letters=row.still_at)
    return row.name, since, renewed, state


def _as_object(row: OfficerRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": row.name,
        "since": row.since.astimezone(zone).isoformat() if row.since else None,
        "passphrase_set": row.renewed.astimezone(zone).isoformat() if row.renewed else None,
        "can_open": row.slot,
        "on_duty": row.here,
        **({"awaited_from": list(row.awaited)} if row.awaited else {}),
        **({"set_at": list(row.twice)} if row.twice else {}),
        **({"may_open_at": list(row.still_at)} if row.still_at else {}),
    }
