"""Tests of screens/prompt."""
