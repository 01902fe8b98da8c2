"""Changing the roster by keyboard: the form of a plan, days copied forward, and what each does."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ClassVar, TypeVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from screens.roster.rows import RosterLine, shift_name
from screens.shared.form import Form, Part, Values
from screens.shared.moments import day_meant
from screens.shared.picks import known_units, official_rows, unit_rows
from screens.shared.preview import PreviewScreen
from screens.shared.question import Answers, Asking, Step
from screens.widgets.picker_rows import PickRow
from xfconsole.core.facts.of_office import RosterEntry, RosterSet, RosterStretch
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.adding_up import place_of
from xfconsole.core.roster.changes import Difference
from xfconsole.core.roster.planning import (
    DutyPlan,
    Run,
    holders,
    month_before,
    planned,
    week_before,
)
from xfconsole.core.roster.roster import Roster, day_ends, roster_day
from xfconsole.core.roster.shifts import SHIFTS, shift_meant
from xfconsole.core.roster.spelled import unit_meant, weekdays_named
from xfconsole.core.words.official import name_key, phone_key
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import keyed
from xfconsole.desk import Desk
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.roster import difference_lines, place_name, span
from xfconsole.ui.words.times import day

T = TypeVar("T")
PARTS = ("post", "unit", "first", "last", "shift", "people", "weekdays", "every")
COPIES = ("this_week", "last_week", "this_month", "last_month")
_EVERY = re.compile(r"每?(\d{1,2})?(?:个)?(班|天|日|d|days?|turns?|周|星期|w|weeks?)?")
_WEEKS = ("周", "星期", "w", "week", "weeks")
_FAULTS = {
    "desk.refused.no_post": "post",
    "roster.refused.post": "post",
    "roster.refused.date_range": "last",
    "roster.refused.no_weekday": "weekdays",
    "roster.refused.weekdays": "weekdays",
    "roster.refused.shift": "shift",
    "roster.refused.every": "every",
    "desk.refused.past_duty": "first",
    "roster.refused.number_alone": "people",
    "roster.refused.number_beside": "people",
    "roster.refused.long_name": "people",
    "roster.refused.long_unit": "unit",
    "roster.refused.several_units": "unit",
    "roster.refused.named_twice": "people",
}


class ChangeScreen(PreviewScreen):
    """What a change does to the roster; True when the officer wants it stored."""

    GROUP: ClassVar[str] = "roster_change"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "roster_change")]
    HEADING: ClassVar[str] = "roster_screen.change.heading"

    def do_take(self) -> None:
        """Have it so."""
        self.dismiss(True)


async def asked(host: Host, question: Callable[[Desk], T]) -> T:
    """Ask the desk something that stores nothing."""
    return await asyncio.wrap_future(host.office.submit(question))


def change_screen(
    host: Host, heading: str, found: Difference, told: tuple[str, ...] = ()
) -> ChangeScreen:
    """Return what shows a difference. Refuses where there is none."""
    if not found:
        raise Refused("roster.refused.same")
    counts = say(
        "roster_screen.change.counts",
        off=len(found.off),
        on=len(found.on),
        closed=len(found.closed),
        opened=len(found.opened),
    )
    lines = difference_lines(found, host.office.policy, host.zone)
    return ChangeScreen(heading, "\n".join((counts, *told, *lines)))


# --- the form of a plan --------------------------------------------------------------------------


def plan_form(host: Host, roster: Roster, line: RosterLine | None) -> Form:
    """Return the form that says who holds a post in a shift of some days; begins with a line."""
    known = _known(host, roster, line)
    heading = say("action.roster.edit")
    of_line = " ".join(filter(None, map(known.get, ("post", "unit", "first", "shift"))))

    def change(values: Values) -> RosterSet:
        return planned(plan_of(values, host, roster), host.zone)

    async def preview(values: Values) -> PreviewScreen:
        wanted = change(values)
        found = await asked(host, lambda desk: desk.roster_changed(wanted))
        return change_screen(host, heading, found)

    async def run(values: Values) -> object:
        wanted = change(values)
        done = await host.desk_do(lambda desk: desk.change_roster(wanted))
        host.tell(say("roster_screen.change.done"))
        return done

    posts = [PickRow(name, name) for name in _posts(host.office.policy)]
    rows = {
        "post": lambda: posts,
        "unit": lambda: unit_rows(known_units(host)),
        "people": lambda: official_rows(host),
    }
    parts = tuple(
        Part(
            name,
            say(f"roster_screen.plan.{name}"),
            rows=rows.get(name),
            initial=known.get(name, ""),
            hint=say(f"roster_screen.plan.{name}_hint"),
            between=say("roster.and") if name == "people" else "",
            offered=name in ("first", "last"),
        )
        for name in PARTS
    )
    # What was typed and left is offered again for the same line only.
    stretch = line.stretch if line is not None else None
    place = (*place_of(stretch), f"{stretch.starts_at:%Y%m%dT%H%MZ}") if stretch else ()
    return Form(
        heading=f"{heading} {of_line}" if known.get("post") else heading,
        parts=parts,
        run=run,
        fault=lambda refused: str(refused.values.get("part", "")),
        faults=_FAULTS,
        preview=preview,
        begin="people" if known.get("post") else "post",
        draft=":".join(("roster", *place)),
        resumed=say("matter.form.resumed"),
    )


def _known(host: Host, roster: Roster, line: RosterLine | None) -> dict[str, str]:
    """Return what a line says already of the parts."""
    today = day(roster_day(host.now(), host.zone))
    stretch = line.stretch if line is not None else None
    if stretch is None:
        return {"first": today, "shift": say("roster_screen.shift.all_day")}
    at = max(stretch.starts_at, host.now())
    there = [e for e in roster.entries(at, stretch.ends_at) if place_of(e) == place_of(stretch)]
    people = [e for e in there if e.starts_at <= at < e.ends_at]
    shifts = {e.shift for e in people}
    first, last, shift = turn_words(stretch, shifts.pop() if len(shifts) == 1 else "", host.zone)
    people.sort(key=lambda each: each.order)
    known = numbers(roster)
    return {
        "post": post_name(host.office.policy, stretch.post),
        "unit": stretch.unit,
        "first": day(first),
        "last": day(last) if last != first else "",
        "shift": shift,
        # Another name typed behind them is one more official.
        "people": "".join(_named(each, known) + say("roster.and") for each in people),
    }


def _named(entry: RosterEntry, known: Mapping[str, str]) -> str:
    # A number that is known is found again: the names alone fit the line.
    number = known.get(name_key(entry.person), "")
    said = "" if phone_key(number) == phone_key(entry.phone) else entry.phone
    return f"{entry.person} {said}".rstrip()


def turn_words(stretch: RosterStretch, shift: str, zone: ZoneInfo) -> tuple[date, date, str]:
    """Return the first and the last day of a stretch, and its shift or hours."""
    starts, ends = (at.astimezone(zone) for at in (stretch.starts_at, stretch.ends_at))
    usual = next((each for each in SHIFTS if each.id == shift), None)
    for first in (starts.date(), starts.date() - timedelta(days=1)):
        if usual is not None:
            since, until = usual.on(first, zone)
            # A turn that was under way when its file came begins within its shift.
            if since <= stretch.starts_at < stretch.ends_at <= until:
                return first, first, shift_name(shift)
    if stretch.ends_at - stretch.starts_at <= timedelta(days=1):
        return starts.date(), starts.date(), f"{starts:%H:%M}-{ends:%H:%M}"
    last = roster_day(stretch.ends_at - timedelta(seconds=1), zone)
    return roster_day(stretch.starts_at, zone), last, shift_name("all_day")


def plan_of(values: Values, host: Host, roster: Roster) -> DutyPlan:
    """Return the plan that was typed. Raises Refused for the first part that can't be read."""
    policy, now, zone = host.office.policy, host.now(), host.zone
    posts = _posts(policy)
    post = posts.get(values["post"], values["post"])
    if post not in policy.posts:
        raise Refused("roster.refused.post", post=post, known=say("roster.and").join(posts))
    first = _day("first", values["first"], now, zone) or roster_day(now, zone)
    last = _day("last", values["last"], now, zone) or first
    shift = shift_meant(values["shift"] or "all_day", SHIFTS)
    if shift is None:
        raise Refused("roster.refused.shift", shift=values["shift"])
    weekdays = weekdays_named(values["weekdays"])
    if weekdays is None:
        raise Refused("roster.refused.weekdays", text=values["weekdays"])
    every, weeks = every_of(values["every"])
    groups = holders(values["people"], numbers(roster), turns=bool(every))
    unit = unit_meant(values["unit"])
    return DutyPlan(post, unit, shift, first, last, groups, weekdays, every, weeks)


