"""Tests of data/journal."""
