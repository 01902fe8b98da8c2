"""Notices at opening that an older file lies in place of the office's, or its end was cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from data.backup.folder import BACKUPS, backups_in
from data.journal.journal import head
from data.store.head_file import HeadFileDamaged, HeadState, KeptHead, judge, read_head_file
from xfconsole.core.facts.of_office import JournalEndMissed


def missed_end(connection: sa.Connection, folder: Path, key: bytes) -> JournalEndMissed | None:
    """Return what the journal lacks of the heads kept elsewhere, or None; a few look-ups only.

    Asked are the head of the last orderly close and that of the newest backup. Whether every line
    follows from the one before it is for the doctor to say.
    """
    gone = [
        kept.head.seq for kept in _kept(folder, key) if judge(connection, kept) is HeadState.GONE
    ]
    return JournalEndMissed(max(gone), head(connection).seq) if gone else None


def _kept(folder: Path, key: bytes) -> Iterator[KeptHead]:
    with suppress(HeadFileDamaged, OSError):
        left = read_head_file(folder, key)
        if left is not None:
            yield left
    for newest in backups_in(folder / BACKUPS)[:1]:
        yield KeptHead(newest.desk, newest.head)
