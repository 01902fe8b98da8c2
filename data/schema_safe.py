"""What version 3 adds to the file, statement by statement."""

from __future__ import annotations

SAFE: tuple[str, ...] = ()
"""In order; a released statement is never edited, a later version adds its own."""
