"""Looks at the backups: whether there is a fresh and whole one, and what their heads tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from data.backup.check import Pace
from data.backup.folder import BACKUPS, Backup, backups_in, digest_of
from data.journal.journal import head
from data.store.head_file import HeadState, KeptHead, judge
from xfconsole.core.office.finding import CheckResult, bad, fine, warned

_OLD = timedelta(hours=26)


def backups(folder: Path, now: datetime) -> CheckResult:
    """Whether the newest backup is fresh, and reads as it was written."""
    found = backups_in(folder / BACKUPS)
    if not found:
        return warned("backups", "doctor.backups.none", "doctor.backups.do")
    newest = found[0]
    hours = max(timedelta(0), now - newest.made_at) // timedelta(hours=1)
    if not _reads(newest):
        return bad("backups", "doctor.backups.damaged", "doctor.backups.do", name=newest.path.name)
    if now - newest.made_at > _OLD:
        return warned("backups", "doctor.backups.old", "doctor.backups.do", hours=hours)
    return fine("backups", "doctor.backups.ok", count=len(found), hours=hours)


def second(folder: Path, second: Path | None) -> CheckResult:
    """Whether the newest backup is on the second medium too, and reads as it was written there."""
    if second is None:
        return warned("second", "doctor.second.unset", "doctor.second.set_do")
    ours, theirs = backups_in(folder / BACKUPS), backups_in(second)
    if not second.is_dir() or not theirs:
        return warned("second", "doctor.second.absent", "doctor.second.do", folder=second)
    if not _reads(theirs[0]):
        return bad("second", "doctor.second.damaged", "doctor.backups.do", folder=second)
    if ours and ours[0].made_at > theirs[0].made_at:
        return warned("second", "doctor.second.behind", "doctor.second.do", folder=second)
    return fine("second", "doctor.second.ok", folder=second)


def backup_heads(connection: sa.Connection, folder: Path, second: Path | None) -> CheckResult:
    """Whether the journal holds what every backup saw of it."""
    looked = list(_all(folder, second))
    gone = [
        each
        for each in looked
        if judge(connection, KeptHead(each.desk, each.head)) is HeadState.GONE
    ]
    if gone:
        furthest, last = max(each.head.seq for each in gone), head(connection).seq
        return bad(
            "backup_heads", "doctor.backup_heads.gone", "doctor.do.restore", seq=furthest, last=last
        )
    return fine("backup_heads", "doctor.backup_heads.ok", count=len(looked))


def _all(folder: Path, second: Path | None) -> Iterator[Backup]:
    yield from backups_in(folder / BACKUPS)
    if second is not None:
        yield from backups_in(second)


def _reads(backup: Backup) -> bool:
    pace = Pace()
    try:
        return all(
            digest_of(backup.path / name, pace) == kept for name, kept in backup.digests.items()
        )
    except OSError:
        return False
