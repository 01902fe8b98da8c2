"""Ringing somebody whom the roster does not name: the number is kept, and tonight they are offered.

They are offered as an official is: whoever is barred, whatever refusals and rings in vain there
were, goes by the same name for them as for everybody on the roster.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import DeputyNamed, EventCorrected, PostRung
from xfconsole.core.facts.of_office import ADDED, RosterAdded
from xfconsole.core.roster.parties import Bars
from xfconsole.core.roster.roster import ANY_UNIT, Roster, day_ends
from xfconsole.core.words.desk import Contact, RingOutcome
from xfconsole.core.words.official import phone_key, same, telephone
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.work import Work

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


def offer_tonight(
    work: Work,
    bars: Bars,
    whom: Contact,
    unit: str | None,
    outcome: RingOutcome | None,
    at: datetime,
) -> str:
    """Offer ``whom`` tonight under a number that the roster does not give; return it, else "".

    They can be rung for the post until the roster's day ends, for ``unit`` where the post belongs
    to one. Whoever refused, or is not there under that number, is not offered; nor is anybody for
    a barred unit, or for one that has no name yet ("", not ANY_UNIT), lest they be rung for
    another. ``outcome`` is None for somebody who was named and not rung yet.
    """
    if not whom.phone:
        return ""
    holders = work.night.roster.without(bars).holders(whom.post, unit, at)
    held = next((each for each in holders if same(each.person, whom.person)), None)
    if held and phone_key(held.phone) == phone_key(whom.phone):
        return ""
    listed = held is not None and held.order != ADDED
    named = unit is ANY_UNIT or (unit != "" and not bars.unit(unit))
    if outcome not in _NOT_AGAIN and not listed and named:
        until = day_ends(work.now, work.rules.zone)
        fact = RosterAdded(whom.post, whom.person, whom.phone, at, until, unit or "")
        work.add(work.office, fact, at)
    return whom.phone


def offer_corrected(work: Work, entered: Event, meant: Event, corrected: Event, why: str) -> None:
    """Correct whom a ring or a naming put on the roster tonight, as it is corrected itself.

    ``entered`` is how it was first written down, ``meant`` how it stood until now. Whoever turns
    out to have refused, or not to be there under that number, is offered no more; their turn comes
    back if that was wrong.
    """
    raw, before, after = entered.fact, meant.fact, corrected.fact
    if not isinstance(raw, PostRung | DeputyNamed):
        return
    gone = _not_again(after)
    turned = gone != _not_again(before)
    said = {name: getattr(after, name) for name in ("person", "phone")}
    told = {name: value for name, value in said.items() if value not in ("", getattr(before, name))}
    if not told and not turned:
        return
    for each in work.tx.recorded_since(entered.recorded_at, (RosterAdded.kind,)):
        fact = each.fact
        if not isinstance(fact, RosterAdded) or each.recorded_at != entered.recorded_at:
            continue
        if fact.post == raw.post and same(fact.person, raw.person):
            ends = {"ends_at": (fact.starts_at if gone else fact.ends_at).isoformat()}
            changes = told | ends if turned else told
            work.add(work.office, EventCorrected(each.uid, changes, why))


def _not_again(fact: Fact) -> bool:
    return isinstance(fact, PostRung) and fact.outcome in _NOT_AGAIN


def on_roster(roster: Roster, person: str, phone: str, at: datetime) -> bool:
    """Whether the roster itself gave somebody a number, and not whoever rang them tonight."""
    return any(
        same(each.person, person) and phone_key(each.phone) == phone_key(phone)
        for each in roster.entries(at, at + timedelta.resolution)
        if each.order != ADDED
    )
