"""Tests of screens/log."""
