"""Tests of office_files."""
