"""Tests of screens/help."""
