"""``xfconsole doctor``: looks after the office's files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import OfficeView, Say, chosen_office
from xfconsole.commands.printing import json_text
from xfconsole.commands.progress import progress
from xfconsole.commands.terminal import terminal_of
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import PolicyKept
from xfconsole.core.office.adopted import adopted
from xfconsole.core.office.finding import CheckResult, Health, fine, warned
from xfconsole.core.office.journal_head import Head, read_head
from xfconsole.core.ports import TimeSource
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.night import roster_of
from xfconsole.office_files.in_force import pinned_pack, policy_that_holds, slips
from xfconsole.ui.text.cells import fit, width, wrap
from xfconsole.ui.words.catalogue import say as say_plain
from xfconsole.ui.words.times import moment

if TYPE_CHECKING:
    from data.backup.salvage import Salvaged
    from xfconsole.core.office.slip import Slip

app = typer.Typer()

_LINE, _HEALTH, _NAME = 80, 6, 17
"""Cells of a line, and of its columns."""
_COLOURS = {Health.OK: "", Health.WARN: "yellow", Health.BAD: "bold red"}
_COMMAND = re.compile(r"xfconsole(?: (?:--?[a-z]+|[A-Z_]+|[a-z]+|\d+|新文件夹)(?![^\s。；;,.]))+")
_TIED, _TODO = "\u00a0", "→ "
BATCH = 2_000
"""Events taken in between two looks at the progress."""


class Index(Protocol):
    """The index of texts, as it is looked after."""

    def clear(self) -> None:
        """Empty it."""
        ...

    def step(self, limit: int) -> bool:
        """Index so many events of the journal; returns whether there are more."""
        ...

    def waiting(self) -> int:
        """Return how many events it does not cover."""
        ...


@frozen
class UpkeepView(OfficeView):
    """One office opened alone, with what can be made anew."""

    index: Index


@app.command("doctor")
def doctor(
    context: typer.Context,
    quick: bool = typer.Option(False, "--quick", help="Do not make the tables anew to compare."),
    head: str = typer.Option("", "--head", help="The journal's head as it stands on paper."),
    reindex: bool = typer.Option(False, "--reindex", help="Make the index of texts anew."),
    salvage: Path | None = typer.Option(
        None, "--salvage", help="Save what reads of a damaged office into a new folder."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Look the office's files over and say what to do; 1 where something is bad."""
    if reindex:
        _make_index(context, as_json=as_json)
        return
    office = chosen_office(context)
    if salvage:
        _tell_saved(office.salvage(salvage), salvage, as_json=as_json)
        return
    paper = read_head(head) if head else None
    found = []
    terminal = None if as_json else terminal_of(context)
    asked = _Asked(office.passphrase)
    findings = examined(office.home, asked, office.second, paper, quick=quick)
    for finding in _watched(findings, asked):
        found.append(finding)
        if not as_json:
            told = found[-2].todo if found[1:] else ""
            for line in finding_lines(finding, say_plain, told=told):
                if terminal is None:
                    typer.echo(line)
                else:
                    terminal.line(line, _COLOURS[finding.health])
    count = Counter(finding.health for finding in found)
    typer.echo(_as_json(found, say_plain) if as_json else _summed(count, say_plain))
    raise typer.Exit(1 if count[Health.BAD] else 0)


