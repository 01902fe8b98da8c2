"""Batches of lines that desks of one office bring each other in files, signed and sealed."""
