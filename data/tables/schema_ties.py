"""What version 6 changes: of matters that end on one statutory day the earlier control date leads.

Every control date within a holiday ends on the same working day; by that alone the ledger's dates
stood in no order that anybody could see.
"""

from __future__ import annotations

from data.tables.schema_views import ASKED, LedgerIndex, statement

_DUE = "due_at IS NOT NULL"
_BESIDE = tuple(name for name in ASKED if name != "due_on")
TIED = (
    LedgerIndex("matter_due_at", ("due_at", "due_on", "uid", "received_at", *_BESIDE), _DUE),
    LedgerIndex("matter_due_state", ("state", "due_at", "due_on", "uid"), _DUE),
)
"""The indices along which the ledger is walked by due date."""

TIES: tuple[str, ...] = (
    *(f"DROP INDEX {each.name}" for each in TIED),
    *map(statement, TIED),
)
"""The statements in the order they are played."""
