"""``xfconsole export ledger FILE``: the register as a table, without identities unless asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import (
    OfficeContext,
    OfficeView,
    chosen_office,
    leave_out,
    office_of,
    view_of,
)
from xfconsole.commands.exchange import HEADS, exchange_cells
from xfconsole.commands.import_reports import export_imports
from xfconsole.commands.matters import every_row
from xfconsole.commands.papers import export_calendar, export_paper, export_template
from xfconsole.commands.printing import json_text
from xfconsole.commands.progress import progress
from xfconsole.commands.roster import export_roster
from xfconsole.commands.sheet import Cell, new_sheet
from xfconsole.commands.with_identity import check_reading, proven_second
from xfconsole.core.identity.emergency_reading import second_needed
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Identity, Purpose, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import (
    COLUMNS,
    LABELS,
    REPRESENTATIVES,
    heading,
    ledger_names,
    word,
)
from xfconsole.writing import check_target

app = typer.Typer(help="Write the register, the roster or a paper to a file.", no_args_is_help=True)

BATCH = 500
"""So many readings are journaled in one transaction, before their rows are written."""


@app.callback()
def export() -> None:
    """Write the register, the roster or a paper to a file."""


app.command("roster")(export_roster)
app.command("calendar")(export_calendar)
app.command("imports")(export_imports)
app.command("paper")(export_paper)
app.command("template")(export_template)


@frozen
class Export:
    """What to export and where to; ``reason`` and ``second`` are for identities."""

    file: Path
    listing: Listing
    identities: bool
    reason: str
    second: str
    over: bool
    exchange: bool = False

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return neutral_line(self.file.name)


@dataclass(slots=True)
class Written:
    """How many matters were written, how many with an identity, and whose was kept back."""

    matters: int = 0
    identities: int = 0
    kept_back: int = 0
    elsewhere: int = 0


@app.command("ledger")
def ledger(
    context: typer.Context,
    file: Path = typer.Argument(help="The file to write, .xlsx or .csv.", show_default=False),
    match: str = typer.Option("", "--match", help="Only what fits this filter: state:handling …"),
    sort: Sort = typer.Option(Sort.RECEIVED, "--sort", help="In which order."),
    identities: bool = typer.Option(False, "--identities", help="With who wrote; is logged."),
    reason: str = typer.Option("", "--reason", help="Why the identities are read."),
    second: str = typer.Option("", "--second", help="The second officer, who signs in too."),
    exchange: bool = typer.Option(
        False, "--exchange", help="In the 19 columns in which petition systems exchange it."
    ),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
    as_json: bool = typer.Option(False, "--json", help="Print the result as one JSON object."),
) -> None:
    """Write the ledger (台账); identities only when asked for, and each is logged."""
    check_reading(identities, "--identities", reason, second)
    check_target(file, replace=over)
    query = parse(match, ledger_names())
    opening: AbstractContextManager[OfficeView]
    opening = office_of(context) if identities else view_of(context)
    with opening as office:
        now = SystemClock().read().wall.astimezone(office.zone)
        asked = Export(file, Listing(now, query, sort), identities, reason, second, over, exchange)
        leave_out(office)
        if isinstance(office, OfficeContext):
            asked = _with_second(context, office, asked)
        done = _write(office, asked)
        _print_result(office, asked, done, as_json=as_json)


def _with_second(context: typer.Context, office: OfficeContext, asked: Export) -> Export:
    """Sign the second officer in; refuse, before anything is read, where one is missing."""
    if asked.second:
        return replace(asked, second=proven_second(chosen_office(context), office, asked.second))
    for row in every_row(office.views, asked.listing, None):
        # What is neither now may have been an accusation once: the desk looks at every one again.
        if row.confidential or row.purpose is Purpose.ACCUSATION:
            found = office.views.matter(row.uid)
            if found is not None and found.row.has_identity and second_needed(found.events):
                raise Refused("identity.refused.second")
    return asked


def _write(office: OfficeView, asked: Export) -> Written:
    done = Written()
    rows = every_row(office.views, asked.listing, None)
    total = office.views.quick_count(asked.listing.query)
    sheet = new_sheet(asked.file, office.say("export.sheet"), replace=asked.over)
    with sheet as add, progress(office.say("export.writing"), total) as tell:
        add(HEADS if asked.exchange else headings(identities=asked.identities))
        named = office.views.meta()["name"]
        while batch := list(islice(rows, BATCH)):
            found = _read(office, asked, batch, done)
            for row in batch:
                add(_cells(row, found.get(row.uid), asked, named))
            done.matters += len(batch)
            if tell is not None:
                tell(done.matters)
            done.identities += len(found)
    return done


def _cells(row: MatterRow, identity: Identity | None, asked: Export, named: str) -> list[Cell]:
    if asked.exchange:
        return exchange_cells(row, masked(row.summary), identity, asked.listing.now, named)
    own = identity_cells(identity or Identity()) if asked.identities else []
    return ledger_cells(row, asked.listing.now) + own


def _read(
    office: OfficeView, asked: Export, batch: list[MatterRow], done: Written
) -> dict[Uid, Identity]:
    """Return the identities of a batch, each reading journaled by then."""
    if not isinstance(office, OfficeContext):
        return {}
    matters = [row.uid for row in batch]
    read = office.desk.read_identities(matters, asked.reason, asked.second, export=asked.name)
    done.kept_back += read.kept_back
    done.elsewhere += read.elsewhere
    return dict(read.found)


def _print_result(office: OfficeView, asked: Export, done: Written, *, as_json: bool) -> None:
    if done.kept_back:
        typer.echo(office.say("export.kept_back", count=done.kept_back), err=True)
    if done.elsewhere:
        typer.echo(office.say("export.elsewhere", count=done.elsewhere), err=True)
    for line in _lines(office, asked, done, as_json=as_json):
        typer.echo(line)


def _lines(office: OfficeView, asked: Export, done: Written, *, as_json: bool) -> Iterator[str]:
    if as_json:
        found = {"file": asked.name, "matters": done.matters, "identities": done.identities}
        yield json_text({**found, "kept_back": done.kept_back})
    elif asked.identities:
        counts = {"count": done.matters, "identities": done.identities}
        yield office.say("export.done_identities", file=asked.name, **counts)
    else:
        yield office.say("export.done", file=asked.name, count=done.matters)


_LONG_NUMBER = re.compile(
    r"(?P<kept>(?<!\d)(?:19|20)\d\d-(?:\d\d-\d\d|\d{6})(?!\d))|\d(?:[ -]?[\dXx]){6,}"
)
"""A telephone number, or one of a card; a date and a matter's number are kept as they are."""

