"""Tests of core/office."""
