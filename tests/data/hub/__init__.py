"""The hub, what desks may do there, and what they can't."""
