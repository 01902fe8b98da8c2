"""What every desk of an office with several goes by: its policy pack and its table of holidays.

An office of one desk goes by its own files. With a second one, files that differ would turn each
other over at every start: so what was adopted last, in the order of all desks, holds at each, and a
file holds nothing before an officer adopts it.

Before anybody has, each desk says with its letter which pack it went by until then, and that of the
desk which the office has known longest holds: the first one's, for a desk that joins writes its
first line beyond all it knew. So all find the same, whatever came first to whom. A table of
holidays stands in the journal from the first start on; where none does, a letter brings one along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from xfconsole.core.days.workdays import WEEKENDS, Workdays
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import DeskLettered, PolicyAdopted
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused


@frozen
class Adopted:
    """What every desk of an office goes by; where it has only one, no more than its holidays.

    ``pack`` is None where nobody said which.
    """

    pack: Policy | None = None
    calendar: CalendarAdopted | None = None


def adopted(events: Sequence[Event], pack_of: Callable[[str], Policy]) -> Adopted:
    """Return what every desk goes by, by the office's events in the order of all desks.

    ``pack_of`` returns the pack of a digest; it raises LookupError where its text has not come, and
    Refused where this version can't read it: then the one before holds.
    """
    return Adopted(_first(_packs(events), pack_of), last_calendar(events))


def last_calendar(events: Sequence[Event]) -> CalendarAdopted | None:
    """Return the table of holidays that an office adopted last, or None.

    One that a desk only brought along holds until then, the first one told.
    """
    facts = [event.fact for event in events if isinstance(event.fact, CalendarAdopted)]
    adopted = [each for each in facts if not each.brought] or facts[:1]
    return adopted[-1] if adopted else None


def _first(packs: Iterable[str], pack_of: Callable[[str], Policy]) -> Policy | None:
    for digest in packs:
        with suppress(LookupError, Refused):
            return pack_of(digest)
    return None


def _packs(events: Sequence[Event]) -> Iterable[str]:
    """Return the digests of packs, that which holds first."""
    acts = [e.fact.digest for e in events if isinstance(e.fact, PolicyAdopted)]
    brought: dict[str, str] = {}
    for event in events:
        brought.setdefault(event.desk, "")
        if isinstance(event.fact, DeskLettered):
            # What was put back on another laptop stands where the desk stood that it goes on from.
            for desk in (event.desk, *event.fact.goes_on_from):
                brought[desk] = brought.get(desk) or event.fact.policy
    return [*reversed(acts), *filter(None, brought.values())]


def fact_of(table: Workdays) -> CalendarAdopted:
    """Return the fact that tells of a table of holidays; it holds no names."""
    return CalendarAdopted(
        table.digest,
        tuple(sorted(table.covered)),
        tuple(sorted(table.holidays)),
        tuple(sorted(table.working)),
    )


def table_of(fact: CalendarAdopted, named: Workdays = WEEKENDS) -> Workdays:
    """Return the table that a fact tells of, its days called as in another."""
    if fact.digest == named.digest:
        return named
    names = {day: named.name(day) for day in fact.holidays}
    return Workdays(names, fact.working, fact.covered)
