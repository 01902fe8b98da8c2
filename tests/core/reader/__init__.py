"""Tests of core/reader."""
