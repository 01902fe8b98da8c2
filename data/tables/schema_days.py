"""What version 4 adds for the two last days of a duty: when the control date is over.

A clock that the desk told of before knew one end only; the watch reckons it anew and journals both.
"""

from __future__ import annotations

from data.tables.schema_life import DUTIES

UNRULED = f"control_at IS NULL AND met_at IS NULL AND rolled_on > target_on AND {DUTIES}"
"""Clocks that run by the rule of before, by which a duty was overdue on a holiday."""

_NEAREST = f"""
    UPDATE matter SET (due_on, due_clock, due_at) = (
      SELECT target_on, clock, due_at FROM deadline
      WHERE matter = matter.uid AND met_at IS NULL AND {DUTIES}
      ORDER BY due_at, target_on, clock LIMIT 1
    ) WHERE
"""
_TRIGGERS = {
    "came": ("INSERT", "NEW"),
    "changed": ("UPDATE OF target_on, due_at, met_at", "NEW"),
    "went": ("DELETE", "OLD"),
}


def _trigger(name: str, after: str, row: str) -> str:
    return f"""
    CREATE TRIGGER deadline_{name} AFTER {after} ON deadline
    BEGIN {_NEAREST} uid = {row}.matter; END
    """


DAYS: tuple[str, ...] = (
    "ALTER TABLE deadline ADD COLUMN control_at TEXT",
    f"CREATE INDEX deadline_unruled ON deadline (matter) WHERE {UNRULED}",
    "DROP INDEX deadline_standing",
    """
    CREATE INDEX deadline_standing ON deadline (measure, due_at, target_on, matter, clock, part)
    WHERE prompt IS NOT NULL
    """,
    *(f"DROP TRIGGER deadline_{name}" for name in _TRIGGERS),
    *(_trigger(name, *about) for name, about in _TRIGGERS.items()),
    # Of duties that end on one statutory day the earliest control date comes first.
    f"{_NEAREST} due_at IS NOT NULL",
)
"""The statements in the order they are played."""
