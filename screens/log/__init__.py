"""The journal as it happened."""
