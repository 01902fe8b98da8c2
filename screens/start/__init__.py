"""Founding, unlocking and locking an office."""
