"""How the ledger is listed: what is asked for, in which order, and as of when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from xfconsole.core.ledger.terms import (
    EVERYTHING,
    Compare,
    FilterKey,
    Flag,
    Flagged,
    LedgerQuery,
    Near,
    OneOf,
    Term,
    Timed,
)
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import OPEN, State

DUE_SOON_DAYS = 3
"""How near the last day is when a duty is due soon (临期), where no policy says."""
_NEAR_DAYS = {Near.TODAY: 0, Near.TOMORROW: 1, Near.YESTERDAY: -1}


class Sort(StrEnum):
    """Orders of the ledger; within a unit or a state the newest receipt comes first."""

    RECEIVED = "received"
    DUE = "due"
    NUMBER = "number"
    UNIT = "unit"
    STATE = "state"


@frozen
class Listing:
    """A way to list the ledger. ``now`` is aware and in the office's time zone.

    All pages of one list are asked for with the same value, so that time passing moves no row from
    one page into another. ``soon_days`` is the policy's ``due_soon_days``.
    """

    now: datetime
    query: LedgerQuery = EVERYTHING
    sort: Sort = Sort.RECEIVED
    soon_days: int = DUE_SOON_DAYS

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.now.date()

    def midnight(self, day: date) -> datetime:
        """Return the instant, in UTC, at which a day begins at the office."""
        return datetime.combine(day, time(), self.now.tzinfo).astimezone(UTC)

    def day(self, term: Timed) -> date:
        """Return the day that a term compares with; one that speaks of hours has none."""
        when = term.when
        if isinstance(when, Near):
            return self.today + timedelta(_NEAR_DAYS[when])
        if isinstance(when, timedelta):
            return self.today + (when if term.field is FilterKey.DUE else -when)
        return when

    def instant(self, term: Timed) -> datetime | None:
        """Return the instant, in UTC, that a term compares with; None where it is about a day."""
        if term.when is Near.HOUR:
            return (self.now + timedelta(hours=1)).astimezone(UTC)
        if isinstance(term.when, timedelta) and term.when.seconds:
            return (self.now + term.when).astimezone(UTC)
        return None


def days_compare(term: Timed) -> Compare:
    """Return how days compare: what came more than seven days ago came before that day."""
    back = term.field is FilterKey.RECEIVED and isinstance(term.when, timedelta)
    return _MIRRORED[term.compare] if back else term.compare


_MIRRORED = {
    Compare.IS: Compare.IS,
    Compare.LESS: Compare.MORE,
    Compare.AT_MOST: Compare.AT_LEAST,
    Compare.MORE: Compare.LESS,
    Compare.AT_LEAST: Compare.AT_MOST,
}


def states_of(term: Term) -> frozenset[State] | None:
    """Return the states that a term leaves, None for a term that asks for something else too."""
    match term:
        case OneOf(FilterKey.STATE):
            asked = frozenset(State(each) for each in term.values)
        case Flagged(Flag.OPEN):
            asked = frozenset(OPEN)
        case Flagged(Flag.CLOSED):
            asked = frozenset(State) - frozenset(OPEN)
        case _:
            return None
    return frozenset(State) - asked if term.negated else asked


LAST = ""
"""The name of the columns and the order as they were last left; no view of an officer has it."""


@frozen
class SavedView:
    """Filter, order and columns. ``filter`` is the text as typed; no columns mean the usual ones.

    The text is read anew whenever the view is used, so that ``due:today`` is the day it is then.
    """

    name: str
    filter: str = ""
    sort: Sort = Sort.RECEIVED
    columns: tuple[str, ...] = ()
