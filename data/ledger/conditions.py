"""The terms of a ledger filter as SQL conditions over the line ``m`` of a matter.

A text that has to be held by a column of few values is looked for among those values, so that the
condition is an equality that an index answers, and case means what it means in Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from data.file.connection import Connection
from data.journal.codec import canonical, instant_text
from data.tables.shared import CONTESTED, VALUES
from xfconsole.core.ledger.listing import Listing, days_compare, states_of
from xfconsole.core.ledger.terms import (
    Compare,
    Counted,
    FilterKey,
    Flag,
    Flagged,
    Holds,
    Near,
    OneOf,
    Term,
    Timed,
    Word,
)
from xfconsole.core.words.frozen import frozen

_LIVE = "m.uid IN (SELECT matter FROM incident WHERE closed_at IS NULL)"
_NEEDS_LEADER = """
    EXISTS (SELECT 1 FROM deadline d
            WHERE d.matter = m.uid AND d.clock = 'leader' AND d.met_at IS NULL)
"""
_CONTESTED = f"m.uid IN ({CONTESTED})"
_NUMBERS = "matter_number"
_VALUES = """
    WITH RECURSIVE each (value) AS (
      SELECT min({column}) FROM matter
      UNION ALL
      SELECT (SELECT min({column}) FROM matter WHERE {column} > each.value) FROM each
      WHERE each.value IS NOT NULL
    ) SELECT value FROM each WHERE value IS NOT NULL
"""
"""Each value once, by one step along an index that begins with the column."""
_LIKE = r"m.number LIKE ? ESCAPE '\'"
_BY_DUE, _BY_DAY = "matter_due_at", "matter_due_on"
_COLUMNS = {
    FilterKey.UNIT: ("unit", "holder"),
    FilterKey.TOPIC: ("topic",),
    FilterKey.TOWNSHIP: ("township",),
    FilterKey.OFFICER: ("officer",),
    FilterKey.IMPORT: ("brought",),
}
_UNINDEXED = {
    FilterKey.PLACE: "place",
    FilterKey.ADDRESSEE: "addressed_to",
    FilterKey.CAUSE: "cause",
    FilterKey.LEADER: "leader",
}
"""Texts that few matters have: an index would cost every registration more than it saves."""


INDICES = {
    "state": "matter_state",
    "channel": "matter_channel",
    "brought": "matter_brought",
    **{column: f"matter_by_{column}" for column in (*VALUES, "holder")},
}
"""Indices that begin with a column and go on in the ledger's order."""


@frozen
class Alternative:
    """One way in which a condition holds: SQL with its values, and an index that finds its rows.

    ``equal`` are the values of a column of ``INDICES``, which has ``known`` different ones; 0 where
    nobody counted them. ``ordered``: the rows of the index itself are in the ledger's order.
    ``few``: they are never many, and found without an index.
    """

    sql: str
    values: tuple[object, ...] = ()
    index: str = ""
    column: str = ""
    equal: tuple[str, ...] = ()
    known: int = 0
    ordered: bool = False
    few: bool = False


@frozen
class Condition:
    """What one term asks for: any of these, or with ``negated`` none of them.

    ``due``: only what has a duty to be done can meet it.
    """

    parts: tuple[Alternative, ...]
    negated: bool = False
    due: bool = False

    @property
    def sql(self) -> str:
        """The condition, in brackets. What is not known to hold does not hold."""
        said = " OR ".join(f"({part.sql})" for part in self.parts)
        return f"(({said}) IS NOT TRUE)" if self.negated else f"({said})"

    @property
    def ordered(self) -> bool:
        """Whether its index gives its rows in the ledger's order."""
        return len(self.parts) == 1 and self.parts[0].ordered

    @property
    def values(self) -> tuple[object, ...]:
        """The values of the condition."""
        return tuple(value for part in self.parts for value in part.values)


def conditions(connection: Connection, listing: Listing) -> list[Condition]:
    """Return what the terms ask for, all but the words, which are the full text's."""
    terms = (term for term in listing.query.terms if not isinstance(term, Word))
    return [_condition(connection, listing, term) for term in terms]


def values_of(connection: Connection, column: str) -> list[str]:
    """Return each value of an indexed column of ``matter`` once, in order."""
    return list(connection.execute(_VALUES.format(column=column)).scalars())


def _condition(connection: Connection, listing: Listing, term: Term) -> Condition:
    match term:
        case OneOf():
            parts: tuple[Alternative, ...] = (_one_of(term.field.value, term.values),)
        case Holds(FilterKey.NUMBER):
            parts = tuple(Alternative(_LIKE, (anywhere(text),), _NUMBERS) for text in term.texts)
        case Holds() if term.field in _UNINDEXED:
            sql = f"m.{_UNINDEXED[term.field]} LIKE ? ESCAPE '\\'"
            parts = tuple(Alternative(sql, (anywhere(text),)) for text in term.texts)
        case Holds():
            parts = tuple(_holding(connection, each, term) for each in _COLUMNS[term.field])
        case Timed(FilterKey.RECEIVED):
            parts = (_received(listing, term),)
        case Timed():
            parts = _due(listing, term)
        case Counted():
            sign = "=" if term.compare is Compare.IS else term.compare.value
            parts = (Alternative(f"m.{term.field.value} {sign} ?", (term.amount,)),)
        case Flagged():
            parts = (_flagged(listing, term.flag),)
        case _:
            raise TypeError(term)
    due = all(part.index in (_BY_DUE, _BY_DAY) for part in parts) and not term.negated
    return Condition(parts, term.negated, due)


