"""What version 5 adds to the file: when prompts were new, found without reading the journal."""

from __future__ import annotations

PROMPTING = "kind IN ('prompt.raised', 'duty.prompted', 'alarm.passed', 'event.corrected')"
"""What is counted against the budget for new prompts, that it was passed, and what corrects."""

ALARM: tuple[str, ...] = (
    f"CREATE INDEX event_prompting ON event (recorded_at, kind) WHERE {PROMPTING}",
)
