"""A matter from registration to its end: transitions, limits, documents."""
