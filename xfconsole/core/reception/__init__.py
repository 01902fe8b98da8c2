"""Reception days: the plan of sessions, what the office owes about them, and their results."""