def _posts(policy: Policy) -> dict[str, str]:
    return {post_name(policy, post): post for post in policy.posts}


def _day(part: str, text: str, now: datetime, zone: ZoneInfo) -> date | None:
    try:
        return day_meant(text, now, zone)
    except Refused as refused:
        raise Refused(refused.key, **refused.values, part=part) from None


def every_of(text: str) -> tuple[int, bool]:
    """Return after how many turns, or weeks, the next one takes over; 0 for an empty text."""
    plain = keyed(text).replace(" ", "").casefold()
    found = _EVERY.fullmatch(plain)
    if found is None or found[1] == "0" or (plain == "每"):
        raise Refused("roster.refused.every", text=text)
    return (int(found[1] or 1) if plain else 0), found[2] in _WEEKS


def numbers(roster: Roster) -> dict[str, str]:
    """Return the numbers that the roster knows, by ``name_key``."""
    return {name_key(each.person): each.phone for each in roster.everybody() if each.phone}


# --- copying -------------------------------------------------------------------------------------


def copy_rows(now: datetime, zone: ZoneInfo) -> list[PickRow[Run | str]]:
    """Return the weeks and months that can be copied forward, with their days."""
    today = roster_day(now, zone)
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    following = (month + timedelta(days=31)).replace(day=1)
    runs = (
        week_before(monday + timedelta(days=7)),
        week_before(monday),
        month_before(following)[0],
        month_before(month)[0],
    )
    return [
        PickRow(run, say(f"roster_screen.copy.{name}"), _run_words(run, short=True))
        for name, run in zip(COPIES, runs, strict=True)
    ]


