"""Officers who can sign in, and identities due to be erased."""
