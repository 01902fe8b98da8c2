"""What version 4 adds to the file, statement by statement, so that no night is drowned."""

from __future__ import annotations

_WATCH = (
    # A reading of before may be a console's that was on watch: rather one stretch too many told.
    "ALTER TABLE heartbeat ADD COLUMN attended INTEGER NOT NULL DEFAULT 1",
)

NIGHT: tuple[str, ...] = _WATCH
"""In order; a released statement is never edited, a later version adds its own."""
