"""Tests of screens/letters."""
