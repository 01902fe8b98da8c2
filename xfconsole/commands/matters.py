"""``xfconsole matters`` and ``xfconsole show NO``: what is in the register, never who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, tzinfo
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import OfficeView, Say, chosen_office, leave_out, view_of
from xfconsole.commands.printing import json_text
from xfconsole.commands.terminal import Page, print_lines, terminal_of
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.of_matter import LINES, Particulars, ReplyRecorded
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterFile, MatterRow, RequestRow
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.procedure import Barred
from xfconsole.ui.words.closed_lists import heading, ledger_names, word_key
from xfconsole.ui.words.identity import stub_line

if TYPE_CHECKING:
    from xfconsole.commands.matter_life import LifeView

app = typer.Typer()

PAGE = 500
MOST = 10**9


@app.command("matters")
def matters(
    context: typer.Context,
    match: str = typer.Option("", "--match", help="Only what fits this filter: state:handling …"),
    sort: Sort = typer.Option(Sort.RECEIVED, "--sort", help="In which order."),
    limit: int | None = typer.Option(None, "--limit", min=1, max=MOST, help="At most so many."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON array."),
) -> None:
    """List the matters in the register, the newest receipt first unless told."""
    query = parse(match, ledger_names())
    with view_of(context) as office:
        leave_out(office)
        listing = Listing(SystemClock().read().wall.astimezone(office.zone), query, sort)
        if as_json:
            lines = _json_array(every_file(office.views, listing, limit), listing.now)
        elif (terminal := terminal_of(context)) is not None:
            with terminal.page() as page:
                _print_table(page, office, every_row(office.views, listing, limit))
            return
        else:
            lines = _lines(office, every_row(office.views, listing, limit))
        for line in lines:
            typer.echo(line)


@app.command("show")
def show(
    context: typer.Context,
    number: str = typer.Argument(help="The matter's number.", show_default=False),
    identity: bool = typer.Option(False, "--identity", help="With who wrote; is logged."),
    reason: str = typer.Option("", "--reason", help="Why the identity is read."),
    second: str = typer.Option("", "--second", help="The second officer, who signs in too."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show one matter in full; who wrote it stays sealed unless asked for, which is logged."""
    from xfconsole.commands.matter_life import life_view
    from xfconsole.commands.with_identity import check_reading, matter_of, read_one

    check_reading(identity, "--identity", reason, second)
    barred = Barred.EXPORT_READER if as_json else Barred.READER
    if not identity:
        with chosen_office(context).lives() as office:
            _show(context, matter_of(office, number, barred), office, None, as_json=as_json)
        return
    offices = chosen_office(context)
    with offices.work() as working:
        file = matter_of(working, number, barred)
        read = read_one(offices, working, file, reason, second)
        _show(context, file, life_view(working), read, as_json=as_json)


def _show(
    context: typer.Context,
    file: MatterFile,
    office: LifeView,
    read: Identity | None,
    *,
    as_json: bool,
) -> None:
    from xfconsole.commands.matter_life import life_lines, life_object
    from xfconsole.commands.with_identity import identity_lines, identity_object

    if as_json:
        now = office.now.astimezone(office.zone)
        whole = {**as_object(file, now), **life_object(file, office)}
        if read is not None:
            whole["identity"] = identity_object(read)
        typer.echo(json_text(whole))
        return
    own = identity_lines(read, office) if read is not None else ()
    print_lines(context, chain(_matter_lines(file, office), life_lines(file, office), own))


def every_row(views: Views, listing: Listing, limit: int | None) -> Iterator[MatterRow]:
    """Yield the ledger lines that the officer may read, page by page: memory may be short."""
    kept = len(views.barred_matters())
    rows = _every_row(views, listing, None if limit is None else limit + kept)
    return islice((row for row in rows if row.barred is None), limit)


def _every_row(views: Views, listing: Listing, limit: int | None) -> Iterator[MatterRow]:
    after: MatterRow | None = None
    left = limit
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        page = views.matters(listing, after=after, limit=size)
        yield from page
        if len(page) < size:
            return
        after = page[-1]
        left = None if left is None else left - size


def every_file(views: Views, listing: Listing, limit: int | None) -> Iterator[MatterFile]:
    """Yield matters in full; the plain register is streamed: one look-up, not one each."""
    if not listing.query and listing.sort is Sort.RECEIVED:
        return islice(views.iter_matters(), limit)
    files = (views.matter(row.uid) for row in every_row(views, listing, limit))
    return (file for file in files if file is not None)


