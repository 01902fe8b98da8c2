"""What version 3 adds to the file, statement by statement."""

from __future__ import annotations

_THINNED = (
    # Others begin with the same column, or hold what it is asked for: it only made writing dearer.
    "DROP INDEX matter_unit",
    "DROP INDEX matter_due",
)

_GLASS = (
    """
    CREATE INDEX event_glass ON event (seq) WHERE kind IN ('identity.read', 'identity.reviewed')
    """,
)

SAFE: tuple[str, ...] = (*_THINNED, *_GLASS)
"""In order; a released statement is never edited, a later version adds its own."""
