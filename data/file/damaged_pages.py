"""Reads the rows of a damaged file page by page, wherever in it they lie.

SQLCipher does the reading. Each page of a copy is made the root of one and the same table in turn,
so that the pages leading to it are not needed. Nor is the first: it is made anew under the file's
key and salt. A page whose HMAC does not fit is passed over; so are indexes, which hold nothing of
their own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.file.files import throwaway
from data.file.wal import PAGE, frames_of

SALT = 16
"""Bytes at the beginning of a file: with its key they yield the key of every HMAC."""
COLUMNS = 13
"""Of a row no more than these are read; the journal's have one less."""

Row = tuple[Any, ...]
"""A rowid and the columns as stored; those that a row does not have are None."""

_MOST = PAGE // 6
"""No page has more rows; more are read only through one that leads to others."""

_TABLE = f"CREATE TABLE found ({', '.join(f'c{each}' for each in range(COLUMNS))})"
_ROWS = "SELECT rowid, * FROM found ORDER BY rowid"
_ROOM = """
WITH RECURSIVE page (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM page LIMIT ?)
INSERT INTO found (c0) SELECT zeroblob(3500) FROM page
"""
"""Two rows of this size are too large for one page."""


def salts_of(database: Path) -> Iterator[bytes]:
    """Yield the salts that stand in a file and its log; more than one where either is damaged."""
    with database.open("rb") as file:
        yield from filter(None, [file.read(SALT)])
    yield from (frame.content[:SALT] for frame in frames_of(database) if frame.page == 1)


def rows_of(database: Path, key: bytes, salt: bytes) -> Iterator[Row]:
    """Yield every row that reads, some more than once; the log's transactions come one by one.

    Raises OSError where the file does not read, Refused without room for a copy (encrypted too).
    """
    count, frames = -(-database.stat().st_size // PAGE), frames_of(database)
    most = count + len(frames)
    with throwaway(most * PAGE) as folder:
        copy = folder / database.name
        opened = partial(_opened, copy, f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        _begin(opened(), most)
        with database.open("rb") as old, copy.open("r+b", buffering=0) as new:
            old.seek(PAGE)
            new.seek(PAGE)
            shutil.copyfileobj(old, new)
            yield from _rows(opened, range(2, count + 1))
            written = []
            for frame in frames:
                if 1 < frame.page <= most:
                    new.seek((frame.page - 1) * PAGE)
                    new.write(frame.content)
                    written.append(frame.page)
                if frame.commits or frame is frames[-1]:
                    yield from _rows(opened, written)
                    written = []


def _begin(connection: Any, pages: int) -> None:
    """Make a file of at least so many pages, of which the first will stay."""
    connection.execute(_TABLE)
    connection.execute(_ROOM, (pages,))
    connection.close()


def _opened(copy: Path, keyed: str) -> Any:
    connection = dbapi2.connect(str(copy), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(keyed)
    # Nothing is worth a journal here, and outside a transaction a damaged page does no harm.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "writable_schema = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _rows(opened: Callable[[], Any], pages: Iterable[int]) -> Iterator[Row]:
    connection = opened()
    for number in pages:
        # A row that does not read ends the list; those behind it are come upon from the other end.
        for order in ("ASC", "DESC"):
            try:
                _make_root(connection, number)
            except dbapi2.DatabaseError:
                # After a page whose HMAC did not fit nothing is read or written any more.
                connection.close()
                connection = opened()
                _make_root(connection, number)
            with suppress(dbapi2.DatabaseError):
                yield from connection.execute(f"{_ROWS} {order} LIMIT {_MOST}")
                break
    connection.close()


def _make_root(connection: Any, page: int) -> None:
    connection.execute("UPDATE sqlite_schema SET rootpage = ?", (page,))
    connection.execute("PRAGMA writable_schema = RESET")
    connection.execute("PRAGMA writable_schema = ON")
