"""Importing letters from a file, seen from the ledger."""
