"""What version 2 adds for the ledger's screen: indices to walk along, and the views officers save.

A filter on a few values walks one of these indices in the order in which rows are shown, so that
a page costs its own rows, however many matters there are.
"""

from __future__ import annotations

VALUES = ("unit", "township", "topic", "officer")
"""Columns of few values, by which the newest receipts are found."""
FLAGS = ("undecided", "supervised", "urgent")
"""What few matters are."""

_RECEIVED = "received_at DESC, uid DESC"

VIEWS: tuple[str, ...] = (
    *(f"CREATE INDEX matter_by_{name} ON matter ({name}, {_RECEIVED})" for name in VALUES),
    *(f"CREATE INDEX matter_{name} ON matter ({_RECEIVED}) WHERE {name} = 1" for name in FLAGS),
    "CREATE INDEX matter_due_at ON matter (due_at, uid)",
    """
    CREATE TABLE saved_view (
      name TEXT PRIMARY KEY NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),
      saved_at TEXT NOT NULL CHECK (length(saved_at) = 27)
    ) STRICT
    """,
)
"""The statements in the order they are played."""
