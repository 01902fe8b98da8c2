"""``xfconsole reception``: plan the leaders' reception days, make them public, and hold them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import typer

from xfconsole.commands.context import (
    OfficeContext,
    chosen_office,
    leave_out,
    office_of,
)
from xfconsole.commands.printing import json_text, print_slips
from xfconsole.commands.reception_lines import day_lines, ledger_line, plan_lines, row_object
from xfconsole.commands.report_timeliness import day_of
from xfconsole.core.facts.of_reception import ReceptionSession
from xfconsole.core.reception.planning import Leader, Pattern, leaders_named, units_named
from xfconsole.core.reception.result import span_of
from xfconsole.core.reception.sessions import Session, last_paper, session_named
from xfconsole.core.reception.tasks import quarter, to_notice
from xfconsole.core.roster.shifts import Hours, shift_meant
from xfconsole.core.roster.spelled import weekdays_named
from xfconsole.core.words.receiving import Decision, MeetingNote, ReceptionForm
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import iso_day
from xfconsole.desk.verbs.deciding import Decided
from xfconsole.office_files.config import ConsoleOptions, load_settings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.reception import (
    leader_words,
    notice_text,
    session_day,
    taken_back_words,
)
from xfconsole.writing import check_target

DAY = typer.Argument(help="Its day: 2026-12-07, or “2026-12-07 09:00”.", show_default=False)
WHY = typer.Option("", "--reason", help="Why; it goes into the log.")

app = typer.Typer(help="Leaders' reception days: the plan, the notice, the day and its ledger.")


@app.callback(invoke_without_command=True)
def reception(
    context: typer.Context,
    everything: bool = typer.Option(False, "--all", help="Also those that are over."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """List the reception days to come, and what the office owes about them."""
    if context.invoked_subcommand is not None:
        return
    with chosen_office(context).handing() as office:
        situation, _ = office.desk.read_situation()
        shown = [e for e in situation.sessions if everything or _to_come(e, situation.at)]
        for line in plan_lines(office, shown, as_json=as_json):
            typer.echo(line)


@app.command()
def plan(
    context: typer.Context,
    first: str = typer.Option(..., "--from", help="The first day: 2027-01-01."),
    last: str = typer.Option(..., "--to", help="The last day: 2027-06-30."),
    weekday: str = typer.Option(..., "--weekday", help="Which weekday: 周一, mon."),
    hours: str = typer.Option(..., "--hours", help="From when to when: 9:00-11:30."),
    place: str = typer.Option(..., "--place", help="Where people are received."),
    leaders: str = typer.Option(
        ..., "--leaders", help="Who receives, in turn, each with the field: 王强=城乡建设、孙磊."
    ),
    form: ReceptionForm = typer.Option(ReceptionForm.FIXED, "--form", help="In which form."),
    units: str = typer.Option("", "--units", help="Units that come along."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Show the plan and store nothing."),
) -> None:
    """Plan the reception days of half a year; holidays are left out."""
    days = {"--from": iso_day(first), "--to": iso_day(last)}
    for option, day in days.items():
        if day is None:
            raise Refused("timeliness.refused.date", option=option)
    begins, ends = (each or date.max for each in days.values())
    span, named = _hours(hours), weekdays_named(weekday) if weekday.strip() else None
    if named is None:
        raise Refused("reception.refused.weekday", text=weekday)
    with office_of(context) as office:
        turns = leaders_named(leaders, office.desk.roster().everybody(), office.desk.policy)
        pattern = Pattern(begins, ends, named, span, place, turns, form, units_named(units))
        found = office.desk.receptions_planned(pattern)
        for each in found.sessions:
            typer.echo(_planned_line(office, each))
        for year in found.assumed:
            typer.echo(office.say("reception.plan.assumed", year=year))
        for day in found.left_out:
            typer.echo(office.say("reception.plan.left_out", day=day))
        if not dry_run:
            office.desk.plan_receptions(pattern)
        key = "reception.plan.checked" if dry_run else "reception.plan.done"
        typer.echo(office.say(key, count=len(found.sessions)))


@app.command()
def swap(
    context: typer.Context,
    day: str = DAY,
    other: str = typer.Argument("", help="The day to swap leaders with.", show_default=False),
    leader: str = typer.Option("", "--leader", help="Who receives instead: 钱进=水务."),
    to: str = typer.Option("", "--to", help="Another day."),
    hours: str = typer.Option("", "--hours", help="Other hours: 14:00-16:30."),
    place: str = typer.Option("", "--place", help="Another place."),
    why: str = WHY,
) -> None:
    """Swap two days' leaders, or change who receives, when or where; it is made public again."""
    with office_of(context) as office:
        desk, session = office.desk, _session(office, day)
        if other:
            desk.swap_receptions(session.uid, _session(office, other).uid, why)
        else:
            named: Leader | None = None
            if leader:
                named = leaders_named(leader, desk.roster().everybody(), desk.policy)[0]
            span = _moved(office, session, to, hours)
            desk.change_reception(session.uid, why, leader=named, span=span, place=place)
        typer.echo(office.say("reception.swap.done"))


