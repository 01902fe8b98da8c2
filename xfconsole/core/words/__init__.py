"""Closed lists, texts and refusals that every rule speaks in."""
