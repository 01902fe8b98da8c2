"""Tests of screens/intake."""
