"""The orders of the ledger: what lies where, as stretches of rows along an index each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from data.file.connection import Connection
from data.journal.codec import instant_text
from data.ledger.conditions import INDICES, values_of
from data.tables.shared import NAMED
from xfconsole.core.ledger.listing import Sort
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import State

Key: TypeAlias = tuple[Any, ...]


class Ranked(NamedTuple):
    """What a matter's place in any order depends on, as it lies in the file."""

    uid: str
    received_at: str
    due_at: str | None
    due_on: str | None
    number: str
    unit: str
    state: str


LINE = ", ".join(f"m.{name}" for name in Ranked._fields)
"""The columns of a line."""


@frozen
class Stretch:
    """Rows side by side in an order, along an index.

    They are ordered by ``columns``, all of them falling or all rising; ``sql`` sets them apart from
    the other stretches of the order, among which they lie by ``rank``.
    """

    columns: tuple[str, ...]
    falling: bool
    index: str
    sql: str = ""
    values: tuple[object, ...] = ()
    rank: Key = ()

    @property
    def due(self) -> bool:
        """Whether it is along an index of those matters alone that have a duty with a date."""
        return _HAS_DUTY in self.sql

    def key(self, line: Ranked) -> Key:
        """Return a line's place within the stretch."""
        return tuple(getattr(line, name) for name in self.columns)


_RECEIVED = ("received_at", "uid")
_STATE_RANKS = {state.value: rank for rank, state in enumerate(State)}
LEDGER = Stretch(_RECEIVED, True, "matter_ledger")
_NUMBERED = Stretch(("number", "uid"), False, "matter_number")
_HAS_DUTY = "m.due_at IS NOT NULL"
_DUE = Stretch(("due_at", "due_on", "uid"), False, "matter_due_at", _HAS_DUTY, rank=(False,))
_NOT_DUE = Stretch(_RECEIVED, True, "matter_ledger", "m.due_at IS NULL", rank=(True,))
_NEWEST = (("received_at", False), ("uid", False))
_STATES = ",".join(State)
_ORDERINGS: Mapping[Sort, tuple[tuple[str, bool], ...]] = {
    Sort.RECEIVED: _NEWEST,
    Sort.NUMBER: (("number", True), ("uid", True)),
    Sort.DUE: (
        ("due_at IS NULL", True),
        *((name, True) for name in ("due_at", "due_on")),
        ("CASE WHEN due_at IS NOT NULL THEN uid END", True),
        *_NEWEST,
    ),
    Sort.STATE: ((f"instr(',{_STATES},', ',' || state || ',')", True), *_NEWEST),
    Sort.UNIT: (("unit = ''", True), ("unit", True), *_NEWEST),
}
"""What lines are ordered by, and whether it rises."""
_DUE_RECEIVED = Stretch(_RECEIVED, True, "matter_due_received", _HAS_DUTY)


def line_of(row: MatterRow) -> Ranked:
    """Return what a row of the ledger was placed by."""
    due_at = instant_text(row.due_at) if row.due_at else None
    received_at = instant_text(row.received_at)
    due_on = row.due_on.isoformat() if row.due_on else None
    return Ranked(row.uid, received_at, due_at, due_on, row.number, row.unit, row.state.value)


def order(connection: Connection, sort: Sort, *, due: bool) -> list[Stretch]:
    """Return the stretches of an order; with ``due`` what has no duty to be done is left out."""
    match sort:
        case Sort.RECEIVED:
            return [_DUE_RECEIVED] if due else [LEDGER]
        case Sort.DUE:
            return [_DUE] if due else [_DUE, _NOT_DUE]
        case Sort.NUMBER:
            return [_NUMBERED]
        case Sort.STATE:
            return [_by("state", state.value, _state_rank(state.value)) for state in State]
        case Sort.UNIT:
            units = sorted(values_of(connection, "unit"), key=_unit_rank)
            return [_by("unit", unit, _unit_rank(unit)) for unit in units]


def by_value(stretch: Stretch, column: str, values: Iterable[str]) -> list[Stretch]:
    """Return a stretch once for each value of a column, along an index that begins with it.

    None if no index goes on in the order of the stretch.
    """
    if stretch.values:
        return []
    if stretch.columns == _RECEIVED and column in INDICES:
        index = INDICES[column]
    elif stretch.columns == _DUE.columns and column in (*NAMED, "state"):
        index = f"matter_due_{column}"
    else:
        return []
    sql = " AND ".join(filter(None, (stretch.sql, f"m.{column} = ?")))
    return [replace(stretch, index=index, sql=sql, values=(each,)) for each in values]


def rank(sort: Sort, line: Ranked) -> Key:
    """Return the rank of the stretch in which a line lies."""
    match sort:
        case Sort.DUE:
            return (line.due_at is None,)
        case Sort.STATE:
            return _state_rank(line.state)
        case Sort.UNIT:
            return _unit_rank(line.unit)
        case _:
            return ()


def ordering(sort: Sort, *, backward: bool) -> str:
    """Return the order of lines as the stretches would give them, for ``ORDER BY``."""
    ways = ("ASC", "DESC") if backward else ("DESC", "ASC")
    return ", ".join(f"{said} {ways[rising]}" for said, rising in _ORDERINGS[sort])


def _by(column: str, value: str, place: Key) -> Stretch:
    return Stretch(_RECEIVED, True, INDICES[column], f"m.{column} = ?", (value,), place)


def _state_rank(state: str) -> Key:
    return (_STATE_RANKS[state],)


def _unit_rank(unit: str) -> Key:
    """Matters with no unit come last."""
    return (not unit, unit)
