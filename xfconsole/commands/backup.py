"""``xfconsole backup`` and ``xfconsole restore``: copies of the office, and the way back to one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import chosen_office
from xfconsole.commands.offices import CommandOffices
from xfconsole.commands.printing import json_text
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds
from xfconsole.ui.words.catalogue import say

if TYPE_CHECKING:
    from data.backup.make import Backup
    from data.backup.restore import Restored

app = typer.Typer()


@app.command("backup")
def backup(
    context: typer.Context,
    to: Path | None = typer.Option(None, "--to", help="Copy it to this folder too."),
    listing: bool = typer.Option(False, "--list", help="List the backups there are; make none."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as JSON."),
) -> None:
    """Back the office up, beside whatever console has it open, and prove the copy whole."""
    chosen = chosen_office(context)
    if to is not None and not to.is_dir():
        raise Refused("backup.refused.no_folder", folder=to)
    if listing:
        _list(chosen, to, as_json)
        return
    made = _made(chosen)
    copy, trouble = _copied(chosen, made, to)
    if as_json:
        path = None if copy is None else str(copy.path)
        typer.echo(json_text({**as_object(made), "copy": path}))
    else:
        typer.echo(say("backup.made", path=made.path, **_shown_values(made)))
        if copy is not None:
            typer.echo(say("backup.copied", path=copy.path))
    if trouble is not None:
        raise trouble


@app.command("restore")
def restore(
    context: typer.Context,
    which: str = typer.Argument(help="A backup's folder or name, or latest.", metavar="FILE"),
    approved: str = typer.Option("", "--as-desk", help="Begin another desk; who approves."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Put the office back as a backup has it; what was there before is kept beside it."""
    # With --as-desk another desk of the office begins with it, approved by the officer named.
    from data.backup import restore as data

    chosen = chosen_office(context)
    found, own = data.find(chosen.home, which), chosen.passphrase()
    approval = data.Approval(approved, chosen.second_passphrase(approved)) if approved else None
    done = data.restore(chosen.home, found, own, SystemClock(), RandomIds(), approval)
    if as_json:
        typer.echo(json_text(_restored(done)))
        return
    made = f"{_local(found):%Y-%m-%d %H:%M}"
    told = "backup.joined" if approved else "backup.restored"
    typer.echo(say(told, path=found.path, made=made, seq=found.head.seq, officer=approved))
    if done.replaced is not None:
        typer.echo(say("backup.replaced", path=done.replaced))
    if done.erased.count:
        typer.echo(say("backup.erased_again", count=done.erased.count))
    if done.erased.unread:
        typer.echo(say("backup.erasures_unread", names=done.erased.unread))
    if done.kept:
        typer.echo(say("backup.kept_slots"))
    typer.echo(say("backup.officers", officers=tuple(done.officers)))


def as_object(made: Backup) -> dict[str, Any]:
    """Return one backup under its documented keys (docs/json.md)."""
    return {
        "path": str(made.path),
        "made_at": _local(made).isoformat(),
        "seq": made.head.seq,
        "head": made.head.mac,
        "bytes": made.size,
        "version": made.version,
    }


def _made(chosen: CommandOffices) -> Backup:
    """Make a backup, then remove those that age has made too many."""
    from data.backup.make import BACKUPS, Pace, make, thin

    now = SystemClock().read().wall
    made = make(chosen.home, chosen.key(), now, Pace())
    thin(chosen.home / BACKUPS, now, ZoneInfo(made.time_zone))
    return made


def _copied(
    chosen: CommandOffices, made: Backup, to: Path | None
) -> tuple[Backup | None, Refused | None]:
    """Copy a backup to where it was asked for, else to the second medium if one is set.

    Returns the copy, and why there is none: the backup itself is made whatever comes of this. A
    folder that somebody named is never thinned.
    """
    from data.backup.make import Pace, copy_to, copy_to_second, thin

    try:
        if to is not None:
            return copy_to(made, to, Pace()), None
        if chosen.second is None:
            return None, None
        copy = copy_to_second(made, chosen.second, chosen.home, Pace())
        thin(chosen.second, made.made_at, ZoneInfo(made.time_zone))
        return copy, None
    except Refused as refused:
        return None, refused


def _list(chosen: CommandOffices, to: Path | None, as_json: bool) -> None:
    from data.backup.make import BACKUPS, backups_in

    folders = [to] if to else [chosen.home / BACKUPS, *([chosen.second] if chosen.second else [])]
    found = [each for folder in folders for each in backups_in(folder)]
    if as_json:
        typer.echo(json_text([as_object(each) for each in found]))
        return
    for each in found:
        made = f"{_local(each):%Y-%m-%d %H:%M}"
        typer.echo(
            say(
                "backup.line", name=each.path.name, made=made, path=each.path, **_shown_values(each)
            )
        )
    if not found:
        typer.echo(say("backup.list.none"))


def _restored(done: Restored) -> dict[str, Any]:
    return {
        **as_object(done.backup),
        "officer": done.officer,
        "officers": list(done.officers),
        "slots_kept": done.kept,
        "erased_again": done.erased.count,
        "unread": list(done.erased.unread),
        "replaced": None if done.replaced is None else str(done.replaced),
    }


def _shown_values(made: Backup) -> dict[str, object]:
    megabytes = -(-made.size // 1_000_000)
    return {"seq": made.head.seq, "mac": made.head.mac, "megabytes": megabytes}


def _local(made: Backup) -> datetime:
    return made.made_at.astimezone(ZoneInfo(made.time_zone))
