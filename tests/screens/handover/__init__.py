"""Tests of screens/handover."""
