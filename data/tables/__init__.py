"""The tables of an office's file, and what brings an older file to them."""
