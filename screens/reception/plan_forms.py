"""The plan of reception days by keyboard: planned, swapped, cancelled, made public, units told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar, TypeVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from screens.shared.form import Form, Kind, Part, Values
from screens.shared.moments import day_meant
from screens.shared.picks import known_units, official_rows, unit_rows
from screens.shared.preview import PreviewScreen
from screens.widgets.picker_rows import PickRow
from xfconsole.core.reception.planning import Leader, Pattern, leaders_named, units_named
from xfconsole.core.reception.sessions import Session, session_named
from xfconsole.core.reception.tasks import next_half_year
from xfconsole.core.roster.shifts import Hours, shift_meant
from xfconsole.core.roster.spelled import weekdays_named
from xfconsole.core.words.receiving import ReceptionForm
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.reception import leader_words, notice_text, session_day
from xfconsole.ui.words.times import day, weekday

T = TypeVar("T")
_FAULTS = {
    "matter.refused.day": "first",
    "reception.refused.order": "last",
    "reception.refused.too_long": "last",
    "reception.refused.past": "first",
    "reception.refused.no_day": "weekday",
    "reception.refused.weekday": "weekday",
    "reception.refused.hours": "hours",
    "reception.refused.no_place": "place",
    "reception.refused.no_leader": "leaders",
    "reception.refused.unknown_leader": "leaders",
    "reception.refused.clash": "hours",
}
_CHANGE_FAULTS = _FAULTS | {
    "matter.refused.day": "day",
    "reception.refused.past": "day",
    "reception.refused.clash": "day",
    "reception.refused.no_leader": "leader",
    "reception.refused.unknown_leader": "leader",
    "reception.refused.nothing_changed": "leader",
    "reception.refused.swap_or_change": "swap",
    "reception.refused.swap_same": "swap",
    "reception.refused.no_session": "swap",
    "reception.refused.several": "swap",
    "desk.refused.no_reason": "reason",
}


class PlanScreen(PreviewScreen):
    """What a pattern comes to; True when the officer wants it stored."""

    GROUP: ClassVar[str] = "roster_change"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list", "roster_change")]
    HEADING: ClassVar[str] = "reception.preview.heading"

    def do_take(self) -> None:
        """Have it so."""
        self.dismiss(True)


async def asked(host: Host, question: Callable[[Desk], T]) -> T:
    """Ask the desk something that stores nothing."""
    return await asyncio.wrap_future(host.office.submit(question))


def plan_form(host: Host, sessions: Sequence[Session]) -> Form:
    """Plan half a year; it begins as the sessions planned last were."""
    today = host.now().astimezone(host.zone).date()

    def pattern(values: Values) -> Pattern:
        first = day_meant(values["first"], host.now(), host.zone) or today
        last = day_meant(values["last"], host.now(), host.zone) or first
        named = weekdays_named(values["weekday"]) if values["weekday"] else None
        if named is None:
            raise Refused("reception.refused.weekday", text=values["weekday"])
        hours, form = hours_meant(values["hours"]), ReceptionForm(values["form"])
        turns, units = _leaders(host, values["leaders"]), units_named(values["units"])
        return Pattern(first, last, named, hours, values["place"], turns, form, units)

    async def run(values: Values) -> object:
        wanted = pattern(values)
        done = await host.desk_do(lambda desk: desk.plan_receptions(wanted))
        host.tell(say("reception.told.planned"))
        return done

    async def preview(values: Values) -> PreviewScreen:
        wanted = pattern(values)
        found = await asked(host, lambda desk: desk.receptions_planned(wanted))
        policy = host.office.policy
        lines = [say("reception.plan.assumed", year=year) for year in found.assumed]
        lines += [
            say("reception.plan.line", when=when, who=leader_words(each, policy), place=each.place)
            for each in found.sessions
            for when in (session_day(each, host.zone, today),)
        ]
        lines += [say("reception.plan.left_out", day=each) for each in found.left_out]
        heading = say("reception.preview.count", count=len(found.sessions))
        return PlanScreen(heading, "\n".join(lines))

    initial = _as_last(host, sessions, today)
    return Form(
        say("action.reception.plan"),
        (
            Part("first", say("reception.form.first"), initial=initial["first"], offered=True),
            Part("last", say("reception.form.last"), initial=initial["last"], offered=True),
            Part("weekday", say("reception.form.weekday"), initial=initial["weekday"]),
            Part("hours", say("reception.form.hours"), initial=initial["hours"]),
            Part("place", say("reception.form.place"), initial=initial["place"]),
            _form_part(initial["form"]),
            Part(
                "leaders",
                say("reception.form.leaders"),
                rows=lambda: official_rows(host),
                initial=initial["leaders"],
                hint=say("reception.form.leaders_hint"),
                between="、",
            ),
            Part(
                "units",
                say("reception.form.units"),
                rows=lambda: unit_rows(known_units(host)),
                initial=initial["units"],
                between="、",
            ),
        ),
        run,
        faults=_FAULTS,
        draft="reception:plan",
        preview=preview,
    )


def change_form(host: Host, session: Session, others: Sequence[Session]) -> Form:
    """Let another leader hold a session, or swap with another session, or move it."""
    planned, zone = session.planned, host.zone
    today = host.now().astimezone(zone).date()
    starts, ends = (each.astimezone(zone) for each in (planned.starts_at, planned.ends_at))
    span = f"{starts:%H:%M}-{ends:%H:%M}"
    charge = f"={planned.charge}" if planned.charge else ""
    as_it_was = {
        "leader": f"{planned.leader}{charge}",
        "day": day(starts.date()),
        "hours": span,
        "place": planned.place,
    }

    async def run(values: Values) -> object:
        if values["swap"]:
            if any(values[name] != text for name, text in as_it_was.items()):
                raise Refused("reception.refused.swap_or_change")
            other = session_named(others, values["swap"], zone).uid
            return await host.desk_do(
                lambda desk: desk.swap_receptions(session.uid, other, values["reason"])
            )
        on = day_meant(values["day"], host.now(), zone) or starts.date()
        hours: tuple[datetime, datetime] = hours_meant(values["hours"]).on(on, zone)
        same = hours == (planned.starts_at, planned.ends_at)
        leader = _leaders(host, values["leader"])[0]
        named = None if leader == (planned.leader, planned.post, planned.charge) else leader
        return await host.desk_do(
            lambda desk: desk.change_reception(
                session.uid,
                values["reason"],
                leader=named,
                span=None if same else hours,
                place=values["place"],
            )
        )

    return Form(
        say("reception.form.change", when=session_day(planned, zone, today)),
        (
            Part(
                "leader",
                say("reception.form.leader"),
                rows=lambda: official_rows(host),
                initial=as_it_was["leader"],
            ),
            Part("day", say("reception.form.day"), initial=as_it_was["day"], offered=True),
            Part("hours", say("reception.form.hours"), initial=span),
            Part("place", say("reception.form.place"), initial=planned.place),
            Part(
                "swap",
                say("reception.form.swap"),
                rows=lambda: [_other(each, zone) for each in others],
                hint=say("reception.form.swap_hint"),
            ),
            Part("reason", say("reception.form.reason")),
        ),
        run,
        lines=(say("reception.form.again"),) if session.published else (),
        faults=_CHANGE_FAULTS,
        draft=f"reception:change:{session.uid}",
    )


def _other(session: Session, zone: ZoneInfo) -> PickRow[str]:
    """Return another session to pick, by its day and hour."""
    when = f"{session.planned.starts_at.astimezone(zone):%Y-%m-%d %H:%M}"
    return PickRow(when, when, session.planned.leader)


def cancel_form(host: Host, session: Session) -> Form:
    """Cancel a session, saying why."""
    today = host.now().astimezone(host.zone).date()

    async def run(values: Values) -> object:
        return await host.desk_do(lambda desk: desk.cancel_reception(session.uid, values["reason"]))

    when = session_day(session.planned, host.zone, today)
    return Form(
        say("reception.form.cancel", when=when, leader=session.planned.leader),
        (Part("reason", say("reception.form.reason")),),
        run,
        lines=(say("reception.form.again"),) if session.published else (),
        faults=_CHANGE_FAULTS,
    )


def told_form(host: Host, session: Session) -> Form:
    """Record which of the units that come along were told, and who took the call."""

    async def run(values: Values) -> object:
        units = units_named(values["units"])
        return await host.desk_do(
            lambda desk: desk.tell_units(session.uid, units, values["person"])
        )

    left = "、".join(session.untold)
    return Form(
        say("action.reception.told"),
        (
            Part("units", say("reception.form.told"), initial=left),
            Part("person", say("reception.form.person")),
        ),
        run,
        faults={"reception.refused.no_such_unit": "units"},
    )


def notice_screen(host: Host, sessions: Sequence[Session]) -> tuple[str, PreviewScreen]:
    """Return the notice of sessions and the window in which it is read before it is issued."""
    today = host.now().astimezone(host.zone).date()
    office, contact = host.office, host.papers().contact()
    text = notice_text(sessions, office.name, office.policy, host.zone, today, contact)
    return text, PreviewScreen(say("reception.paper.notice"), text)


def hours_meant(text: str) -> Hours:
    """Return the hours of one day that are meant; refuses anything else."""
    found = shift_meant(text, ())
    if found is None or found.ends <= found.starts:
        raise Refused("reception.refused.hours", text=text)
    return found


def _leaders(host: Host, text: str) -> tuple[Leader, ...]:
    situation = host.situation
    everybody = situation.roster.everybody() if situation else ()
    return leaders_named(text, everybody, host.office.policy)


def _form_part(initial: str) -> Part:
    options = tuple((each.value, word(each)) for each in ReceptionForm)
    return Part("form", say("reception.form.form"), Kind.CHOICE, options=options, initial=initial)


def _as_last(host: Host, sessions: Sequence[Session], today: date) -> dict[str, str]:
    """Return what the plan's form begins with: the half-year after the last one planned."""
    left = [each for each in sessions if not each.cancelled]
    first = next_half_year(left[-1].day(host.zone) if left else today)
    last = next_half_year(first).toordinal() - 1
    begun = {"first": day(first), "last": day(date.fromordinal(last))}
    if not left:
        empty = dict.fromkeys(("weekday", "hours", "place", "leaders", "units"), "")
        return {**begun, **empty, "form": ReceptionForm.FIXED.value}
    planned = left[-1].planned
    starts, ends = (each.astimezone(host.zone) for each in (planned.starts_at, planned.ends_at))
    turns = {
        each.planned.leader: f"={each.planned.charge}" if each.planned.charge else ""
        for each in left[-12:]
    }
    return {
        **begun,
        "weekday": weekday(starts),
        "hours": f"{starts:%H:%M}-{ends:%H:%M}",
        "place": planned.place,
        "form": planned.form.value,
        "leaders": "、".join(f"{leader}{charge}" for leader, charge in turns.items()),
        "units": "、".join(planned.units),
    }
