"""Wipes destroyed keys and dropped drafts out of what a file keeps beside its rows.

A deleted row is overwritten (``secure_delete``), and a page that is given up is zeroed. But a page
whose rows were moved to another, when it overflowed or ran empty, keeps their old bytes in its
unused middle, and the write-ahead log keeps every page as it was. So the tables of keys and drafts
are emptied page by page and filled again, and then the log is moved into the file and cut to
nothing. A mark in the file, set with the destruction, asks for it until it is done.
"""

from __future__ import annotations

from data.file.connection import Connection, Engine
from data.file.engine import BUSY_MS

WIPED = ("matter_key", "draft")
_OWED = "SELECT count(*) FROM wiping"
_MORE = """
    SELECT count(*) FROM erasure, heartbeat
    WHERE erase_after <= wall AND NOT EXISTS (SELECT 1 FROM heard)
"""
"""Erasures that the desk is still carrying out, some at a time; beside other desks some wait."""


class Wiper:
    """Does the work on the writer's engine, whenever the desk has nothing to write."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def owed(self) -> bool:
        """Whether something destroyed may still lie in unused parts of the file or in its log."""
        with self._engine.connect() as connection:
            return bool(connection.execute(_OWED).scalar())

    def step(self) -> bool:
        """Wipe once if that is owed and no more is about to be; returns whether it is done.

        While somebody reads, the log cannot be cut: it stays owed, and the next pause tries again.
        """
        with self._engine.connect() as connection:
            owed, more = (connection.execute(each).scalar() for each in (_OWED, _MORE))
        return bool(owed) and not more and self.wipe()

    def finish(self) -> None:
        """Wipe if that is owed, whatever is about to follow: the office is being left."""
        if self.owed():
            self.wipe()

    def wipe(self) -> bool:
        """Wipe now, owed or not; returns False where the log could not be cut."""
        with self._engine.begin() as connection:
            for table in WIPED:
                _refill(connection, table)
        if not self._cut_log():
            return False
        with self._engine.begin() as connection:
            connection.execute("DELETE FROM wiping")
        return True

    def _cut_log(self) -> bool:
        """Move the log into the file and cut it to nothing; False when somebody is reading."""
        with self._engine.lent() as connection:
            # Whoever reads must not hold up what the desk has to write.
            connection.execute("PRAGMA busy_timeout = 0")
            try:
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
            finally:
                connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            return not busy


def _refill(connection: Connection, table: str) -> None:
    """Put a table's rows into fresh pages; every page that it had is zeroed."""
    # Temporary tables live in memory (temp_store).
    connection.execute(f"CREATE TEMP TABLE refill AS SELECT * FROM {table}")
    connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {table} SELECT * FROM refill ORDER BY 1")
    connection.execute("DROP TABLE refill")
