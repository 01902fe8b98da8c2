"""Tests of core/night."""
