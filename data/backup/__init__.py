"""Copies of the office on another disk: made, checked, restored; and salvage of a damaged file."""
