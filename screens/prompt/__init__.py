"""The card of what is due, its outcomes, and the ranked list."""
