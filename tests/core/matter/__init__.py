"""Tests of core/matter."""
