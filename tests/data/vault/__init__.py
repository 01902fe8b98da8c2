"""Tests of data/vault."""
