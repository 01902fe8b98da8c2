"""``xfconsole search WORDS``: matters by any words of their texts, with the piece that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import typer

from xfconsole.commands.context import OfficeView, leave_out, view_of
from xfconsole.commands.printing import json_text
from xfconsole.commands.terminal import print_lines
from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterHit
from xfconsole.core.words.folding import words_of
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.closed_lists import word_key

app = typer.Typer()

LIMIT, PAGE, MOST = 20, 100, 10**9


@app.command("search")
def search(
    context: typer.Context,
    words: list[str] = typer.Argument(help="What to look for; all of it.", show_default=False),
    limit: int = typer.Option(LIMIT, "--limit", min=1, max=MOST, help="At most so many matters."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON array."),
) -> None:
    """Find matters by words of their texts, notes and replies, the newest receipt first."""
    looked_for = " ".join(words)
    if not words_of(looked_for):
        raise Refused("search.refused.no_words")
    with view_of(context) as office:
        leave_out(office)
        hits = every_hit(office.views, looked_for, limit)
        if as_json:
            typer.echo(json_text([as_object(hit, office) for hit in hits]))
            return
        print_lines(context, _lines(hits, office))


def every_hit(views: Views, words: str, limit: int) -> Iterator[MatterHit]:
    """Yield so many hits, page by page."""
    before: tuple[datetime, str] | None = None
    while limit > 0 and (page := views.search(words, before=before, limit=min(PAGE, limit))):
        yield from page
        limit -= len(page)
        before = (page[-1].row.received_at, page[-1].row.uid)


def as_object(hit: MatterHit, office: OfficeView) -> dict[str, Any]:
    """Return one hit under its documented keys (docs/json.md)."""
    row = hit.row
    return {
        "number": row.number,
        "channel": row.channel.value,
        "received_at": row.received_at.astimezone(office.zone).isoformat(),
        "summary": row.summary,
        "place": hit.place,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
    }


def _lines(hits: Iterator[MatterHit], office: OfficeView) -> Iterator[str]:
    found = False
    for hit in hits:
        found = True
        yield office.say(
            "search.line",
            number=hit.row.number,
            channel=office.say(word_key(hit.row.channel)),
            received=f"{hit.row.received_at.astimezone(office.zone):%Y-%m-%d %H:%M}",
            summary=hit.row.summary,
        )
        place = office.say(f"search.place.{hit.place}")
        yield office.say("search.snippet", place=place, text=hit.snippet)
    if not found:
        yield office.say("search.none")
