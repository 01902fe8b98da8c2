"""The hub: a PostgreSQL that keeps the same sealed batches for all desks of many offices."""
