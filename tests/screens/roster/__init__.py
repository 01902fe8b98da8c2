"""Tests of screens/roster."""