def as_object(file: MatterFile, now: datetime) -> dict[str, Any]:
    """Return one matter under its documented keys (docs/json.md), as of ``now`` and in its zone."""
    row, zone = file.row, now.tzinfo
    return {
        "number": row.number,
        "channel": row.channel.value,
        "received_at": _iso(row.received_at, zone),
        "registered_at": _iso(row.registered_at, zone),
        "registered_by": row.officer,
        "state": row.state.value,
        "live": row.live,
        "holder": row.holder,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_at": _iso(row.due_at, zone) if row.due_at else None,
        "due": row.due_clock.value if row.due_clock else None,
        "overdue": row.overdue(now),
        "past_control": row.past_control(now),
        "undecided": row.undecided,
        "supervised": row.supervised,
        "urgent": row.urgent,
        "simple": row.simple,
        **({"contested": True} if row.contested else {}),
        "leader": row.leader,
        "answered_at": _iso(row.answered_at, zone) if row.answered_at else None,
        "incident": row.incident or None,
        "summary": row.summary,
        "text": file.text,
        **{each.name: getattr(row, each.name) for each in fields(Particulars)},
        "requests": [_request_object(each) for each in file.requests],
        "replies": [{"at": _iso(at, zone), "text": text} for at, text in _replies(file)],
        "file_words": file.file_words,
        "source": row.source,
        "source_ref": row.source_ref,
    }


def _request_object(request: RequestRow) -> dict[str, Any]:
    return {
        "text": request.text,
        "answer": request.answer or None,
        "next_step": request.step or None,
        "on": request.on.isoformat() if request.on else None,
    }


def _replies(file: MatterFile) -> list[tuple[datetime, str]]:
    return [
        (event.happened_at, event.fact.text)
        for event in effective(file.events)
        if isinstance(event.fact, ReplyRecorded)
    ]


def _json_array(files: Iterator[MatterFile], now: datetime) -> Iterator[str]:
    """Yield one array, an object a line, so that nothing has to be held back until the end."""
    objects = (json_text(as_object(file, now)) for file in files)
    first = next(objects, None)
    if first is None:
        yield "[]"
        return
    yield "[" + first
    yield from ("," + each for each in objects)
    yield "]"


def _lines(office: OfficeView, rows: Iterator[MatterRow]) -> Iterator[str]:
    first = next(rows, None)
    if first is None:
        yield office.say("matters.none")
        return
    for row in chain([first], rows):
        yield office.say(
            "matters.line",
            number=row.number,
            channel=office.say(word_key(row.channel)),
            received=_local(row.received_at, office.zone),
            state=_state(row, office.say),
            summary=row.summary,
        )


def _print_table(page: Page, office: OfficeView, rows: Iterator[MatterRow]) -> None:
    heads = [heading(each) for each in ("number", "channel", "received", "state", "summary")]
    count = page.table(
        heads,
        (
            (
                (row.number, "bold"),
                office.say(word_key(row.channel)),
                _local(row.received_at, office.zone),
                (_state(row, office.say), "yellow" if row.live else ""),
                row.summary,
            )
            for row in rows
        ),
    )
    page.line(office.say("matters.count", count=count) if count else office.say("matters.none"))


def _matter_lines(file: MatterFile, office: OfficeView) -> Iterator[str]:
    yield from _head(file, office)
    say = office.say
    if file.text:
        yield say("matters.show.text")
        yield _indented(file.text)
    for request in file.requests:
        yield say("matters.show.request", value=request.text)
        if request.answer:
            yield say("matters.show.answer", value=request.answer)
        if request.on:
            yield say("matters.show.step", value=request.step, date=request.on.isoformat())
    for at, text in _replies(file):
        yield say("matters.show.reply", at=_local(at, office.zone))
        yield _indented(text)


def _head(file: MatterFile, office: OfficeView) -> Iterator[str]:
    row, say, zone = file.row, office.say, office.zone
    registered = _local(row.registered_at, zone)
    yield say("matters.show.number", value=row.number)
    yield say("matters.show.channel", value=office.say(word_key(row.channel)))
    yield say("matters.show.received", value=_local(row.received_at, zone))
    yield say("matters.show.registered", value=registered, officer=row.officer)
    yield say("matters.show.state", value=_state(row, say))
    if row.incident:
        yield say("matters.show.incident", value=row.incident)
    if row.headcount is not None:
        yield say("matters.show.headcount", value=row.headcount)
    if row.concerned is not None:
        yield say("matters.show.concerned", value=row.concerned)
    if row.topic:
        yield say("matters.show.topic", value=" / ".join(row.topic))
    if row.purpose:
        yield say("matters.show.purpose", value=say(word_key(row.purpose)))
    for name in LINES:
        if value := getattr(row, name):
            yield say(f"field.shown.{name}", value=value)
    if row.anonymous:
        yield say("matters.show.anonymous")
    if row.confidential:
        yield say("matters.show.confidential")
    if row.publishable:
        yield say("matters.show.publishable")
    if row.has_identity:
        yield say("matters.show.sealed")
    if stub := stub_line(file.events, zone):
        yield stub
    if row.source:
        yield say("matters.show.source", value=f"{row.source} {row.source_ref}".strip())
    if file.file_words:
        yield say("matters.show.file_words", value=file.file_words)
    yield say("matters.show.summary", value=row.summary)


def _state(row: MatterRow, say: Say) -> str:
    said = say("contested.state") if row.contested else say(word_key(row.state))
    return say("matters.live", state=said) if row.live else said


def _indented(text: str) -> str:
    # Set in, so that no line of a letter can pass for one of ours.
    return "\n".join(f"  {line}" for line in text.split("\n"))


def _local(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _iso(at: datetime, zone: tzinfo | None) -> str:
    return at.astimezone(zone).isoformat()
