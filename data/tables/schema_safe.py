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

_ERASURE = (
    """
    CREATE TABLE erasure (
      matter TEXT PRIMARY KEY NOT NULL,
      proposal TEXT NOT NULL,
      erase_after TEXT CHECK (length(erase_after) = 27)
    ) STRICT
    """,
    "CREATE INDEX erasure_after ON erasure (erase_after) WHERE erase_after IS NOT NULL",
    # What of a destroyed key is still to be wiped out of the file must survive a power cut.
    "CREATE TABLE wiping (id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1)) STRICT",
)

SAFE: tuple[str, ...] = (*_THINNED, *_GLASS, *_ERASURE)
"""In order; a released statement is never edited, a later version adds its own."""
