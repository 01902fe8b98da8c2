"""``xfconsole roster`` and ``import roster FILE``: who is on duty, and where nobody is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from xfconsole.commands.context import OfficeContext, OfficeView, Say, chosen_office, office_of
from xfconsole.commands.printing import bounded_line, json_text
from xfconsole.commands.terminal import Page, terminal_of
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.periods import numbers_named
from xfconsole.core.roster.roster import Hole, Roster
from xfconsole.core.words.desk import Contact
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import iso_day, iso_month
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.roster import (
    drawn_lines,
    hole_words,
    note_words,
    order_name,
    period_words,
    place_name,
)
from xfconsole.ui.words.status import on_sheet, sheets_words
from xfconsole.ui.words.times import moment

DAYS = 14
DRAWN_CELLS = 100
"""How wide a grid is where the terminal does not say."""
MAX_DAYS = 366
_HEADS = ("live.head.post", "roster.head.order", "live.head.person", "live.head.phone")

app = typer.Typer(help="Show who is on duty now, and every gap of the days ahead.")


@frozen
class RosterView(OfficeView):
    """One office to look at with its roster, the policy that needs posts held, time and name."""

    roster: Roster
    policy: Policy
    now: datetime
    name: str


@app.callback(invoke_without_command=True)
def roster(
    context: typer.Context,
    days: int = typer.Option(DAYS, "--days", min=1, max=MAX_DAYS, help="How far to look ahead."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show who is on duty now, and every gap of the days ahead."""
    if context.invoked_subcommand is not None:
        return
    with chosen_office(context).duty() as office:
        terminal = None if as_json else terminal_of(context)
        if terminal is not None:
            with terminal.page() as page:
                _print_table(page, office, days)
            return
        for line in roster_lines(office, days, as_json=as_json):
            typer.echo(line)


@app.command()
def template(
    context: typer.Context,
    file: Path = typer.Argument(help="The file to write, .xlsx.", show_default=False),
    month: str = typer.Option(
        "", "--month", metavar="YYYY-MM", help="Which month (default: the next)."
    ),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
) -> None:
    """Write a list of a month's duty to fill in and import."""
    # Imported here: what writes workbooks is slow to load.
    from xfconsole.commands.roster_book import check_book, write_template

    wanted = iso_month(month) if month else None
    if month and wanted is None:
        raise Refused("roster.refused.month", text=bounded_line(neutral_line(month)))
    check_book(file, replace=over)
    with chosen_office(context).duty() as office:
        count, since, until = write_template(file, office, wanted)
    name = neutral_line(file.name)
    typer.echo(office.say("roster.template.done", file=name, count=count, since=since, until=until))


@app.command()
def period(
    context: typer.Context,
    name: str = typer.Argument("", help="The period's name; none lists all.", show_default=False),
    since: str = typer.Option("", "--from", help="Its first day: 2026-10-01."),
    until: str = typer.Option("", "--to", help="Its last day."),
    post: list[str] = typer.Option(
        [], "--post", metavar="POST=NUMBER", help="How many are wanted on a post; repeat it."
    ),
    rhythm: str = typer.Option(
        "", "--rhythm", metavar="NAME", help="The pack's rhythm of reports that holds in it."
    ),
    end: bool = typer.Option(False, "--end", help="End the period."),
) -> None:
    """List the special periods (特护期), set or change one, or end one."""
    if not name:
        with chosen_office(context).duty() as office:
            found = [each for each in office.roster.periods if each.ends_at > office.now]
            for each in found:
                words = period_words(each, office.policy, office.zone)
                typer.echo(office.say("roster.period", name=each.name, words=words))
            if not found:
                typer.echo(office.say("roster.period.none"))
        return
    if not end and not (since and until and (post or rhythm)):
        raise Refused("roster.refused.period_dates")
    shown = bounded_line(neutral_line(name))
    with office_of(context) as acting:
        if end:
            acting.desk.end_period(name)
            typer.echo(acting.say("roster.period.ended", name=shown))
            return
        policy = acting.desk.policy
        names = {post_name(policy, each): each for each in policy.posts}
        first, last = _given_days(since, until)
        assert first is not None
        assert last is not None
        posts = numbers_named("、".join(post), names)
        acting.desk.set_period(name, first, last, posts, rhythm=rhythm)
        typer.echo(acting.say("roster.period.done", name=shown))


