"""Tables computed from the journal, one fact at a time."""
