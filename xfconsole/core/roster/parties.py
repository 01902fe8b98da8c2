"""Who may have no hand in a matter, since when, and the refusal that leaves a trace (TG 28, 30).

An accused official is barred and with them the unit they lead, whoever speaks for it on the
roster; a recused official is barred in person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_procedure import AccessBlocked, PartyBarred
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

HIDDEN = "***"
"""Stands for every text that a barred reader is not shown; no text of a matter is that short."""


class Barring(NamedTuple):
    """Why somebody is barred, from when on, and by which event."""

    bar: Bar
    since: datetime
    event: Uid


@frozen
class Bars:
    """A matter's barred officials and units, by ``name_key``; empty for most matters."""

    people: tuple[tuple[str, Barring], ...] = ()
    units: tuple[tuple[str, Barring], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.units)

    def person(self, name: str) -> Bar | None:
        """Return why an official is barred by name, or None."""
        return _why(self.people, name)

    def unit(self, name: str) -> Bar | None:
        """Return why a unit is barred, or None."""
        return _why(self.units, name)

    def after(self, event: Event) -> Bars:
        """Return who is barred after one more event; whoever was barred already stays so since.

        The unit an accused leads is barred with them, a recused official's is not.
        """
        fact = event.fact
        if not isinstance(fact, PartyBarred):
            return self
        why = Barring(fact.bar, event.happened_at, event.uid)
        people, units = self.people, self.units
        person, unit = name_key(fact.person), name_key(fact.unit)
        if person and self.person(person) is None:
            people = (*people, (person, why))
        if unit and fact.bar is Bar.ACCUSED and self.unit(unit) is None:
            units = (*units, (unit, why))
        return Bars(people, units)


NOBODY = Bars()


def bars_of(events: Iterable[Event]) -> Bars:
    """Return whom a matter's events bar, oldest first and corrections applied."""
    bars = NOBODY
    for event in events:
        bars = bars.after(event)
    return bars


def _why(barred: Iterable[tuple[str, Barring]], name: str) -> Bar | None:
    key = name_key(name)
    return next((why.bar for each, why in barred if each == key), None)


class Blocked(Refused):
    """A barred party is kept away: the verb is refused, and ``block`` journaled on the matter."""

    def __init__(self, matter: Uid, block: AccessBlocked) -> None:
        party = block.person or block.unit
        super().__init__("life.refused.barred", party=party, barred=block.barred, law=block.bar.law)
        self.matter, self.block = matter, block
