"""Counting: working days, minutes, last days, and readings of a clock."""