def export_roster(
    context: typer.Context,
    file: Path = typer.Argument(help="An .xlsx, .docx or .pdf to write.", show_default=False),
    since: str = typer.Option("", "--from", help="The first day (default: this month's first)."),
    until: str = typer.Option("", "--to", help="The last day (default: next month's last)."),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
) -> None:
    """Write who is on duty as an office draws it: a sheet a month, a row a day."""
    from xfconsole.commands.roster_book import check_book, write_months

    check_book(file, replace=over, paper=True)
    with chosen_office(context).duty() as office:
        first, last = asked_days(office, since, until)
        done = write_months(file, office, first, last)
    said = office.say("roster.export.done", file=neutral_line(file.name), count=done.turns)
    typer.echo(said)
    if done.added:
        typer.echo(office.say("roster.export.added", count=done.added))
    if done.differ:
        typer.echo(office.say("roster.export.differs", count=done.differ))


def asked_days(office: RosterView, since: str, until: str) -> tuple[date, date]:
    """Return the days that were asked for; this month and the next where none was."""
    given = _given_days(since, until)
    today = office.now.astimezone(office.zone).date()
    first = given[0] or (today if given[1] is None else min(today, given[1])).replace(day=1)
    last = given[1] or next_month(next_month(max(today, first))) - timedelta(days=1)
    if last < first:
        raise Refused("roster.refused.days")
    return first, last


