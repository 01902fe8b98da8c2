"""Tests of data/projections."""
