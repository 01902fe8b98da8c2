"""What all screens share: actions, keys, palette, widths in cells, themes and words."""
