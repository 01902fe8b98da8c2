"""When an identity is to be erased, and readings of it in an emergency."""
