"""Tests of screens/compare."""