@app.command()
def cancel(context: typer.Context, day: str = DAY, why: str = WHY) -> None:
    """Cancel a reception day that is to come; one made public is told of again."""
    with office_of(context) as office:
        session = _session(office, day)
        office.desk.cancel_reception(session.uid, why)
        key = "reception.cancel.public" if session.published else "reception.cancel.done"
        typer.echo(office.say(key))


@app.command()
def notice(
    context: typer.Context,
    days: list[str] = typer.Argument(None, help="Which days; none: all that need one."),
) -> None:
    """Make out the notice of reception days, and record that it was."""
    with office_of(context) as office:
        desk = office.desk
        asked = [_session(office, each) for each in days or ()]
        sessions = asked or to_notice(desk.sessions(), desk.now())
        contact = load_settings(ConsoleOptions(chosen_office(context).home)).contact
        today = _today(office)
        text = notice_text(sessions, office.name, desk.policy, office.zone, today, contact)
        desk.notice_receptions([each.uid for each in sessions], text)
        typer.echo(text)


@app.command()
def paper(
    context: typer.Context,
    file: Path = typer.Argument(help="The file to write, .docx, .pdf or .txt.", show_default=False),
    of_result: bool = typer.Option(False, "--result", help="The quarter's result, not the notice."),
    over: bool = typer.Option(False, "--replace", help="Replace a file of that name."),
) -> None:
    """Write the notice made out last, as it was made out, to be printed."""
    # Imported here: what writes .docx is slow to load.
    from xfconsole.documents.office_papers import ENDINGS, OfficePapers

    check_target(file, replace=over, endings=ENDINGS, kind="document.refused.kind")
    with chosen_office(context).handing() as office:
        facts = [each.fact for each in office.views.events_of(office.desk.office)]
        text, head = last_paper(facts, of_result), office.views.head().typed
        slip = OfficePapers(office.folder).save_text(text, head, file, replace=True)
    print_slips([slip] if slip else [])
    typer.echo(say("reception.paper.saved", file=neutral_line(file.name)))


@app.command()
def told(
    context: typer.Context,
    day: str = DAY,
    units: list[str] = typer.Argument(help="Which units were told.", show_default=False),
    person: str = typer.Option("", "--person", help="Who of them took the call."),
) -> None:
    """Record that units which come along to a reception day were told."""
    with office_of(context) as office:
        session = _session(office, day)
        office.desk.tell_units(session.uid, units, person)
        left = _session(office, day).untold
        key = "reception.told.left" if left else "reception.told.done"
        typer.echo(office.say(key, units=left))


