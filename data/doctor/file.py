"""What is looked at in an office's opened file: its pages, its journal, its drafts, its clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from data.journal.codec import instant_of
from data.journal.journal import chain_key, head, holds, verify_chain
from data.store.head_file import HEAD_FILE, HeadFileDamaged, HeadState, judge, read_head_file
from data.tables.migrations import MIGRATIONS, version_of
from data.vault.sealing import Sealer
from data.vault.vault import DataKey
from xfconsole.core.days.reading import Reading
from xfconsole.core.office.finding import CheckResult, bad, fine, warned
from xfconsole.core.office.journal_head import Head
from xfconsole.core.words.refusal import Refused

_BEHIND = timedelta(minutes=1)
_AHEAD = timedelta(days=60)


def cipher(connection: sa.Connection) -> CheckResult:
    """Which cipher opened the file."""
    found = _first(connection, "PRAGMA cipher_version")
    if not found:
        return bad("cipher", "doctor.cipher.none", "doctor.cipher.do")
    return fine("cipher", "doctor.cipher.ok", version=found)


def pages(connection: sa.Connection) -> CheckResult:
    """Whether every page of the file, in use or not, carries the HMAC it was written with."""
    found = _complaints(connection)
    if found:
        # A console that is writing may have been in the middle of one.
        found &= _complaints(connection)
    if found:
        return bad("pages", "doctor.pages.bad", "doctor.do.salvage", count=len(found))
    return fine("pages", "doctor.pages.ok", count=int(_first(connection, "PRAGMA page_count")))


def structure(connection: sa.Connection) -> CheckResult:
    """Whether the tables and indexes hang together."""
    if _first(connection, "PRAGMA quick_check") != "ok":
        return bad("structure", "doctor.structure.bad", "doctor.do.salvage")
    return fine("structure", "doctor.structure.ok")


def version(connection: sa.Connection) -> CheckResult:
    """Whether the file is of the version this program reads."""
    found, known = version_of(connection), len(MIGRATIONS)
    if found > known:
        raise Refused("vault.refused.newer", found=found, known=known)
    if found < known:
        return warned(
            "version", "doctor.version.older", "doctor.version.do", found=found, known=known
        )
    return fine("version", "doctor.version.ok", found=found)


def chain(connection: sa.Connection, key: DataKey) -> CheckResult:
    """Whether every event follows from the one before it."""
    broken, end = verify_chain(connection, chain_key(key.raw)), head(connection)
    if broken is not None:
        return bad("chain", "doctor.chain.broken", "doctor.do.salvage", seq=broken)
    return fine("chain", "doctor.chain.ok", events=end.seq, head=end.typed)


def paper(connection: sa.Connection, typed: Head) -> CheckResult:
    """Whether the journal holds the head that was typed from paper."""
    if holds(connection, typed):
        return fine("paper", "doctor.paper.ok", seq=typed.seq)
    last = head(connection).seq
    if last < typed.seq:
        return bad("paper", "doctor.paper.short", "doctor.do.restore", seq=typed.seq, last=last)
    return bad("paper", "doctor.paper.other", "doctor.do.restore", seq=typed.seq)


def left_head(connection: sa.Connection, folder: Path, key: DataKey) -> CheckResult:
    """Whether the journal holds what the last orderly close left beside the file."""
    try:
        kept = read_head_file(folder, key.raw)
    except HeadFileDamaged:
        return bad("head", "doctor.head.damaged", "doctor.head.do", file=HEAD_FILE)
    if kept is None:
        return warned("head", "doctor.head.none", "doctor.head.none_do", file=HEAD_FILE)
    if judge(connection, kept) is HeadState.GONE:
        last = head(connection).seq
        return bad("head", "doctor.head.gone", "doctor.do.restore", seq=kept.head.seq, last=last)
    return fine("head", "doctor.head.ok", seq=kept.head.seq)


def drafts(connection: sa.Connection, key: DataKey) -> CheckResult:
    """Whether the half-typed forms open."""
    sealer, closed, count = Sealer(key.sealing), 0, 0
    for form, body in connection.exec_driver_sql("SELECT form, body FROM draft"):
        count += 1
        try:
            sealer.open_draft(form, body)
        except Refused:
            closed += 1
    if closed:
        return bad("drafts", "doctor.drafts.closed", "doctor.drafts.do", count=closed)
    return fine("drafts", "doctor.drafts.ok", count=count)


def clock(connection: sa.Connection, reading: Reading) -> CheckResult:
    """Whether the clock stands behind what was written down already, or far ahead of it."""
    written = [
        instant_of(text)
        for text in (
            _first(connection, "SELECT wall FROM heartbeat"),
            _first(connection, "SELECT max(recorded_at) FROM event"),
        )
        if text
    ]
    latest = max(written, default=reading.wall)
    if latest - reading.wall > _BEHIND:
        minutes = (latest - reading.wall) // timedelta(minutes=1)
        return warned("clock", "doctor.clock.behind", "doctor.clock.do", minutes=minutes)
    if reading.wall - latest > _AHEAD:
        days = (reading.wall - latest).days
        return warned("clock", "doctor.clock.ahead", "doctor.clock.do", days=days)
    return fine("clock", "doctor.clock.ok")


def _complaints(connection: sa.Connection) -> set[str]:
    return set(connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars())


def _first(connection: sa.Connection, statement: str) -> str:
    found = connection.exec_driver_sql(statement).scalar()
    return "" if found is None else str(found)
