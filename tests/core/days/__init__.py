"""Tests of core/days."""
