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
from xfconsole.commands.terminal import terminal_of
from xfconsole.core.facts.corrections import takes_back
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import ACTS, Standing, standings
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected
from xfconsole.core.night.logged import logged
from xfconsole.core.ports import Views
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import iso_day
from xfconsole.ui.words.catalogue import catalogue, language
from xfconsole.ui.words.contested import ContestWords, standing_mark
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.times import moment

_HEADS = tuple(f"log_screen.head.{name}" for name in ("time", "officer", "number", "told"))

app = typer.Typer()


@frozen
class _Entry:
    """An event as it is told; ``about`` is what it corrects or takes back, ``desk`` who wrote it,
    where there are several."""

    event: Event
    number: str
    told: str
    about: Event | None
    desk: str = ""


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
        terminal = None if as_json else terminal_of(context)
        if terminal is not None:
            with terminal.page() as page:
                heads = [office.say(key) for key in _heads(office.views)]
                cells = (_cells(entry, office.zone) for entry in _entries(office, since, until))
                page.line(office.say("log_screen.count", count=page.table(heads, cells)))
            return
        for line in log_lines(office, since, until, as_json=as_json):
            typer.echo(line)


def log_lines(
    office: RosterView, since: datetime, until: datetime, *, as_json: bool
) -> Iterator[str]:
    """Yield what was recorded in a half-open stretch of time, oldest first."""
    for entry in _entries(office, since, until):
        yield _json(entry, office.zone) if as_json else "  ".join(_cells(entry, office.zone))


def _entries(office: RosterView, since: datetime, until: datetime) -> Iterator[_Entry]:
    names = {post.id: post.name.say(language()) for post in office.policy.posts.values()}
    teller = EventWords(
        catalogue(language()),
        lambda post: names.get(post, post),
        lambda at: f"{at.astimezone(office.zone):%H:%M}",
        lambda at: moment(at, office.zone),
    )
    desks = office.views.desk_names()
    for page in logged(office.views, since, until):
        numbers = office.views.numbers([event.subject for event in page])
        corrected = _corrected(page, office.views)
        stand = _standings(page, office.views) if desks else {}
        for event in page:
            number, about = numbers.get(event.subject, ""), corrected.get(event.uid)
            told = teller.tell(event)
            if isinstance(event.fact, ContestSettled):
                known = office.views.events_of(event.subject)
                told = ContestWords(known, teller.fact, desks, office.zone).told(event)
            if about and takes_back(event):
                told = office.say("live.took_back", told=teller.tell(about))
            told = standing_mark(stand.get(event.uid)) + told
            yield _Entry(event, number, told, about, desks.get(event.desk, ""))


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


def _standings(page: Sequence[Event], views: Views) -> dict[Uid, Standing]:
    """Return which acts of a page are contested, or count no more."""
    subjects = {each.subject for each in page if isinstance(each.fact, ACTS)}
    found: dict[Uid, Standing] = {}
    for subject in subjects:
        found |= standings(views.events_of(subject))
    return found


def _heads(views: Views) -> Sequence[str]:
    several = ("log_screen.head.desk",) if views.desk_names() else ()
    return (_HEADS[0], *several, *_HEADS[1:])


def _cells(entry: _Entry, zone: ZoneInfo) -> Sequence[str]:
    at = f"{entry.event.happened_at.astimezone(zone):%m-%d %H:%M:%S}"
    told = entry.event.officer, entry.number or "-", entry.told.replace("\n", " ")
    return (at, entry.desk, *told) if entry.desk else (at, *told)


def _json(entry: _Entry, zone: ZoneInfo) -> str:
    event = entry.event
    found = {
        "seq": event.seq,
        "kind": event.kind,
        "number": entry.number,
        "happened_at": event.happened_at.astimezone(zone).isoformat(),
        "recorded_at": event.recorded_at.astimezone(zone).isoformat(),
        **({"desk": entry.desk} if entry.desk else {}),
        "officer": event.officer,
        "corrects": entry.about.seq if entry.about else None,
        "text": entry.told,
    }
    return json_text(found)
