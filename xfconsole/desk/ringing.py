"""Ringing somebody whom the roster does not name: the number is kept, and tonight they are offered.

They are offered as an official is: whoever is barred, whatever refusals and rings in vain there
were, goes by the same name for them as for everybody on the roster.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from xfconsole.core.events import (
    DeputyNamed,
    Event,
    PostRung,
    RosterAdded,
    RosterEntry,
    RosterReplaced,
)
from xfconsole.core.facts_office import ADDED
from xfconsole.core.model import Contact, RingOutcome
from xfconsole.core.official import phone_key, same
from xfconsole.core.parties import Bars
from xfconsole.core.refusal import Refused
from xfconsole.core.roster import ANY_UNIT, Roster, day_ends
from xfconsole.core.telephone import telephone
from xfconsole.core.text import neutral_line
from xfconsole.desk.work import Work

_NOT_AGAIN = (RingOutcome.REFUSED, RingOutcome.WRONG_NUMBER)


def named_and_numbered(person: str, phone: str) -> tuple[str, str]:
    """Return a typed name and number in one line each, "" for none; refuses a number of nobody."""
    name, number = neutral_line(person).strip(), telephone_of(phone)
    if number and not name:
        raise Refused("desk.refused.ring_unnamed")
    return name, number


def telephone_of(text: str) -> str:
    """Return a typed number, or "" for none; refuses what is no number."""
    number = telephone(neutral_line(text))
    if number is None:
        raise Refused("desk.refused.no_number")
    return number


def outside_roster(
    work: Work,
    bars: Bars,
    whom: Contact,
    unit: str | None,
    outcome: RingOutcome | None,
    at: datetime,
) -> str:
    """Return the number of ``whom`` where the roster does not give it, and offer them tonight.

    They can be rung for the post until the roster's day ends, for ``unit`` where the post belongs
    to one. Whoever refused, or is not there under that number, is not offered; nor is anybody for
    a barred unit, or for one that has no name yet ("", not ANY_UNIT), lest they be rung for
    another. ``outcome`` is None for somebody who was named and not rung yet.
    """
    holders = work.night.roster.without(bars).holders(whom.post, unit, at)
    held = next((each for each in holders if same(each.person, whom.person)), None)
    if not whom.phone or (held and phone_key(held.phone) == phone_key(whom.phone)):
        return ""
    listed = held is not None and held.order != ADDED
    named = unit is ANY_UNIT or (unit != "" and not bars.unit(unit))
    if outcome not in _NOT_AGAIN and not listed and named:
        until = day_ends(work.now, work.rules.zone)
        fact = RosterAdded(whom.post, whom.person, whom.phone, at, until, unit or "")
        work.add(work.office, fact, at)
    return whom.phone


def offer_corrected(work: Work, meant: Event, corrected: Event) -> None:
    """Offer whoever was written down by a wrong name or number under the right one instead."""
    before, after = meant.fact, corrected.fact
    if not isinstance(before, PostRung | DeputyNamed) or not isinstance(after, type(before)):
        return
    for entry in _entries(work.night.roster, before.person, before.phone, meant.happened_at):
        phone = after.phone or entry.phone
        moved = not same(entry.person, after.person) or phone_key(entry.phone) != phone_key(phone)
        if entry.order == ADDED and entry.post == before.post and after.person and moved:
            fact = RosterReplaced(
                entry.post, entry.person, after.person, phone, entry.starts_at, entry.ends_at
            )
            work.add(work.office, fact)


def on_roster(roster: Roster, person: str, phone: str, at: datetime) -> bool:
    """Whether the roster itself gave somebody a number, and not whoever rang them tonight."""
    return any(each.order != ADDED for each in _entries(roster, person, phone, at))


def _entries(roster: Roster, person: str, phone: str, at: datetime) -> Iterator[RosterEntry]:
    for each in roster.entries(at, at + timedelta.resolution):
        if same(each.person, person) and phone_key(each.phone) == phone_key(phone):
            yield each
