"""What is said where somebody is barred: in place of a summary, and before one."""

from __future__ import annotations

from xfconsole.core.life_words import Bar
from xfconsole.core.ports import MatterRow
from xfconsole.ui.i18n import say


def summary_words(row: MatterRow) -> str:
    """Return a line's summary; instead of it why it is withheld, before it what has to be done."""
    if row.barred is not None:
        return say("party.withheld", law=row.barred.law)
    return _with_what_to_do(row)


def short_summary(row: MatterRow) -> str:
    """Return the same for a column, where little room is left."""
    if row.barred is not None:
        return say(_SHORT[row.barred])
    return _with_what_to_do(row)


_SHORT = {Bar.ACCUSED: "party.short_accused", Bar.RECUSED: "party.short_recused"}


def _with_what_to_do(row: MatterRow) -> str:
    if row.holder_barred:
        return f"{say('party.retrieve', unit=row.holder)} {row.summary}"
    return row.summary
