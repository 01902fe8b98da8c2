"""One official's duty and reception days, or one post's, as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from xfconsole.commands.roster import RosterView
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import RosterAdded, RosterImported, RosterReplaced, RosterSet
from xfconsole.core.facts.of_reception import (
    ReceptionCancelled,
    ReceptionChanged,
    ReceptionSession,
    ReceptionsPlanned,
)
from xfconsole.core.reception.sessions import Receptions
from xfconsole.core.roster.turns import turns_of
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.documents.calendar_file import Appointment, calendar_file
from xfconsole.ui.words.posts import post_name

_CHANGES = (
    RosterImported, RosterSet, RosterAdded, RosterReplaced,
    ReceptionsPlanned, ReceptionChanged, ReceptionCancelled,
)  # fmt: skip
"""What moves or cancels an entry: a calendar takes it only under a higher number."""


@frozen
class WrittenCalendar:
    """A calendar file, and how many of its entries hold, or were cancelled."""

    data: bytes
    count: int
    off: int


def calendar_of(
    office: RosterView, person: str, post: str, days: tuple[date, date]
) -> WrittenCalendar:
    """Return the calendar of an official, or of a post by its name. Raises Refused for nothing."""
    first, last = (datetime.combine(day, time(), office.zone) for day in days)
    named = _post(office, post) if post else ""
    uid = office.views.meta()["office"]
    events = office.views.events_of(uid)
    whose, span = (person, named), (first, last + timedelta(days=1))
    found = [*_turns(office, events, whose, span), *_sessions(office, events, whose, span)]
    who = neutral_line(person or post)
    if not found:
        raise Refused("calendar.refused.nobody", who=who, since=days[0], until=days[1])
    version = sum(isinstance(each.fact, _CHANGES) for each in events)
    title = f"{office.name} {who}"
    data = calendar_file(title, uid, found, office.now, version, office.zone)
    off = sum(each.off for each in found)
    return WrittenCalendar(data, len(found) - off, off)


def _post(office: RosterView, text: str) -> str:
    """Return the post that is called so, by its name or its id. Raises Refused."""
    wanted = text.strip()
    for post in office.policy.posts:
        if wanted in (post, post_name(office.policy, post)):
            return post
    names = [post_name(office.policy, each) for each in office.policy.posts]
    known = office.say("ui.and").join(names)
    raise Refused("calendar.refused.post", post=neutral_line(wanted), known=known)


def _turns(
    office: RosterView,
    events: Sequence[Event],
    whose: tuple[str, str],
    span: tuple[datetime, datetime],
) -> Iterator[Appointment]:
    person, post = whose
    for turn in turns_of((e.fact for e in events), *span, person=person, post=post):
        entry = turn.entry
        name = post_name(office.policy, entry.post)
        where = f"（{entry.unit}）" if entry.unit else ""
        summary = f"{name}{where}" if person else f"{name}{where} {entry.person}"
        yield Appointment(turn.name, summary, entry.starts_at, entry.ends_at, off=turn.off)


def _sessions(
    office: RosterView,
    events: Sequence[Event],
    whose: tuple[str, str],
    span: tuple[datetime, datetime],
) -> Iterator[Appointment]:
    person, post = whose

    def concerns(planned: ReceptionSession) -> bool:
        within = planned.starts_at < span[1] and span[0] < planned.ends_at
        return within and (same(planned.leader, person) if person else planned.post == post)

    receptions = Receptions(office.views.meta()["office"])
    once: dict[str, ReceptionSession] = {}
    for event in events:
        receptions.apply(event)
        if isinstance(event.fact, ReceptionsPlanned):
            once |= {each.uid: each for each in event.fact.sessions}
    for session in receptions.sessions:
        shown = session.planned if concerns(session.planned) else once[session.uid]
        if concerns(shown):
            off = session.cancelled or not concerns(session.planned)
            yield Appointment(
                ("reception", shown.uid, shown.leader),
                office.say("calendar.reception"),
                shown.starts_at,
                shown.ends_at,
                shown.place,
                shown.charge,
                off,
            )