_TOLD: dict[str, Callable[[MatterRow, datetime], Cell]] = {
    "received": lambda row, now: _local(row.received_at, now),
    "channel": lambda row, _: word(row.channel),
    "purpose": lambda row, _: word(row.purpose) if row.purpose else "",
    "topic": lambda row, _: " / ".join(row.topic),
    "summary": lambda row, _: masked(row.summary),
    "state": lambda row, _: word(row.state),
    "due": lambda row, _: row.due_on.isoformat() if row.due_on else "",
    "clock": lambda row, _: word(row.due_clock) if row.due_clock else "",
    "marks": lambda row, now: _marks(row, now),
    "place": lambda row, _: masked(row.place),
    "cause": lambda row, _: masked(row.cause),
    "addressed_to": lambda row, _: masked(row.addressed_to),
    "publishable": lambda row, _: say("ledger.mark.publishable") if row.publishable else "",
    "registered": lambda row, now: _local(row.registered_at, now),
    "answered": lambda row, now: _local(row.answered_at, now),
}
"""Columns that tell something otherwise than the row has it under that name."""


def headings(*, identities: bool) -> list[Cell]:
    """Return the heading of each column."""
    own = [*LABELS.values(), REPRESENTATIVES] if identities else []
    return [*map(heading, COLUMNS), *map(say, own)]


def ledger_cells(row: MatterRow, now: datetime) -> list[Cell]:
    """Return a matter's cells as of ``now``, in its zone; long numbers are masked (脱敏)."""
    return [_TOLD[name](row, now) if name in _TOLD else getattr(row, name) for name in COLUMNS]


def identity_cells(identity: Identity) -> list[Cell]:
    """Return the cells of an identity, empty ones for an empty identity."""
    return [*(getattr(identity, name) for name in LABELS), "、".join(identity.representatives)]


def masked(text: str) -> str:
    """Return the text with the middle of every long number replaced by asterisks."""
    return _LONG_NUMBER.sub(lambda found: found["kept"] or f"{found[0][:3]}****", text)


def _marks(row: MatterRow, now: datetime) -> str:
    found = {
        "ledger.view.overdue": row.overdue(now),
        "ledger.view.past_control": row.past_control(now),
        "ledger.view.undecided": row.undecided,
        "ledger.mark.urgent": row.urgent,
        "ledger.mark.supervised": row.supervised,
        "ledger.mark.simple": row.simple,
        "ledger.mark.anonymous": row.anonymous,
        "ledger.mark.confidential": row.confidential,
    }
    return " ".join(say(key) for key, holds in found.items() if holds)


def _local(at: datetime | None, now: datetime) -> str:
    return f"{at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}" if at else ""
