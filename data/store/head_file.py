"""The journal's head beside the database: what the last orderly close left, to compare at the next.

An older copy of the database swapped in does not hold it. It proves nothing where both files were
swapped, and nothing of what came after the last orderly close: for that there are the heads in the
backups and on paper, which lie elsewhere.
"""

from __future__ import annotations

import hmac
import json
from enum import Enum
from pathlib import Path

from data.file.connection import Connection, Engine
from data.file.files import write_private
from data.journal.codec import canonical
from data.journal.journal import head, holds
from data.store.store import read_meta
from data.vault.sealing import subkey
from xfconsole.core.office.journal_head import Head
from xfconsole.core.words.frozen import frozen
from xfconsole.reading import read_file

HEAD_FILE = "office.head"
_FORMAT = 1
_MAX_BYTES = 4096
_KNOWS = "SELECT EXISTS (SELECT 1 FROM event WHERE desk = ?)"


class HeadFileDamaged(Exception):
    """The head file is not as it was written under this office's key."""


class HeadState(Enum):
    """What a journal says to a head kept elsewhere."""

    HELD = "held"
    EARLIER = "earlier"
    """Of a time before a backup was restored: the journal went on from an older point."""
    GONE = "gone"


@frozen
class StoredHead:
    """A head and the incarnation of the desk that wrote it."""

    desk: str
    head: Head


def head_state(connection: Connection, kept: StoredHead) -> HeadState:
    """Say whether the journal holds a head that was kept elsewhere."""
    if holds(connection, kept.head):
        return HeadState.HELD
    now = read_meta(connection)["desk"]
    known = bool(connection.execute(_KNOWS, (kept.desk,)).scalar())
    return HeadState.EARLIER if known and kept.desk != now else HeadState.GONE


def read_head_file(folder: Path, key: bytes) -> StoredHead | None:
    """Return what the last orderly close left, or None where nothing lies.

    ``key`` is the office's data key. Raises HeadFileDamaged, and OSError for an unreadable file.
    """
    try:
        document = json.loads(read_file(folder / HEAD_FILE, _MAX_BYTES))
        kept = StoredHead(document["desk"], Head(document["seq"], document["mac"]))
        if document != _document(kept, key):
            raise HeadFileDamaged
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise HeadFileDamaged from None
    return kept


def write_head_file(engine: Engine, folder: Path, key: bytes) -> None:
    """Write where the journal ends, unless it lost what the file there tells: that stays to see.

    Raises OSError where the disk won't have it.
    """
    with engine.connect() as connection:
        try:
            before = read_head_file(folder, key)
        except HeadFileDamaged:
            before = None
        if before and head_state(connection, before) is HeadState.GONE:
            return
        kept = StoredHead(read_meta(connection)["desk"], head(connection))
    write_private(folder / HEAD_FILE, (json.dumps(_document(kept, key)) + "\n").encode())


def _document(kept: StoredHead, key: bytes) -> dict[str, object]:
    plain = [_FORMAT, kept.desk, kept.head.seq, kept.head.mac]
    signing = subkey(key, "journal head")
    signed = hmac.digest(signing, canonical(plain).encode(), "sha256").hex()
    return dict(zip(("format", "desk", "seq", "mac", "signed"), [*plain, signed], strict=True))
