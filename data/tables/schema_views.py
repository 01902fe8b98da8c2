"""What version 2 adds for the ledger's screen: indices to walk along, and the views officers save.

A filter on a few values walks one of these indices in the order in which rows are shown, so that
a page costs its own rows, however many matters there are. Looking at a row that is not shown costs
more than all else, so an index holds what is most often asked for beside what it is ordered by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

VALUES = ("unit", "township", "topic", "officer")
"""Columns of few values, by which the newest receipts are found."""
FLAGS = ("undecided", "supervised", "urgent")
"""What few matters are."""

_RECEIVED = ("received_at DESC", "uid DESC")
ASKED = (
    *("due_on", "state", "channel", "purpose", "unit", "holder", "township", "topic", "officer"),
    *("anonymous", *FLAGS, "number"),
)
"""What a filter may ask for."""
WIDE = ("matter_due_at", *(f"matter_{name}" for name in FLAGS))
"""Indices of few rows that hold all that a filter may ask for, and all that orders them."""


class LedgerIndex(NamedTuple):
    """One index of ``matter``; with ``where`` it holds some rows only."""

    name: str
    columns: tuple[str, ...]
    where: str = ""


def ledger_indices() -> Iterator[LedgerIndex]:
    """Yield the indices that the ledger is walked along."""
    for name in VALUES:
        yield LedgerIndex(f"matter_by_{name}", (name, *_RECEIVED, "state", "channel"))
    for name in FLAGS:
        yield LedgerIndex(f"matter_{name}", (*_RECEIVED, "due_at", *ASKED), f"{name} = 1")
    due = "due_at IS NOT NULL"
    yield LedgerIndex("matter_due_at", ("due_at", "uid", "received_at", *ASKED), due)
    yield LedgerIndex("matter_due_received", (*_RECEIVED, "due_at", *ASKED), due)
    yield LedgerIndex("matter_due_state", ("state", "due_at", "uid"), due)


def statement(index: LedgerIndex) -> str:
    """Return the statement that makes an index."""
    where = f" WHERE {index.where}" if index.where else ""
    return f"CREATE INDEX {index.name} ON matter ({', '.join(index.columns)}){where}"


VIEWS: tuple[str, ...] = (
    *map(statement, ledger_indices()),
    """
    CREATE TABLE saved_view (
      name TEXT PRIMARY KEY NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),
      saved_at TEXT NOT NULL CHECK (length(saved_at) = 27)
    ) STRICT
    """,
)
"""The statements in the order they are played."""
