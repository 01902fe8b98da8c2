"""Who is on duty, and changes of it."""
