"""``xfconsole log``: what the desk recorded in a day, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import typer

from xfconsole.clock import SystemClock
from xfconsole.commands.context import chosen_office, leave_out
from xfconsole.commands.printing import json_text
from xfconsole.commands.roster import RosterView
from xfconsole.core.facts.corrections import takes_back
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.ports import Views
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import iso_day
from xfconsole.ui.words.catalogue import catalogue, language
from xfconsole.ui.words.events import EventWords

PAGE = 1_000

app = typer.Typer()


@app.command("log")
def log(
    context: typer.Context,
    day: str = typer.Option(
        "", "--date", help="The day, as 2026-02-20; without it the last 24 hours."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """Print the duty log (值班日志) of one day at the office, as it was recorded."""
    asked = day_of(day)
    with chosen_office(context).duty() as office:
        leave_out(office)
        since, until = _span(asked, office.zone)
        for line in log_lines(office, since, until, as_json=as_json):
            typer.echo(line)


def log_lines(
    office: RosterView, since: datetime, until: datetime, *, as_json: bool
) -> Iterator[str]:
    """Yield what was recorded in a half-open stretch of time, oldest first."""
    names = {post.id: post.name.say(language()) for post in office.policy.posts.values()}
    teller = EventWords(
        catalogue(language()),
        lambda post: names.get(post, post),
        lambda at: f"{at.astimezone(office.zone):%H:%M}",
    )
    after = 0
    while page := office.views.log(since=since, until=until, after_seq=after, limit=PAGE):
        numbers = office.views.numbers([event.subject for event in page])
        corrected = _corrected(page, office.views)
        for event in page:
            number, about = numbers.get(event.subject, ""), corrected.get(event.uid)
            told = teller.tell(event)
            if about and takes_back(event):
                told = office.say("live.took_back", told=teller.tell(about))
            yield (
                _json(event, number, told, about, office.zone)
                if as_json
                else _text(event, number, told, office.zone)
            )
        after = page[-1].seq


def day_of(text: str) -> date | None:
    """Return the day asked for, None for none. Raises Refused for what is no day."""
    day = iso_day(text)
    if text and day is None:
        raise Refused("cli.refused.date")
    return day


def _span(day: date | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if day is None:
        now = SystemClock().read().wall
        return now - timedelta(days=1), now + timedelta(seconds=1)
    midnight = datetime.combine(day, time(), zone)
    return midnight, datetime.combine(day + timedelta(days=1), time(), zone)


def _corrected(page: Sequence[Event], views: Views) -> dict[Uid, Event]:
    """Return by its uid what each correction of a page corrects or takes back."""
    corrections = {
        e.uid: (e.subject, e.fact.of) for e in page if isinstance(e.fact, EventCorrected)
    }
    known = {each.uid: each for each in page}
    for subject in {subject for subject, of in corrections.values() if of not in known}:
        known.update((each.uid, each) for each in views.events_of(subject))
    return {uid: known[of] for uid, (_, of) in corrections.items() if of in known}


def _text(event: Event, number: str, told: str, zone: ZoneInfo) -> str:
    at = event.happened_at.astimezone(zone)
    line = told.replace("\n", " ")
    return f"{at:%m-%d %H:%M:%S}  {event.officer}  {number or '-'}  {line}"


def _json(event: Event, number: str, told: str, about: Event | None, zone: ZoneInfo) -> str:
    found = {
        "seq": event.seq,
        "kind": event.kind,
        "number": number,
        "happened_at": event.happened_at.astimezone(zone).isoformat(),
        "recorded_at": event.recorded_at.astimezone(zone).isoformat(),
        "officer": event.officer,
        "corrects": about.seq if about else None,
        "text": told,
    }
    return json_text(found)
