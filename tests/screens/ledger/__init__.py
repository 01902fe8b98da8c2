"""Tests of screens/ledger."""
