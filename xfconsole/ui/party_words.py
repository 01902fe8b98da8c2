"""What is said where somebody is barred: in place of a summary, and before one."""

from __future__ import annotations

from xfconsole.core.ports import MatterRow
from xfconsole.ui.i18n import say


def summary_words(row: MatterRow) -> str:
    """Return a line's summary; instead of it why it is withheld, before it what has to be done."""
    if row.barred is not None:
        return say("party.withheld", law=row.barred.law)
    if row.holder_barred:
        return f"{say('party.retrieve', unit=row.holder)} {row.summary}"
    return row.summary
