"""Tests of core/roster."""
