"""The journal: appended to, read in order, chained."""