@app.command("verify")
def verify(
    context: typer.Context,
    head: str = typer.Argument(help="The journal's head, as a paper's foot has it."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Say whether the journal still holds what it held when a paper was made; 1 where not."""
    office = chosen_office(context)
    paper = read_head(head)
    findings = examined(office.home, office.passphrase, None, paper, quick=True)
    found = [each for each in findings if each.name in ("chain", "paper")]
    for finding in () if as_json else found:
        for line in finding_lines(finding, say_plain):
            typer.echo(line)
    if as_json:
        typer.echo(_as_json(found, say_plain))
    whole = len(found) > 1 and all(each.health is Health.OK for each in found)
    raise typer.Exit(0 if whole else 1)


class _Asked:
    """Asks for the passphrase, and knows whether it was asked for."""

    def __init__(self, passphrase: Callable[[], str]) -> None:
        self._passphrase, self.done = passphrase, False

    def __call__(self) -> str:
        """Return the passphrase."""
        found = self._passphrase()
        self.done = True
        return found


def _watched(findings: Iterator[CheckResult], asked: _Asked) -> Iterator[CheckResult]:
    """Yield findings; a bar stands where the next will, but not where a passphrase is typed."""
    while True:
        bar = progress(say_plain("doctor.looking"), None, counted=False)
        with bar if asked.done else nullcontext():
            found = next(findings, None)
        if found is None:
            return
        yield found


def finding_lines(finding: CheckResult, say: Say, *, told: str = "") -> Iterator[str]:
    """Yield a finding in columns as wide as a terminal: what was found, and below it what to do.

    ``told`` is what the finding before it said to do: the same is not spelt out again.
    """
    values = _plain(finding)
    health, name = say(f"doctor.health.{finding.health}"), say(f"doctor.name.{finding.name}")
    begin = fit(health, _HEALTH) + fit(name, _NAME)
    said = [*_wrapped(say(finding.found, **values))]
    if finding.todo:
        same = finding.todo == told
        todo = say("doctor.do.same" if same else finding.todo, **values)
        said += _wrapped(todo, _TODO)
    yield begin + said[0]
    yield from (" " * width(begin) + line for line in said[1:])


def _wrapped(sentence: str, mark: str = "") -> list[str]:
    """Return a sentence in lines; a command to type stays in one piece."""
    whole = _COMMAND.sub(lambda found: found[0].replace(" ", _TIED), sentence)
    room = _LINE - _HEALTH - _NAME - width(mark)
    lines = [line.replace(_TIED, " ") for line in wrap(whole, room)]
    return [(mark if not at else " " * width(mark)) + line for at, line in enumerate(lines)]


def _plain(finding: CheckResult) -> dict[str, object]:
    return {name: neutral_line(str(value)) for name, value in finding.values.items()}


def _summed(count: Counter[Health], say: Say) -> str:
    if count[Health.BAD]:
        return say("doctor.some_bad", bad=count[Health.BAD], warn=count[Health.WARN])
    return say(
        "doctor.some_warn" if count[Health.WARN] else "doctor.all_ok", warn=count[Health.WARN]
    )


def _as_json(found: Sequence[CheckResult], say: Say) -> str:
    worst = next(
        (each for each in (Health.BAD, Health.WARN) if any(f.health is each for f in found)),
        Health.OK,
    )
    findings = [
        {
            "name": each.name,
            "health": each.health.value,
            "key": each.found,
            "found": say(each.found, **_plain(each)),
            "do": say(each.todo, **_plain(each)) if each.todo else "",
            "values": _plain(each),
        }
        for each in found
    ]
    return json_text({"health": worst.value, "findings": findings})


def _tell_saved(saved: Salvaged, into: Path, *, as_json: bool) -> None:
    folder = neutral_line(str(into))
    counts = {"events": saved.events, "keys": saved.keys, "drafts": saved.drafts}
    if as_json:
        told = {"folder": folder, **counts, "lost": saved.lost, "gaps": saved.missing.split()}
        typer.echo(json_text(told))
        return
    typer.echo(say_plain("doctor.salvaged", folder=folder, **counts))
    if saved.lost:
        typer.echo(say_plain("doctor.salvaged_lost", lost=saved.lost, gaps=saved.missing))
    else:
        typer.echo(say_plain("doctor.salvaged_whole"))
    typer.echo(say_plain("doctor.salvaged_next", folder=folder))


def _make_index(context: typer.Context, *, as_json: bool) -> None:
    with chosen_office(context).upkeep() as office:
        events = _reindex(office)
        if as_json:
            matters = office.views.matter_count()
            typer.echo(json_text({"reindexed": True, "matters": matters, "events": events}))
        else:
            typer.echo(office.say("doctor.reindexed", matters=office.views.matter_count()))


def _reindex(office: UpkeepView) -> int:
    """Make the index anew; returns how many events the journal has."""
    office.index.clear()
    whole, told = office.index.waiting(), 0
    with progress(office.say("doctor.reindexing_now"), whole) as tell:
        while office.index.step(BATCH):
            done = whole - office.index.waiting()
            if tell is not None:
                tell(done)
            elif 10 * done // whole > told:
                told = 10 * done // whole
                typer.echo(office.say("doctor.reindexing", percent=10 * told), err=True)
    return whole


DAYS = 3
"""How far the roster is looked at."""


def examined(
    home: Path,
    passphrase: Callable[[], str],
    second: Path | None,
    paper: Head | None,
    *,
    quick: bool,
    clock: TimeSource | None = None,
) -> Iterator[CheckResult]:
    """Yield what the doctor finds in a folder. Raises Refused where there is no office."""
    from data.doctor.examine import Examination, examine
    from data.founding import has_office

    if not has_office(home):
        raise Refused("vault.refused.no_office", folder=home)
    clock = clock or SystemClock()
    reading = clock.read()

    def roster(events: Sequence[Event], time_zone: str) -> CheckResult:
        known = roster_of(events)
        texts = {e.fact.digest: e.fact.text for e in events if isinstance(e.fact, PolicyKept)}
        held = adopted(events, lambda digest: pinned_pack(texts[digest])).pack
        policy = held or policy_that_holds(home, lambda: None)[0]
        until = reading.wall + timedelta(days=DAYS)
        holes = known.holes(policy.needed_posts(), reading.wall, until)
        if not holes:
            return fine("roster", "doctor.roster.ok", days=DAYS)
        at = moment(holes[0].starts_at, ZoneInfo(time_zone))
        return warned(
            "roster", "doctor.roster.holes", "doctor.roster.do", count=len(holes), days=DAYS, at=at
        )

    found = examine(Examination(home, clock, second, paper, quick, roster), passphrase)
    shared = [each for each in slips(home, several=True) if each.idle]
    yield from _behind_settings(home, found) if shared else chain(settings(home), found)


def _behind_settings(home: Path, found: Iterator[CheckResult]) -> Iterator[CheckResult]:
    """Yield the slips in files, then what else was found: only that says what holds meanwhile."""
    told: list[CheckResult] = []
    try:
        for each in found:
            told.append(each)
            if each.name == "desks":
                break
    except Refused:
        yield from chain(settings(home), told)
        raise
    several = any(each.name == "desks" and each.values.get("count", 1) != 1 for each in told)
    yield from chain(settings(home, several=several), told, found)


def settings(home: Path, *, several: bool = False) -> Iterator[CheckResult]:
    """Yield what is wrong with the office's optional files, and what holds meanwhile: where it has
    ``several`` desks, what they adopted."""
    found = [*slips(home, several=several), *_template_slips(home)]
    for each in found:
        holds = "adopted" if each.idle else each.file
        yield warned("settings", each.why.key, f"slip.instead.{holds}", **each.why.values)
    if not found:
        yield fine("settings", "doctor.settings.ok")


def _template_slips(home: Path) -> Iterator[Slip]:
    if not (home / "templates").is_dir():
        return
    # Imported here: what reads .docx is slow to load, and few offices have templates of their own.
    from xfconsole.documents.own import template_slips

    yield from template_slips(home)
