"""Tests of screens/start."""
