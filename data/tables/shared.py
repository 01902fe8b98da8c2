"""Columns and conditions that indices and queries share."""

from __future__ import annotations

VALUES = ("unit", "township", "topic", "officer")
"""Columns of few values, by which the newest receipts are found."""
NAMED = ("unit", "holder")
"""Columns of so many values that one of them leaves few duties to look at."""
FLAGS = ("undecided", "supervised", "urgent")
"""What few matters are."""
WIDE = ("matter_due_at", "matter_due_on", *(f"matter_{name}" for name in FLAGS))
"""Indices of few rows that hold all that a filter may ask for, and all that orders them."""

PROMPTING = "kind IN ('prompt.raised', 'duty.prompted', 'alarm.passed', 'event.corrected')"
"""What is counted against the budget for new prompts, that it was passed, and what corrects."""
DUTIES = "clock NOT IN ('object', 'ask_review', 'ask_final')"
MEETS = "decision = 'meeting' AND coalesce(meeting, 'moved') = 'moved' AND on_day IS NOT NULL"
"""Places whose meeting is still to be held, or to be said to have been."""
UNRULED = f"control_at IS NULL AND met_at IS NULL AND rolled_on > target_on AND {DUTIES}"
"""Clocks that run by the rule of before, by which a duty was overdue on a holiday."""

CONTESTED = """
    SELECT coalesce(i.matter, c.subject) FROM contested c LEFT JOIN incident i ON i.uid = c.subject
"""
"""Matters that are contested, themselves or an incident of theirs."""
