"""Tests of data/file."""
