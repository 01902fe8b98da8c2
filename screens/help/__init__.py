"""The keys of a screen, and the palette."""
