"""The rows of an exported ledger (台账): its columns, and what is masked in them unless asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from xfconsole.commands.sheet import Cell
from xfconsole.core.model import Identity
from xfconsole.core.ports import MatterRow
from xfconsole.ui.i18n import say
from xfconsole.ui.identity_words import LABELS, REPRESENTATIVES
from xfconsole.ui.words import word

_LONG_NUMBER = re.compile(
    r"(?P<kept>(?<!\d)(?:19|20)\d\d-(?:\d\d-\d\d|\d{6})(?!\d))|\d(?:[ -]?[\dXx]){6,}"
)
"""A telephone number, or one of a card; a date and a matter's number are kept as they are."""

_COLUMNS: dict[str, Callable[[MatterRow, datetime], Cell]] = {
    "ledger.head.number": lambda row, _: row.number,
    "ledger.head.received": lambda row, now: _local(row.received_at, now),
    "ledger.head.channel": lambda row, _: word(row.channel),
    "ledger.head.purpose": lambda row, _: word(row.purpose) if row.purpose else "",
    "ledger.head.topic": lambda row, _: " / ".join(row.topic),
    "ledger.head.summary": lambda row, _: row.summary,
    "ledger.head.unit": lambda row, _: row.unit,
    "ledger.head.holder": lambda row, _: row.holder,
    "ledger.head.township": lambda row, _: row.township,
    "ledger.head.state": lambda row, _: word(row.state),
    "ledger.head.due": lambda row, _: row.due_on.isoformat() if row.due_on else "",
    "ledger.head.clock": lambda row, _: word(row.due_clock) if row.due_clock else "",
    "ledger.head.marks": lambda row, now: _marks(row, now),
    "ledger.head.headcount": lambda row, _: row.headcount,
    "ledger.head.officer": lambda row, _: row.officer,
    "ledger.head.registered": lambda row, now: _local(row.registered_at, now),
    "ledger.head.answered": lambda row, now: _local(row.answered_at, now),
}
"""Those of the ledger on screen, all of them, in the order in which it offers them."""


def headings(*, identities: bool) -> list[Cell]:
    """Return the heading of each column."""
    own = [*LABELS.values(), REPRESENTATIVES] if identities else []
    return [say(key) for key in (*_COLUMNS, *own)]


def ledger_cells(row: MatterRow, now: datetime) -> list[Cell]:
    """Return a matter's cells as of ``now``, in its zone; long numbers are masked (脱敏)."""
    return [
        masked(str(cell)) if key == "ledger.head.summary" else cell
        for key, cell in ((key, told(row, now)) for key, told in _COLUMNS.items())
    ]


def identity_cells(identity: Identity) -> list[Cell]:
    """Return the cells of an identity, empty ones for an empty identity."""
    return [*(getattr(identity, name) for name in LABELS), "、".join(identity.representatives)]


def masked(text: str) -> str:
    """Return the text with the middle of every long number replaced by asterisks."""
    return _LONG_NUMBER.sub(lambda found: found["kept"] or f"{found[0][:3]}****", text)


def _marks(row: MatterRow, now: datetime) -> str:
    found = {
        "ledger.view.overdue": row.overdue(now),
        "ledger.view.past_control": row.past_control(now),
        "ledger.view.undecided": row.undecided,
        "ledger.mark.urgent": row.urgent,
        "ledger.mark.supervised": row.supervised,
        "ledger.mark.anonymous": row.anonymous,
        "ledger.mark.confidential": row.confidential,
    }
    return " ".join(say(key) for key, holds in found.items() if holds)


def _local(at: datetime | None, now: datetime) -> str:
    return f"{at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}" if at else ""
