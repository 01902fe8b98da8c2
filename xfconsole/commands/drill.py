"""``xfconsole drill FILE``: run a scripted night and print what the desk would have done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from xfconsole.commands.context import Say
from xfconsole.commands.printing import json_text
from xfconsole.commands.progress import progress
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.policy.load import MAX_BYTES, PolicyError, load
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Store
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.drill.demo_night import demo_roster
from xfconsole.drill.file import Drill, read_drill
from xfconsole.drill.run import DrillRun, Line
from xfconsole.office_files.in_force import default_pack, pinned_pack
from xfconsole.reading import read_file
from xfconsole.ui.words.catalogue import catalogue

DRILL_LANGUAGE = "zh"
"""A drill always prints the same bytes, whatever the locale, unless a language is asked for."""

app = typer.Typer()


@app.command()
def drill(
    file: Path = typer.Argument(help="The drill, a TOML file.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
    lang: str = typer.Option(DRILL_LANGUAGE, "--lang", help="Language of the texts: zh or en."),
) -> None:
    """Run a scripted night on a simulated clock; nothing real is touched."""
    for line in run_file(file, lang, as_json=as_json):
        typer.echo(line)


def run_file(
    path: Path,
    language: str = DRILL_LANGUAGE,
    *,
    as_json: bool = False,
    store: Store | None = None,
) -> Iterator[str]:
    """Yield the lines a drill prints. Raises Refused when the file, its roster or pack is wrong.

    The night is kept in memory unless ``store`` is given.
    """
    drill = read_drill(path)
    run = DrillRun(
        drill,
        _roster(drill, path.parent, language),
        lambda name: _policy(name, path.parent),
        pinned_pack,
        language,
        store,
    )
    zone = drill.start.tzinfo or UTC
    said = catalogue(language).say("drill.running")
    # On the terminal that shows them, the lines themselves tell how far the night is.
    shown = nullcontext() if sys.stdout.isatty() else progress(said, _minutes(drill.until))
    with shown as tell:
        for line in run.lines():
            if tell is not None:
                tell(_minutes(line.at - drill.start))
            yield _as_json(line, zone) if as_json else _as_text(line, zone)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _roster(drill: Drill, folder: Path, language: str) -> RosterImported:
    if not drill.roster:
        return demo_roster(drill.start, drill.zone)
    policy = _policy(drill.policy, folder)
    return roster_in(beside(folder, drill.roster), drill.zone, policy, catalogue(language).say)


def roster_in(path: Path, zone: ZoneInfo, policy: Policy, say: Say) -> RosterImported:
    """Return the roster in a file. Raises Refused for one that cannot be read whole."""
    # Imported here: reading spreadsheets is slow to load and most drills do not need it.
    from xfconsole.imports.roster_file import read_roster

    name = neutral_line(path.name)
    found = read_roster(path, zone, {post.id: post.name for post in policy.posts.values()})
    if found.problems:
        problem = found.problems[0]
        reason = say(problem.reason.key, **problem.reason.values)
        raise Refused("drill.refused.bad_roster", roster=name, row=problem.row, reason=reason)
    return RosterImported(name, found.entries)


def beside(folder: Path, name: str) -> Path:
    """Return the file of that name in a folder; raises Refused for a path that leads elsewhere."""
    if Path(name).name != name:
        raise Refused("drill.refused.elsewhere", name=name)
    return folder / name


def _policy(name: str, folder: Path) -> Policy:
    if name == "default":
        return default_pack()
    return pack_in(beside(folder, name))


def pack_in(path: Path) -> Policy:
    """Return the policy pack in a file. Raises Refused with the line of its first fault."""
    name = neutral_line(path.name)
    try:
        return load(read_file(path, MAX_BYTES), name)
    except OSError as problem:
        raise Refused("drill.refused.no_policy", policy=name) from problem
    except PolicyError as problem:
        line = problem.problems[0].line
        raise Refused("drill.refused.bad_policy", policy=name, line=line) from problem


def _as_json(line: Line, zone: tzinfo) -> str:
    if line.kind == "summary":
        return json_text({"kind": "summary", "at": _iso(line.at, zone), **line.extra})
    found = {
        "at": _iso(line.at, zone),
        "kind": line.kind,
        "incident": line.incident,
        "rule": line.rule,
        "post": line.post,
        "person": line.person,
        "due": _iso(line.due, zone) if line.due else None,
        "late_s": line.late_s,
        "text": line.text,
    }
    return json_text(found | line.extra)


def _iso(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat()


def _as_text(line: Line, zone: tzinfo) -> str:
    return f"{line.at.astimezone(zone):%m-%d %H:%M:%S}  {line.incident or '-':<4}  {line.text}"
