"""Makes an office's file with a large register: rows first, then what keeps and finds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.file.connection import Connection
from data.file.engine import open_engine
from data.store.store import claim_file
from data.tables.migrations import migrate
from data.vault.vault import DataKey
from tests.desks import START
from xfconsole.drill.run import DrillIds

KEY = DataKey(bytes(range(32)))
_MADE = """
    SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql <> ''
    ORDER BY rowid
"""
_COUNTED = (
    "UPDATE tally SET amount = (SELECT count(*) FROM matter) WHERE name = 'matter'",
    """
    INSERT INTO tally (name, amount) SELECT 'state:' || state, count(*) FROM matter GROUP BY state
    """,
)
"""What triggers would have counted."""


@contextmanager
def filling(path: Path) -> Iterator[Connection]:
    """Give a new file to be filled, in one transaction that waits for no disk.

    Indices and triggers are taken away before and made anew afterwards, in their order.
    """
    engine = open_engine(path, KEY.database)
    migrate(engine)
    ids = DrillIds()
    claim_file(engine, ids.new(START), ids.new(START))
    engine.dispose()
    engine.connected.append(_hurry)
    with engine.begin() as connection:
        made = connection.execute(_MADE).all()
        for kind, name, _ in made:
            connection.execute(f"DROP {kind} {name}")
        yield connection
        for statement in (*_COUNTED, *(sql for _, _, sql in made)):
            connection.execute(statement)
    engine.dispose()
    # A connection that waits for the disk again writes its log again.
    open_engine(path, KEY.database).dispose()


def _hurry(made: Any) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        made.execute(f"PRAGMA {pragma}")
