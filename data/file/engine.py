"""Opens the office's encrypted file: every connection is keyed, private, durable and strict."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.file.connection import Engine
from data.file.files import refusal_of
from xfconsole.core.words.refusal import NotStored, Refused

KEY_BYTES = 32
OLDEST_SQLITE = (3, 51, 3)
"""3.7.0 to 3.51.2 can corrupt a file when a WAL is reset while another connection reads it."""
BUSY_MS = 5_000

_REFUSALS = {
    "file is not a database": "vault.refused.key",
    "database disk image is malformed": "vault.refused.damaged",
    "database is locked": "vault.refused.busy",
}
"""What SQLite says, word for word, when it is the machine's fault and not the program's."""
_UNREADABLE = "Could not decode to UTF-8"
"""How the library begins when a long text's last page fails its seal; the text itself follows."""
FULL = "database or disk is full"
_NOT_STORED = {FULL: "vault.refused.disk_full", "disk I/O error": "vault.refused.disk"}
"""What it says when the disk does not take what is written."""

_EVERYWHERE = (
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA foreign_keys = ON",
    # Without it INSERT OR REPLACE deletes a row past a trigger that refuses deletion.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


def open_engine(path: Path, key: bytes, *, read_only: bool = False) -> Engine:
    """Open the encrypted file at ``path`` with a raw key of 32 bytes; a writer makes it if missing.

    Every transaction of a writer is ``BEGIN IMMEDIATE``; a reader can't write at all. Raises
    Refused for a wrong key, a damaged or missing file, a busy disk or an unfit SQLite.
    """
    _check_library()
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key of a database has {KEY_BYTES} bytes")
    if not read_only:
        _make_private(path)

    def connect() -> Any:
        return _connect(path, key, read_only)

    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    engine = Engine(connect, begin, lambda error: _refuse_fault(error, path))
    # Whether the file opens shows now; the connection waits for the first look-up.
    with engine.lent():
        pass
    return engine


def _refuse_fault(error: BaseException, path: Path) -> None:
    """Say in plain words what the machine would not do; leave other errors as they are."""
    said = str(error)
    if said in _NOT_STORED:
        raise NotStored(_NOT_STORED[said], file=path.name) from None
    if said.startswith(_UNREADABLE):
        raise Refused("vault.refused.damaged", file=path.name) from None
    if said in _REFUSALS:
        raise Refused(_REFUSALS[said], file=path.name) from None


def _check_library() -> None:
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise Refused("vault.refused.sqlite", found=dbapi2.sqlite_version, oldest=oldest)


def _make_private(path: Path) -> None:
    """Make the file ours alone before SQLite sees it: its -wal and -shm copy the file's mode."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise refusal_of(error, path.name) from None
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def _connect(path: Path, key: bytes, read_only: bool) -> Any:
    # mode=rw: a file that was removed while the console runs must not come back empty.
    address = f"{path.absolute().as_uri()}?mode=rw"
    try:
        connection = dbapi2.connect(
            address,
            uri=True,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
        )
    except dbapi2.OperationalError:
        raise Refused("vault.refused.missing", file=path.name) from None
    try:
        _configure(connection, key, read_only)
    except BaseException as error:
        connection.close()
        _refuse_fault(error, path)
        raise
    return connection


def _configure(connection: Any, key: bytes, read_only: bool) -> None:
    # Before the key: otherwise a wrong key makes SQLCipher write across the officer's screen.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise Refused("vault.refused.cipher")
    # The first read tells whether the key fits.
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
    for pragma in _EVERYWHERE:
        connection.execute(pragma)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
