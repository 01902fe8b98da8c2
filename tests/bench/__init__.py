"""Measures how fast the console is, beside what cannot be faster: ``python -m tests.bench``."""
