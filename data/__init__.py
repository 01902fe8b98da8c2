"""Persistence: the journal, its projections and the vault that keeps them."""
