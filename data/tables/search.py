"""What searching needs, which no class can say: an index that can be thrown away, and its reach.

No event tells of these tables and nothing else reads them: the index follows the journal some
moments behind (data/ledger/indexer.py), and a search looks through what it does not hold yet by
itself.
"""

from __future__ import annotations

LEAVES = "INSERT INTO search_index (search_index, rank) VALUES ('pgsz', 950)"
"""Bytes of a leaf of the index: what is sought lies behind half a leaf on average.

Four fit into what the cipher leaves of a page; one that spilled over would be read twice.
"""
SEARCH: tuple[str, ...] = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
      grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
    )
    """,
    LEAVES,
    # Bytes of terms kept in memory within one transaction: a large batch becomes one segment.
    "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 67108864)",
    """
    CREATE TABLE search_doc (
      docid INTEGER PRIMARY KEY NOT NULL,
      matter TEXT NOT NULL UNIQUE,
      received_at TEXT NOT NULL,
      seq INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE search_state (
      id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
      seq INTEGER NOT NULL
    ) STRICT
    """,
    "INSERT INTO search_state (id, seq) VALUES (1, 0)",
)
"""The statements in the order they are played."""

TABLES = "search_"
"""How the names of these tables begin."""
