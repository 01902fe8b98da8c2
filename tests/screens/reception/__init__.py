"""Tests of screens/reception."""
