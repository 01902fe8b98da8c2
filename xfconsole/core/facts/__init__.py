"""What the journal holds: one class a kind of fact, and their corrections."""
