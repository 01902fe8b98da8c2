"""Figures about the office's work: rates over matters, and what a night came to."""
