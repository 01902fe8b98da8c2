"""What version 5 adds to the file: when prompts were new, found without reading the journal."""

from __future__ import annotations

PROMPTING = "kind IN ('prompt.raised', 'duty.prompted', 'alarm.passed')"
"""What is counted against the budget for new prompts, and that it was passed."""

ALARM: tuple[str, ...] = (
    f"CREATE INDEX event_prompting ON event (recorded_at, kind) WHERE {PROMPTING}",
)