def run_meant(text: str, now: datetime, zone: ZoneInfo) -> Run:
    """Return the week before a typed day as the one that begins with it."""
    first = day_meant(text, now, zone)
    assert first is not None
    return week_before(first)


async def copy_screen(host: Host, run: Run) -> tuple[ChangeScreen, RosterSet]:
    """Return what shows a copy, and the change itself. Raises Refused where there is nothing."""
    change = await asked(host, lambda desk: desk.roster_copied([run]))
    found = await asked(host, lambda desk: desk.roster_changed(change))
    told = [_run_words(run)]
    alone = month_before(run.target)[1] if run.target.day == run.source.day == 1 else ()
    if alone:
        days = say("roster.and").join(map(day, alone))
        told.append(say("roster_screen.copy.alone", days=days))
    return change_screen(host, say("action.roster.copy"), found, tuple(told)), change


def _run_words(run: Run, *, short: bool = False) -> str:
    length = timedelta(days=run.days - 1)
    days = (run.source, run.source + length, run.target, run.target + length)
    shown = (f"{each:%m-%d}" if short else day(each) for each in days)
    key = "roster_screen.copy.short" if short else "roster_screen.copy.days"
    return say(key, **dict(zip("abcd", shown, strict=True)))


# --- taking a duty -------------------------------------------------------------------------------


def turn_left(line: RosterLine, host: Host) -> RosterStretch:
    """Return what is left of a line's turn; of a gap what is left of the roster's day."""
    stretch = line.stretch
    assert stretch is not None
    starts = max(stretch.starts_at, host.now())
    ends = stretch.ends_at if line.entries else min(stretch.ends_at, day_ends(starts, host.zone))
    return replace(stretch, starts_at=starts, ends_at=ends)


async def taking_screen(host: Host, turn: RosterStretch, phone: str) -> tuple[ChangeScreen, str]:
    """Return what shows how the roster changes when the officer takes a turn, and what to say then.

    Refuses as taking it does.
    """
    found = await asked(host, lambda desk: desk.duty_taken(turn, phone))
    name = place_name(host.office.policy, turn.post, turn.unit)
    when = span(turn.starts_at, turn.ends_at, host.zone)
    shown = change_screen(host, say("roster_screen.ask.take", post=name), found)
    return shown, say("roster_screen.change.taken", post=name, span=when)


def number_first(host: Host, turn: RosterStretch) -> Asking:
    """Ask for the number of the officer who takes a turn; storing comes later."""

    def plan(answers: Answers) -> Step | None:
        return None if answers else Step(say("roster_screen.ask.own_phone"), field=True)

    async def nothing(_: Answers) -> None: ...

    name = place_name(host.office.policy, turn.post, turn.unit)
    return Asking(say("roster_screen.ask.take", post=name), plan, nothing)
