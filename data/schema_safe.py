"""What version 3 adds to the file, statement by statement."""

from __future__ import annotations

_THINNED = (
    # Others begin with the same column, or hold what it is asked for: it only made writing dearer.
    "DROP INDEX matter_unit",
    "DROP INDEX matter_due",
)

SAFE: tuple[str, ...] = (*_THINNED,)
"""In order; a released statement is never edited, a later version adds its own."""
