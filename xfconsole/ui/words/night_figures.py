"""What a night came to, as titled tables of words: for the command and the report screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.due.load import Load
from xfconsole.core.figures.desk import DeskLateness
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.report import NightFigures, NightIncident
from xfconsole.core.words.desk import DutyState
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.figures import FigureTable, Row, heads_of
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import clock_time, duration, moment
from xfconsole.ui.words.upward import report_name

THERE = (DutyState.ARRIVED, DutyState.RELIEVED)
"""How a post's duty ends by somebody's coming."""


def night_title(night: NightFigures, zone: ZoneInfo) -> str:
    """Return which night it is, from when to when."""
    return say(
        "figures.night.title",
        since=moment(night.since, zone),
        until=moment(night.until, zone),
    )


def night_tables(night: NightFigures, zone: ZoneInfo) -> Iterator[FigureTable]:
    """Yield who had the desk, what came in and was done, incidents with all of theirs, the desk."""
    yield FigureTable(
        say("figures.night.shifts" if night.shifts else "figures.night.no_shift"),
        heads_of("since", "officer"),
        [(clock_time(at, zone), officer) for at, officer in night.shifts],
    )
    yield received_table(night)
    if night.acts:
        yield FigureTable(
            say("figures.night.acts"),
            heads_of("act", "count"),
            [(word(act), count) for act, count in night.acts.items()],
        )
    yield incident_table(night, zone)
    if any(each.duties for each in night.incidents):
        yield posts_table(night, zone)
    if any(each.reports for each in (*night.incidents, *night.earlier)):
        yield reports_table(night, zone)
    if any(each.instructions for each in (*night.incidents, *night.earlier)):
        yield instructions_table(night, zone)
    yield desk_table(night.load, night.lateness)
    yield signed_table(night, zone)


def signed_table(night: NightFigures, zone: ZoneInfo) -> FigureTable:
    """Return who signed the daily at which handover, and up to where the journal it stood."""
    return FigureTable(
        say("figures.night.signed" if night.signed else "figures.night.unsigned"),
        heads_of("signed", "outgoing", "incoming", "head"),
        [(moment(each.at, zone), each.outgoing, each.incoming, each.head) for each in night.signed],
    )


def received_table(night: NightFigures) -> FigureTable:
    """Return how many matters came in by each channel."""
    rows = [(word(channel), count) for channel, count in night.channels.items()]
    count = sum(night.channels.values())
    return FigureTable(
        say("figures.night.received", count=count), heads_of("channel", "count"), rows
    )


def incident_table(night: NightFigures, zone: ZoneInfo) -> FigureTable:
    """Return the incidents that were open that night, by their numbers."""
    return FigureTable(
        say("figures.night.incidents", count=len(night.incidents)),
        heads_of("number", "level", "people", "opened", "closed", "reports"),
        [_incident(each, zone) for each in night.incidents],
    )


def _incident(each: NightIncident, zone: ZoneInfo) -> Row:
    told = (f"{word(report.kind)} {clock_time(report.at, zone)}" for report in each.reports)
    return (
        each.number,
        word(each.level),
        each.people,
        clock_time(each.opened_at, zone),
        clock_time(each.closed_at, zone) if each.closed_at else say("figures.night.open"),
        say("figures.comma").join(told) or say("figures.none"),
    )


def posts_table(night: NightFigures, zone: ZoneInfo) -> FigureTable:
    """Return when each post was told and came, and by how much that was late."""
    return FigureTable(
        say("figures.night.posts"),
        heads_of("number", "post", "person", "told", "arrived"),
        [
            (
                each.number,
                post_name(each.policy, duty.post),
                duty.person if duty.told_at else "",
                told_words(duty, zone),
                arrived_words(duty, zone),
            )
            for each in night.incidents
            for duty in each.duties
        ],
    )


def reports_table(night: NightFigures, zone: ZoneInfo) -> FigureTable:
    """Return when each report went up and to whom, how late, and when its receipt came.

    Who took it is in the incident's file: not everybody who reads this may know.
    """
    return FigureTable(
        say("figures.night.reports"),
        heads_of("number", "report", "sent", "to", "way", "receipt"),
        [
            (
                each.number,
                report_name(report.kind, report.number),
                _at(report.at, each.limits.get(report.uid), zone),
                report.to,
                word(report.channel) if report.channel else "",
                clock_time(report.receipt.at, zone) if report.receipt else say("figures.none"),
            )
            for each in (*night.earlier, *night.incidents)
            for report in each.reports
            if each in night.incidents or report.receipt is None
        ],
    )


def instructions_table(night: NightFigures, zone: ZoneInfo) -> FigureTable:
    """Return the leaders' instructions without their text: whom they reached, what is open."""
    return FigureTable(
        say("figures.night.instructions"),
        heads_of("number", "leader", "given", "told", "do_by", "done"),
        [
            (
                each.number,
                given.leader,
                clock_time(given.at, zone),
                f"{sum(given.told(post) is not None for post in given.posts)}/{len(given.posts)}",
                moment(given.due, zone) if given.due else "",
                _done(given, zone),
            )
            for each in (*night.earlier, *night.incidents)
            for given in each.instructions
            if each in night.incidents or given.ended_at is None
        ],
    )


