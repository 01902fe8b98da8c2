"""Two matters side by side, and the mark that they are the same."""
