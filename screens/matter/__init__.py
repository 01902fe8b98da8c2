"""One matter: its acts, clocks, documents, parties and identity."""
