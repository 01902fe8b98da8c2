"""Tests of screens/shared."""
