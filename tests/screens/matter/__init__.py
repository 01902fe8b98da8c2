"""Tests of screens/matter."""