@app.command()
def day(
    context: typer.Context,
    on: str = typer.Argument("", help="Its day; none: today's.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Show a reception day: who receives, and the order of coming with what was decided."""
    with chosen_office(context).handing() as office:
        situation, _ = office.desk.read_situation()
        today = situation.at.astimezone(office.zone).date().isoformat()
        session = session_named(situation.sessions, on or today, office.zone)
        leave_out(office)
        for line in day_lines(office, session, as_json=as_json):
            typer.echo(line)


@app.command()
def queue(
    context: typer.Context,
    on: str = DAY,
    number: str = typer.Argument(help="A matter of the register, by its number."),
) -> None:
    """Give a matter of the register the next place in a day's order of coming."""
    with office_of(context) as office:
        done = office.desk.queue_matter(_session(office, on).uid, number)
        typer.echo(office.say("reception.queue.done", place=done.number))


@app.command()
def decide(
    context: typer.Context,
    on: str = DAY,
    number: str = typer.Argument(help="The matter's number."),
    decision: Decision = typer.Option(..., "--decision", help="What was decided."),
    text: str = typer.Option(..., "--text", help="The leader's words."),
    unit: str = typer.Option("", "--unit", help="Whom it is assigned to, or who meets."),
    by: str = typer.Option("", "--on", help="The date ordered, or of the meeting."),
    to: str = typer.Option("", "--to", help="The leader it is passed to."),
) -> None:
    """Record what the leader decided on a matter; its state and its clocks follow."""
    with office_of(context) as office:
        desk, dated = office.desk, iso_day(by)
        if by and dated is None:
            raise Refused("timeliness.refused.date", option="--on")
        everybody = desk.roster().everybody()
        leader = leaders_named(to, everybody, desk.policy)[0] if to else None
        said = Decided(decision, text, unit, dated, leader)
        done = desk.decide(_session(office, on).uid, number, said)
        typer.echo(office.say("reception.decide.done", number=done.number, decision=decision))


@app.command()
def undecide(
    context: typer.Context,
    on: str = DAY,
    number: str = typer.Argument(help="The matter's number."),
    why: str = WHY,
) -> None:
    """Take a decision written by mistake back; the matter's state and clocks are as before."""
    with office_of(context) as office:
        done = office.desk.take_back_decision(_session(office, on).uid, number, why)
        typer.echo(taken_back_words(done.number, done.taken_back))


@app.command()
def meeting(
    context: typer.Context,
    on: str = DAY,
    number: str = typer.Argument(help="The matter's number."),
    what: MeetingNote = typer.Option(..., "--what", help="What became of it."),
    text: str = typer.Option(..., "--text", help="What came of it, or why."),
    to: str = typer.Option("", "--to", help="The day it is moved to."),
) -> None:
    """Note that a coordination meeting was held, is moved to another day, or is not held."""
    with office_of(context) as office:
        moved = day_of(to, "--to") if to else None
        session = _session(office, on)
        done = office.desk.note_meeting(session.uid, number, what, text, moved)
        typer.echo(office.say("reception.meeting.done", number=done.number, what=what))


@app.command()
def held(
    context: typer.Context,
    on: str = DAY,
    note: str = typer.Option("", "--note", help="What is to be said of it."),
) -> None:
    """Record that a reception day was held and is over."""
    with office_of(context) as office:
        office.desk.hold_reception(_session(office, on).uid, note)
        typer.echo(office.say("reception.held.done"))


@app.command()
def ledger(
    context: typer.Context,
    since: str = typer.Option("", "--from", help="The first day (default: this quarter's)."),
    until: str = typer.Option("", "--to", help="The last day (default: today)."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object a line."),
) -> None:
    """Print the ledger of the reception days: a line for each matter received."""
    with chosen_office(context).handing() as office:
        today = office.desk.now().astimezone(office.zone).date()
        first = day_of(since, "--from") or quarter(today)
        last = day_of(until, "--to") or max(today, first)
        if last < first:
            raise Refused("reception.refused.order")
        leave_out(office)
        rows = office.views.received_between(*span_of(first, last, office.zone))
        for row in rows:
            typer.echo(
                json_text(row_object(row, office)) if as_json else ledger_line(row, office.zone)
            )


# --- parts -------------------------------------------------------------------------------------


def _planned_line(office: OfficeContext, session: ReceptionSession) -> str:
    when = session_day(session, office.zone, _today(office))
    who = leader_words(session, office.desk.policy)
    return office.say("reception.plan.line", when=when, who=who, place=session.place)


def _hours(text: str) -> Hours:
    found = shift_meant(text, ())
    if found is None or found.ends <= found.starts:
        raise Refused("reception.refused.hours", text=text)
    return found


def _moved(
    office: OfficeContext, session: Session, to: str, hours: str
) -> tuple[datetime, datetime] | None:
    """Return the new time where another day or other hours are asked for."""
    if not to and not hours:
        return None
    day = iso_day(to) if to else session.day(office.zone)
    if day is None:
        raise Refused("timeliness.refused.date", option="--to")
    if hours:
        return _hours(hours).on(day, office.zone)
    planned = session.planned
    starts, ends = (each.astimezone(office.zone) for each in (planned.starts_at, planned.ends_at))
    return (
        datetime.combine(day, starts.time(), office.zone),
        datetime.combine(day, ends.time(), office.zone),
    )


def _session(office: OfficeContext, day: str) -> Session:
    return session_named(office.desk.sessions(), day, office.zone)


def _today(office: OfficeContext) -> date:
    return office.desk.now().astimezone(office.zone).date()


def _to_come(session: Session, now: datetime) -> bool:
    return session.planned.ends_at > now or (session.open and not session.cancelled)
