"""Actions, their keys, and an office's own keymap."""
