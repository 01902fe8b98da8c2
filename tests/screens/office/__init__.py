"""Tests of screens/office."""
