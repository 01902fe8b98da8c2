"""Tests of core/due."""