def _done(given: Instruction, zone: ZoneInfo) -> str:
    if given.ended_at is None:
        return say("figures.night.open")
    if given.carried:
        return say("figures.night.carried")
    return clock_time(given.ended_at, zone)


def told_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return when a post was told and how late; why not, where it was not."""
    if duty.told_at is not None:
        return _at(duty.told_at, duty.tell_by, zone)
    return word(duty.state) if duty.state not in THERE else say("figures.none")


def arrived_words(duty: Obligation, zone: ZoneInfo) -> str:
    """Return when somebody came for a post and how late; how it stands, where nobody did."""
    if duty.state in THERE and duty.ended_at is not None:
        return _at(duty.ended_at, duty.arrive_by, zone)
    return word(duty.state) if duty.told_at is not None else say("figures.none")


def _at(at: datetime, limit: datetime | None, zone: ZoneInfo) -> str:
    late = at - limit if limit else timedelta(0)
    if late <= timedelta(0):
        return clock_time(at, zone)
    return say("figures.night.late", time=clock_time(at, zone), late=duration(late))


def desk_table(load: Load | None, lateness: DeskLateness) -> FigureTable:
    """Return what the desk asked for and how late it was itself."""
    rows: list[Row] = []
    if load is not None:
        rows = [
            (say("figures.desk.raised"), str(load.raised)),
            (say("figures.desk.answered"), str(load.answered)),
            (say("figures.desk.median"), _or_none(load.median_s)),
            (say("figures.desk.most_hour"), str(load.most_hour)),
            (say("figures.desk.most_ten"), str(load.most_ten)),
            (say("figures.desk.floods"), str(load.floods)),
        ]
    rows += lateness_rows(lateness)
    return FigureTable(say("figures.desk.title"), heads_of("what", "figure"), rows)


def lateness_rows(lateness: DeskLateness) -> list[Row]:
    """Return the desk's own lateness, line by line."""
    told = say("figures.desk.of", done=lateness.told_late, of=lateness.called)
    late = say("figures.desk.late", count=lateness.shown_late, most=duration(lateness.most_late))
    blind = say("figures.desk.most", count=len(lateness.blind), most=duration(lateness.blind_for))
    return [
        (say("figures.desk.told_late"), told),
        (say("figures.desk.shown_late"), late if lateness.shown_late else "0"),
        (say("figures.desk.blind"), blind if lateness.blind else "0"),
    ]


def blind_words(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    """Return from when to when the desk could not prompt."""
    told = duration(until - since)
    return say(
        "figures.desk.blind_line",
        since=moment(since, zone),
        until=moment(until, zone),
        told=told,
    )


def _or_none(seconds: int | None) -> str:
    return say("figures.none") if seconds is None else duration(timedelta(seconds=seconds))
