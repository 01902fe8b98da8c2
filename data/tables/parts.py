"""Parts that the tables are declared with.

A filter on a few values walks one of the ledger's indices in the order in which rows are shown, so
that a page costs its own rows, however many matters there are. Looking at a row that is not shown
costs more than all else, so an index holds what is most often asked for beside what it is ordered
by.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sqlalchemy import CheckConstraint, Index, Table, text

from data.tables.shared import FLAGS, NAMED, VALUES

_RECEIVED = ("received_at DESC", "uid DESC")
_ASKED = (
    *("due_on", "state", "channel", "purpose", "unit", "holder", "township", "topic", "officer"),
    *("anonymous", *FLAGS, "number"),
)
"""What a filter may ask for."""

_ORDER = count()


def index(name: str, *columns: str, where: str = "") -> Index:
    """Return an index whose columns may say their direction; with ``where`` it holds some rows."""
    return Index(
        name,
        *map(text, columns),
        sqlite_where=text(where) if where else None,
        info={"order": next(_ORDER)},
    )


def in_order(table: Table) -> list[Index]:
    """Return a table's indices as they are declared: of two that serve a query alike SQLite takes
    the one that was made last."""
    return sorted(table.indexes, key=lambda each: each.info["order"])


def ledger_indices() -> Iterator[Index]:
    """Yield the indices that the ledger is walked along, and what the watch finds matters by."""
    due = "due_at IS NOT NULL"
    yield index("matter_source_ref", "source_ref", where="source_ref <> ''")
    # Two desks may give the same number, and bring the same letter.
    yield index("matter_number", "number", "uid")
    yield index("matter_state", "state", *_RECEIVED)
    yield index("matter_unreckoned", "uid", where="reckoned = 0 AND state = 'registered'")
    yield index("matter_channel", "channel", *_RECEIVED)
    for name in VALUES:
        yield _by_value(name)
    for name in FLAGS:
        yield index(f"matter_{name}", *_RECEIVED, "due_at", *_ASKED, where=f"{name} = 1")
    yield index("matter_due_received", *_RECEIVED, "due_at", *_ASKED, where=due)
    yield index("matter_brought", "brought", *_RECEIVED)
    past = ("brought", "source", "registered_at")
    yield index("matter_past", *_RECEIVED, *past, where="past = 1")
    # Every control date within a holiday ends on one statutory day: there the earlier one leads.
    by_due = ("due_at", "due_on", "uid")
    yield index("matter_due_at", *by_due, "received_at", *_ASKED[1:], where=due)
    yield index("matter_due_state", "state", *by_due, where=due)
    yield index("matter_ledger", *_RECEIVED)
    by_day = ("due_on", "due_at", "uid")
    yield index("matter_due_on", *by_day, "received_at", *_ASKED[1:], where=due)
    yield _by_value("holder")
    for name in NAMED:
        yield index(f"matter_due_{name}", name, *by_due, "state", "channel", where=due)
    yield index("matter_code", "code", where="code <> ''")


def _by_value(name: str) -> Index:
    return index(f"matter_by_{name}", name, *_RECEIVED, "state", "channel")


def holds(*conditions: str) -> Iterator[CheckConstraint]:
    """Yield what every row of a table has to meet."""
    return map(CheckConstraint, conditions)


def instant(column: str) -> str:
    """Return the condition that an instant has its width of 27 characters."""
    return f"length({column}) = 27"