def _given_days(since: str, until: str) -> list[date | None]:
    given = [iso_day(text) if text else None for text in (since, until)]
    for text, day, option in zip((since, until), given, ("--from", "--to"), strict=True):
        if text and day is None:
            raise Refused("timeliness.refused.date", option=option)
    return given


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def import_roster(
    context: typer.Context,
    file: Path = typer.Argument(
        help="The roster: .xlsx, .xls, .et, .ods or .csv.", show_default=False
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Check the file and store nothing."),
    post: list[str] = typer.Option(
        [], "--post", metavar="COLUMN=POST", help="What post a column means; may be repeated."
    ),
    yes: bool = typer.Option(False, "--yes", help="Store a roster drawn as a grid unasked."),
) -> None:
    """Take in a duty roster: all of it, or nothing and every bad row with its reason."""
    # Imported here with what reads spreadsheets, which is slow to load.
    from xfconsole.office_files.kept_columns import load_columns, remember_columns

    home, answered = chosen_office(context).home, dict(map(_answer, post))
    with office_of(context) as office:
        for named in answered.values():
            if named and named not in office.desk.policy.posts:
                known = office.say("roster.and").join(office.desk.policy.posts)
                raise Refused("roster.refused.post", post=bounded_line(named), known=known)
        columns = {**load_columns(home), **answered}
        code = import_file(office, file, dry_run=dry_run, columns=columns, yes=yes)
        if answered and not code and not dry_run:
            remember_columns(home, answered)
    raise typer.Exit(code)


def roster_lines(office: RosterView, days: int, *, as_json: bool) -> Iterator[str]:
    """Yield what ``roster`` prints; docs/roster.md explains the keys of the JSON object."""
    until = office.now + timedelta(days=days)
    holes = office.roster.holes(office.policy.needed_posts(), office.now, until)
    if as_json:
        yield json_text(_as_json(office, holes, until))
        return
    yield office.say("roster.now", at=moment(office.now, office.zone))
    yield from (
        f"  {_contact_line(each, office.policy)}" for each in office.roster.on_duty(office.now)
    )
    yield _holes_line(office.say, holes, days)
    yield from (f"  {hole_words(hole, office.policy, office.zone)}" for hole in holes)


def _print_table(page: Page, office: RosterView, days: int) -> None:
    until = office.now + timedelta(days=days)
    holes = office.roster.holes(office.policy.needed_posts(), office.now, until)
    page.line(office.say("roster.now", at=moment(office.now, office.zone)), "bold")
    page.table(
        [office.say(key) for key in _HEADS],
        (_contact_cells(each, office.policy) for each in office.roster.on_duty(office.now)),
    )
    page.line(_holes_line(office.say, holes, days), "yellow" if holes else "green")
    for hole in holes:
        page.line(f"  {hole_words(hole, office.policy, office.zone)}")


def _answer(option: str) -> tuple[str, str]:
    column, mark, post = neutral_line(option).rpartition("=")
    if not (column.strip() and mark):
        raise Refused("roster.refused.no_post_named", option=bounded_line(option))
    return column.strip(), post.strip()


def import_file(
    office: OfficeContext,
    path: Path,
    *,
    dry_run: bool,
    columns: Mapping[str, str] | None = None,
    yes: bool = False,
) -> int:
    """Import a file and print what came of it; return the exit code, 1 if rows are bad.

    ``columns`` are posts by the headers of columns not named so. A roster that is drawn as a grid
    is shown and stored only with a ``yes``, said beforehand or when asked for. Raises Refused when
    the file as a whole can't be read, or holds past duty only.
    """
    # Imported here: reading spreadsheets is slow to load, and other commands do not need it.
    from xfconsole.desk.state.night import roster_of
    from xfconsole.imports.roster_file import read_roster

    name = neutral_line(path.name)
    posts = {post.id: post.name for post in office.desk.policy.posts.values()}
    # The desk's own roster would be a tick of it, which writes: a dry run does not.
    roster = roster_of(office.views.events_of(office.desk.office))
    units = (*office.views.units(), *roster.units())
    found = read_roster(path, office.zone, posts, columns=columns, units=units)
    for problem in found.problems:
        reason = office.say(problem.reason.key, **problem.reason.values)
        said = office.say("roster.bad_row", row=problem.row, reason=reason)
        print(on_sheet(problem.sheet, said), file=sys.stderr)
    if found.problems:
        count = len(found.problems)
        print(office.say("roster.not_imported", file=name, count=count), file=sys.stderr)
        return 1
    if found.unused:
        print(office.say("roster.unused", columns=office.say("roster.and").join(found.unused)))
    for line in sheets_words(found.sheets, found.others):
        print(line)
    for note in found.notes:
        print(on_sheet(note.sheet, note_words(note.kind, note.rows, note.said)))
    if found.drawn:
        print(office.say("roster.drawn"))
        cells = shutil.get_terminal_size((DRAWN_CELLS, 24)).columns
        for line in drawn_lines(found.entries, office.desk.policy, office.zone, cells):
            print(line)
        for column, post in found.understood.items():
            named = post_name(office.desk.policy, post)
            print(office.say("roster.drawn_column", column=column, post=named))
    if dry_run:
        print(office.say("roster.checked", file=name, rows=found.rows, count=len(found.entries)))
        return 0
    if found.drawn and not yes and not _confirmed(office.say):
        print(office.say("roster.not_taken", file=name), file=sys.stderr)
        return 1
    office.desk.import_roster(path.name, found.entries)
    print(office.say("roster.imported", file=name, rows=found.rows, count=len(found.entries)))
    now = office.desk.now()
    holes = office.desk.roster().holes(
        office.desk.policy.needed_posts(), now, now + timedelta(days=DAYS)
    )
    print(_holes_line(office.say, holes, DAYS))
    for hole in holes:
        print(f"  {hole_words(hole, office.desk.policy, office.zone)}")
    return 0


def _confirmed(say: Say) -> bool:
    return sys.stdin.isatty() and typer.confirm(say("roster.ask_drawn"))


def _holes_line(say: Say, holes: list[Hole], days: int) -> str:
    if not holes:
        return say("roster.no_holes", days=days)
    return say("roster.holes", days=days, count=len(holes))


def _contact_line(contact: Contact, policy: Policy) -> str:
    return "  ".join(_contact_cells(contact, policy)).rstrip()


def _contact_cells(contact: Contact, policy: Policy) -> tuple[str, str, str, str]:
    place = place_name(policy, contact.post, contact.unit)
    return place, order_name(contact.order), contact.person, contact.phone


def _as_json(office: RosterView, holes: list[Hole], until: datetime) -> dict[str, object]:
    policy, zone, now = office.policy, office.zone, office.now
    return {
        "now": _iso(now, zone),
        "until": _iso(until, zone),
        "on_duty": [_contact(each, policy) for each in office.roster.on_duty(now)],
        "entries": [_entry(each, policy, zone) for each in office.roster.entries(now, until)],
        "holes": [_hole(each, policy, zone) for each in holes],
    }


def _contact(contact: Contact, policy: Policy) -> dict[str, object]:
    return {
        "post": contact.post,
        "post_name": post_name(policy, contact.post),
        "unit": contact.unit,
        "person": contact.person,
        "phone": contact.phone,
        "order": contact.order,
    }


def _entry(entry: RosterEntry, policy: Policy, zone: ZoneInfo) -> dict[str, object]:
    contact = Contact(entry.post, entry.person, entry.phone, entry.order, entry.unit)
    return {
        **_contact(contact, policy),
        "shift": entry.shift,
        "starts_at": _iso(entry.starts_at, zone),
        "ends_at": _iso(entry.ends_at, zone),
    }


def _hole(hole: Hole, policy: Policy, zone: ZoneInfo) -> dict[str, object]:
    return {
        "kind": hole.kind.value,
        "post": hole.post,
        "unit": hole.unit,
        "people": list(hole.people),
        "posts": list(hole.posts),
        "held": hole.held,
        "wanted": hole.wanted,
        "starts_at": _iso(hole.starts_at, zone),
        "ends_at": _iso(hole.ends_at, zone),
        "text": hole_words(hole, policy, zone),
    }


def _iso(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
