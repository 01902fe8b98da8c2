"""``xfconsole policy …``: can a pack be used, and if not, why; and which one every desk goes by."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from xfconsole.commands.context import chosen_office, office_of
from xfconsole.commands.printing import json_text
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.load import MAX_BYTES, PolicyError, load
from xfconsole.core.policy.pack import Policy
from xfconsole.core.policy.reader import Problem
from xfconsole.core.words.text import neutral_line
from xfconsole.office_files.in_force import pack_in_force
from xfconsole.reading import read_file
from xfconsole.ui.words.catalogue import Catalogue, catalogue, language
from xfconsole.ui.words.policy import change_line, problem_line, summary_lines

app = typer.Typer(help="Policy packs.", no_args_is_help=True)


@app.callback()
def policy() -> None:
    """Work with policy packs."""


@app.command()
def check(
    file: Path = typer.Argument(help="The policy pack, a TOML file.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Check a policy pack; name file, line and what was expected for every fault."""
    raise typer.Exit(check_file(file, language(), as_json=as_json))


@app.command()
def adopt(
    context: typer.Context,
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what differs; write nothing."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Make this laptop's pack what every desk goes by, in an office of several desks."""
    # A slip in the file is told before the office is opened for it.
    own = pack_in_force(chosen_office(context).home)
    with office_of(context) as office:
        before, words = office.desk.policy, catalogue(language())
        if not dry_run:
            office.desk.adopt_policy()
    changes = [change_line(each, words) for each in difference(before, own)]
    if as_json:
        labels = {"before": before.label, "policy": own.label, "digest": own.digest}
        other = before.digest != own.digest
        typer.echo(json_text({"dry_run": dry_run, "differs": other, **labels, "changes": changes}))
        return
    for line in changes:
        typer.echo(f"  {line}")
    done = "policy.would_adopt" if dry_run else "policy.adopted"
    key = "policy.adopted_before" if before.digest == own.digest else done
    typer.echo(words.say(key, label=own.label, held=before.label, count=len(changes)))


def check_file(path: Path, language: str, *, as_json: bool = False) -> int:
    """Check a pack and print what was found; return the exit code.

    0: it can be used (stdout says who would have to come). 1: it has faults (stderr names each
    with its line). 2: there is no such file to read. With ``as_json`` stdout has one object with
    the keys ``file ok id version digest problems``, each problem with ``line key text``.
    """
    words, name = catalogue(language), neutral_line(str(path))
    try:
        data = read_file(path, MAX_BYTES)
    except OSError:
        print(words.say("policy.refused.unreadable", name=name), file=sys.stderr)
        return 2
    try:
        found = load(data, name)
    except PolicyError as error:
        _print_faults(name, error.problems, words, as_json=as_json)
        return 1
    _print_usable(name, found, words, as_json=as_json)
    return 0


def _print_usable(name: str, found: Policy, words: Catalogue, *, as_json: bool) -> None:
    if as_json:
        known = {"id": found.id, "version": found.version, "digest": found.digest}
        print(json_text({"file": name, "ok": True, **known, "problems": []}))
        return
    print(words.say("policy.checked", name=name, label=found.label, digest=found.digest))
    for line in summary_lines(found, words):
        print(f"  {line}")


def _print_faults(
    name: str, problems: tuple[Problem, ...], words: Catalogue, *, as_json: bool
) -> None:
    if as_json:
        said = [
            {"line": each.line, "key": each.key, "text": words.say(each.key, **each.values)}
            for each in problems
        ]
        unknown = {"id": None, "version": None, "digest": None}
        print(json_text({"file": name, "ok": False, **unknown, "problems": said}))
        return
    for each in problems:
        print(problem_line(name, each, words), file=sys.stderr)
    print(words.say("policy.checked_faulty", name=name, count=len(problems)), file=sys.stderr)