def _one_of(column: str, values: Iterable[StrEnum]) -> Alternative:
    return _in(column, tuple(each.value for each in values))


def _holding(connection: Connection, column: str, term: Holds) -> Alternative:
    values = values_of(connection, column)
    if term.field is FilterKey.IMPORT and (
        named := [e for e in values if e.casefold() in term.texts]
    ):
        # One import by its whole name, even where another's name holds that.
        return _in(column, tuple(named), len(values))
    return _in(column, tuple(each for each in values if _holds(each, term)), len(values))


def _holds(value: str, term: Holds) -> bool:
    # A subject lies in the file as the JSON of its levels.
    parts = json.loads(value) if term.field is FilterKey.TOPIC else (value,)
    return any(text in part.casefold() for text in term.texts for part in parts)


def _in(column: str, values: tuple[str, ...], known: int = 0) -> Alternative:
    sql = f"m.{column} IN (SELECT value FROM json_each(?))"
    if column not in INDICES:
        return Alternative(sql, (canonical(values),))
    return Alternative(sql, (canonical(values),), INDICES[column], column, values, known)


def anywhere(word: str) -> str:
    """Return the LIKE pattern of a word anywhere; its own % and _ mean themselves."""
    for special in "\\%_":
        word = word.replace(special, "\\" + special)
    return f"%{word}%"


def _received(listing: Listing, term: Timed) -> Alternative:
    day = listing.day(term)
    start, end = (instant_text(listing.midnight(day + timedelta(days))) for days in (0, 1))
    sql, values = {
        Compare.IS: ("m.received_at >= ? AND m.received_at < ?", (start, end)),
        Compare.LESS: ("m.received_at < ?", (start,)),
        Compare.AT_MOST: ("m.received_at < ?", (end,)),
        Compare.MORE: ("m.received_at >= ?", (end,)),
        Compare.AT_LEAST: ("m.received_at >= ?", (start,)),
    }[days_compare(term)]
    return Alternative(sql, values, "matter_ledger", ordered=True)


def _due(listing: Listing, term: Timed) -> tuple[Alternative, ...]:
    instant = listing.instant(term)
    if instant is None:
        return (_due_day(term.compare, listing, listing.day(term)),)
    later = term.compare in (Compare.MORE, Compare.AT_LEAST)
    sign = term.compare.value if term.compare is not Compare.IS else "<="
    timed = Alternative(f"m.due_at {sign} ?", (instant_text(instant),), _BY_DUE)
    if term.when is Near.HOUR and not later:
        return (timed, Alternative(_LIVE, few=True))
    return (timed,)


def _due_day(compare: Compare, listing: Listing, day: date) -> Alternative:
    """Return what compares a control date, with the bound on the instant that follows from it.

    No duty is overdue before its control date, so a walk by that instant knows where to begin.
    Where it ends nobody knows: the statutory day moves past any number of holidays.
    """
    sign = "=" if compare is Compare.IS else compare.value
    # SQLite walks an index of some rows only where the condition says that it is about these.
    sql, values = ["m.due_at IS NOT NULL", f"m.due_on {sign} ?"], [day.isoformat()]
    if ">" in sign or sign == "=":
        sql.append("m.due_at >= ?")
        values.append(instant_text(listing.midnight(day)))
    return Alternative(" AND ".join(sql), tuple(values), _BY_DAY)


def _flagged(listing: Listing, flag: Flag) -> Alternative:
    now = instant_text(listing.now)
    match flag:
        case Flag.OVERDUE:
            return Alternative("m.due_at <= ?", (now,), _BY_DUE)
        case Flag.SOON:
            first, last = listing.today, listing.today + timedelta(listing.soon_days)
            days = first.isoformat(), last.isoformat()
            return Alternative("m.due_at > ? AND m.due_on BETWEEN ? AND ?", (now, *days), _BY_DAY)
        case Flag.PAST_CONTROL:
            today = listing.today.isoformat()
            return Alternative("m.due_at > ? AND m.due_on < ?", (now, today), _BY_DUE)
        case Flag.LIVE:
            return Alternative(_LIVE, few=True)
        case Flag.NEEDS_LEADER:
            return Alternative(_NEEDS_LEADER)
        case Flag.CONTESTED:
            return Alternative(_CONTESTED, few=True)
        case Flag.ANONYMOUS | Flag.PUBLISHABLE | Flag.SIMPLE:
            return Alternative(f"m.{flag.value} = 1")
        case Flag.OPEN | Flag.CLOSED:
            return _one_of("state", sorted(states_of(Flagged(flag)) or ()))
        case _:
            return Alternative(f"m.{flag.value} = 1", (), f"matter_{flag.value}", ordered=True)
