"""Tests of screens/figures."""
