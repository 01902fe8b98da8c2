"""Due work on matters: stages, whom to ask, the ranked list."""
