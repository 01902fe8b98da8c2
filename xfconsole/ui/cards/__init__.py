"""When the keys of a card mean that card."""
