"""The encrypted file on disk: opening, locking, syncing, and the room kept in reserve."""
