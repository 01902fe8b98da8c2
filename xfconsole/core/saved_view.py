"""A way to look at the ledger that an officer keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass

from xfconsole.core.listing import Sort

LAST = ""
"""The name of the columns and the order as they were last left; no view of an officer has it."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filter, order and columns. ``filter`` is the text as typed; no columns mean the usual ones.

    The text is read anew whenever the view is used, so that ``due:today`` is the day it is then.
    """

    name: str
    filter: str = ""
    sort: Sort = Sort.RECEIVED
    columns: tuple[str, ...] = ()
