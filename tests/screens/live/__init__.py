"""Tests of screens/live."""
