"""Says whether a copy of an office's file is whole: every page, index and link of the chain."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from data.file.engine import open_engine
from data.journal.journal import chain_key, head, verify_chain
from data.store.store import read_meta
from data.tables.migrations import version_of
from data.vault.vault import DataKey
from xfconsole.core.office.journal_head import Head
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

_AT_A_TIME, _REST = 50, 0.001
"""So many steps, about a millisecond's, are taken before the others get that many seconds."""


class Pace:
    """Lets long work give way to the desk, and ends it when the console is left.

    Call it often; it raises Refused once ``stop`` was called. What a database is doing meanwhile
    is cut short too, where it does so inside ``interruptible``.
    """

    def __init__(self) -> None:
        self._stopped = False
        self._steps = 0
        self._connection: Any = None

    def __call__(self) -> None:
        """Take a step, giving way to other threads now and then. Raises Refused once stopped."""
        if self._stopped:
            raise Refused("backup.refused.stopped")
        self._steps += 1
        if self._steps % _AT_A_TIME == 0:
            time.sleep(_REST)

    @contextmanager
    def interruptible(self, connection: Any) -> Iterator[None]:
        """Allow ``stop`` to interrupt what this driver's connection does within the block."""
        self._connection = connection
        try:
            self()
            yield
        except Exception:
            self()  # An interrupted statement fails in words of its own.
            raise
        finally:
            self._connection = None

    def stop(self) -> None:
        """End the work as soon as may be; safe from any thread."""
        self._stopped = True
        connection = self._connection
        if connection is not None:
            with suppress(Exception):  # It may have been closed this very moment.
                connection.interrupt()


@frozen
class WholeFile:
    """What a file that is whole says of itself."""

    office: str
    desk: str
    head: Head
    version: int
    time_zone: str


def check_whole(path: Path, key: DataKey, pace: Pace) -> WholeFile:
    """Check every page, table, index and event of a closed file, and say what it holds.

    Raises Refused for what is damaged, changed, or does not open with the key.
    """
    engine = open_engine(path, key.database, read_only=True)
    try:
        with engine.connect() as connection:
            driver = connection.driver
            with pace.interruptible(driver):
                for pragma, fine in _PRAGMAS:
                    said = [row[0] for row in connection.execute(f"PRAGMA {pragma}")]
                    if said != fine:
                        raise Refused("backup.refused.damaged", file=path.name)
                broken = verify_chain(connection, chain_key(key.raw), pace)
            if broken is not None:
                raise Refused("backup.refused.chain", seq=broken)
            meta = read_meta(connection)
            return WholeFile(
                meta["office"],
                meta["desk"],
                head(connection),
                version_of(connection),
                meta.get("time_zone", "UTC"),
            )
    finally:
        engine.dispose()


_PRAGMAS: tuple[tuple[str, list[str]], ...] = (
    ("cipher_integrity_check", []),
    ("integrity_check", ["ok"]),
)
