"""What is looked at in an office's opened file: pages, journal, drafts, clock, tables, texts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from zoneinfo import ZoneInfo

from data.file.connection import Connection, Engine
from data.file.engine import KEY_BYTES, open_engine
from data.file.files import throwaway
from data.journal.codec import instant_of
from data.journal.desks import name_of, others, waiting
from data.journal.journal import chain_key, events_of, head, holds, verify_chain
from data.ledger.grams import grams
from data.ledger.indexer import REACHED
from data.store.head_file import HEAD_FILE, HeadFileDamaged, HeadState, head_state, read_head_file
from data.store.rebuild import COPIED, replay
from data.store.store import read_meta
from data.tables.migrations import MIGRATIONS, migrate, version_of
from data.tables.search import TABLES
from data.tables.statements import key_in
from data.vault.sealing import Sealer
from data.vault.vault import DataKey
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.of_desks import ClocksApart, DeskDeparted, DeskForked
from xfconsole.core.office.finding import CheckResult, bad, fine, warned
from xfconsole.core.office.journal_head import Head
from xfconsole.core.reader.searched import KINDS, searched_texts
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import Refused

_BEHIND = timedelta(minutes=1)
_AHEAD = timedelta(days=60)
_SAID_FOR = timedelta(days=1)
_RECORDED = "SELECT max(recorded_at) FROM event"
_RECORDED_HERE = "SELECT max(recorded_at) FROM event WHERE desk = ?"
_APART = f"""
    SELECT recorded_at, body ->> '$.name', body ->> '$.minutes' FROM event
    WHERE subject = ? AND kind = '{ClocksApart.kind}' AND desk = ? ORDER BY seq DESC LIMIT 1
"""
_FORKED = f"""
    SELECT count(DISTINCT (body ->> '$.desk') || (body ->> '$.number')) FROM event forked
    WHERE subject = ? AND kind = '{DeskForked.kind}' AND NOT EXISTS (
      SELECT 1 FROM event WHERE kind = '{DeskDeparted.kind}'
        AND body ->> '$.desk' = forked.body ->> '$.desk'
        AND body ->> '$.number' < forked.body ->> '$.number'
    )
"""
_NAMED = 3
_KEEPS_BATCHES = "SELECT 1 FROM sqlite_schema WHERE name = 'batch'"
_WAITING = "SELECT desk, first FROM batch WHERE lines IS NOT NULL ORDER BY desk, first"
_TWICE = """
    SELECT a.number, b.number FROM matter a JOIN matter b ON b.source_ref = a.source_ref
    WHERE a.source_ref <> '' AND b.source_ref <> '' AND a.uid < b.uid AND NOT EXISTS (
      SELECT 1 FROM linked WHERE matter = a.uid AND target = b.uid
      UNION ALL SELECT 1 FROM linked WHERE matter = b.uid AND target = a.uid
    ) ORDER BY a.uid
"""


def cipher(connection: Connection) -> CheckResult:
    """Which cipher opened the file."""
    found = _first(connection, "PRAGMA cipher_version")
    if not found:
        return bad("cipher", "doctor.cipher.none", "doctor.cipher.do")
    return fine("cipher", "doctor.cipher.ok", version=found)


def pages(connection: Connection) -> CheckResult:
    """Whether every page of the file, in use or not, carries the HMAC it was written with."""
    found = _complaints(connection)
    if found:
        # A console that is writing may have been in the middle of one.
        found &= _complaints(connection)
    if found:
        return bad("pages", "doctor.pages.bad", "doctor.do.salvage", count=len(found))
    return fine("pages", "doctor.pages.ok", count=int(_first(connection, "PRAGMA page_count")))


def structure(connection: Connection) -> CheckResult:
    """Whether the tables and indexes hang together."""
    if _first(connection, "PRAGMA quick_check") != "ok":
        return bad("structure", "doctor.structure.bad", "doctor.do.salvage")
    return fine("structure", "doctor.structure.ok")


def version(connection: Connection) -> CheckResult:
    """Whether the file is of the version this program reads."""
    found, known = version_of(connection), len(MIGRATIONS)
    if found > known:
        raise Refused("vault.refused.newer", found=found, known=known)
    if found < known:
        return warned(
            "version", "doctor.version.older", "doctor.version.do", found=found, known=known
        )
    return fine("version", "doctor.version.ok", found=found)


def chain(connection: Connection, key: DataKey) -> CheckResult:
    """Whether every event follows from the one before it."""
    broken, end = verify_chain(connection, chain_key(key.raw)), head(connection)
    if broken is not None:
        return bad("chain", "doctor.chain.broken", "doctor.do.salvage", seq=broken)
    return fine("chain", "doctor.chain.ok", events=end.seq, head=end.typed)


def paper(connection: Connection, typed: Head) -> CheckResult:
    """Whether the journal holds the head that was typed from paper."""
    if holds(connection, typed):
        return fine("paper", "doctor.paper.ok", seq=typed.seq)
    last = head(connection).seq
    if last < typed.seq:
        return bad("paper", "doctor.paper.short", "doctor.do.restore", seq=typed.seq, last=last)
    return bad("paper", "doctor.paper.other", "doctor.do.restore", seq=typed.seq)


def left_head(connection: Connection, folder: Path, key: DataKey) -> CheckResult:
    """Whether the journal holds what the last orderly close left beside the file."""
    try:
        kept = read_head_file(folder, key.raw)
    except HeadFileDamaged:
        return bad("head", "doctor.head.damaged", "doctor.head.do", file=HEAD_FILE)
    if kept is None:
        return warned("head", "doctor.head.none", "doctor.head.none_do", file=HEAD_FILE)
    if head_state(connection, kept) is HeadState.GONE:
        last = head(connection).seq
        return bad("head", "doctor.head.gone", "doctor.do.restore", seq=kept.head.seq, last=last)
    return fine("head", "doctor.head.ok", seq=kept.head.seq)


def is_alone(connection: Connection) -> bool:
    """Whether nothing of another desk came to the journal, nor of another machine as this one."""
    meta = read_meta(connection)
    found = others(connection, meta.get("desk", "")) or _forks(connection, meta.get("office", ""))
    # A file of an older version has no table for it.
    keeps = connection.execute(_KEEPS_BATCHES).first()
    return not (found or (keeps and connection.execute(_WAITING).first()))


def desks(connection: Connection) -> CheckResult:
    """How many desks wrote in the journal, and whether the tables tell all that they told."""
    meta = read_meta(connection)
    found, count = waiting(connection, meta["office"]), len(others(connection, meta["desk"])) + 1
    forks = _forks(connection, meta["office"])
    if forks:
        told = {"count": count, "forks": forks}
        return warned("desks", "doctor.desks.forked", "doctor.desks.fork_do", **told)
    if waits := connection.execute(_WAITING).all():
        called = [(name_of(connection, meta["office"], desk), at) for desk, at in waits[:_NAMED]]
        which = ", ".join(f"{name} {first}–" for name, first in called)
        key, do, some = "doctor.desks.batches", "doctor.desks.batches_do", len(waits)
        return warned("desks", key, do, count=count, batches=some, which=which)
    if found:
        names = ("lines", "corrections", "incidents", "packs")
        told = {name: getattr(found, name) for name in names}
        return warned("desks", "doctor.desks.waiting", "doctor.desks.do", count=count, **told)
    if pairs := connection.execute(_TWICE).all():
        named = ", ".join(" = ".join(pair) for pair in pairs[:_NAMED])
        key, do, some = "doctor.desks.twice", "doctor.desks.twice_do", len(pairs)
        return warned("desks", key, do, count=count, pairs=some, numbers=named)
    return fine("desks", "doctor.desks.ok", count=count)


def drafts(connection: Connection, key: DataKey) -> CheckResult:
    """Whether the half-typed forms open."""
    sealer, closed, count = Sealer(key.sealing), 0, 0
    for form, body in connection.execute("SELECT form, body FROM draft"):
        count += 1
        try:
            sealer.open_draft(form, body)
        except Refused:
            closed += 1
    if closed:
        return bad("drafts", "doctor.drafts.closed", "doctor.drafts.do", count=closed)
    return fine("drafts", "doctor.drafts.ok", count=count)


def clock(connection: Connection, reading: Reading) -> CheckResult:
    """Whether the clock stands behind what was written down here already, far ahead of it, or
    apart from another desk's."""
    meta = read_meta(connection)
    if others(connection, meta["desk"]):
        recorded = connection.execute(_RECORDED_HERE, (meta["desk"],))
    else:
        recorded = connection.execute(_RECORDED)
    found = [
        connection.execute("SELECT wall FROM heartbeat").scalar(),
        recorded.scalar(),
    ]
    written = [instant_of(text) for text in found if text]
    latest = max(written, default=reading.wall)
    if latest - reading.wall > _BEHIND:
        minutes = (latest - reading.wall) // timedelta(minutes=1)
        return warned("clock", "doctor.clock.behind", "doctor.clock.do", minutes=minutes)
    if reading.wall - latest > _AHEAD:
        days = (reading.wall - latest).days
        return warned("clock", "doctor.clock.ahead", "doctor.clock.do", days=days)
    apart = connection.execute(_APART, (meta["office"], meta["desk"])).first()
    if apart and reading.wall - instant_of(apart[0]) < _SAID_FOR:
        at, name, minutes = apart
        local = f"{instant_of(at).astimezone(ZoneInfo(meta['time_zone'])):%m-%d %H:%M}"
        told = {"name": name, "minutes": minutes, "at": local}
        return warned("clock", "doctor.clock.apart", "doctor.clock.apart_do", **told)
    return fine("clock", "doctor.clock.ok")


def _forks(connection: Connection, office: Uid) -> int:
    return int(connection.execute(_FORKED, (office,)).scalar())


def _complaints(connection: Connection) -> set[str]:
    return set(connection.execute("PRAGMA cipher_integrity_check").scalars())


def _first(connection: Connection, statement: str) -> str:
    found = connection.execute(statement).scalar()
    return "" if found is None else str(found)


_SAMPLE = 50
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(KINDS))
_LAST = "SELECT coalesce(max(seq), 0) FROM event"
_WITHOUT_DOC = (
    "SELECT count(*) FROM event WHERE kind = 'matter.registered' "
    f"AND seq <= ({REACHED}) AND subject NOT IN (SELECT matter FROM search_doc)"
)
_WITHOUT_MATTER = "SELECT count(*) FROM search_doc WHERE matter NOT IN (SELECT uid FROM matter)"
_SAMPLED = "SELECT docid, matter, seq FROM search_doc ORDER BY docid % 97, docid DESC LIMIT ?"
_LATEST = f"SELECT max(seq) FROM event WHERE subject = ? AND kind IN ({_KINDS})"
_FINDS = "SELECT 1 FROM search_index WHERE search_index MATCH ? AND rowid = ?"
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def projections(connection: Connection) -> CheckResult:
    """Make the tables anew from the journal in a file of their own and compare them row for row."""
    with _empty_file(connection) as target:
        with target.begin() as new:
            replay(connection, new)
        with target.connect() as made:
            tables = _compared_tables(made)
            other = [name for name in tables if not _same(connection, made, name)]
    if other:
        return bad("tables", "doctor.tables.other", "doctor.do.salvage", names=", ".join(other))
    return fine("tables", "doctor.tables.ok", count=len(tables))


def texts(connection: Connection) -> CheckResult:
    """Whether the index of texts holds each matter it has reached, and finds what they say."""
    last, reached = _number(connection, _LAST), _number(connection, REACHED)
    wrong = _number(connection, _WITHOUT_DOC) + _number(connection, _WITHOUT_MATTER)
    if reached > last or wrong or not _finds_samples(connection):
        return bad("texts", "doctor.index.other", "doctor.index.do")
    if reached < last:
        return fine("texts", "doctor.index.waiting", waiting=last - reached)
    return fine("texts", "doctor.index.ok")


def _finds_samples(connection: Connection) -> bool:
    sampled = connection.execute(_SAMPLED, (_SAMPLE,)).all()
    return all(_finds(connection, *row) for row in sampled)


def _finds(connection: Connection, docid: int, matter: str, seq: int) -> bool:
    latest = connection.execute(_LATEST, (matter,)).scalar()
    if latest != seq:
        # The index has not come that far, or must have: it never goes past what it reached.
        return latest is not None and latest > _number(connection, REACHED)
    said = searched_texts([e for e in events_of(connection, matter) if e.seq <= seq])
    words = sorted(grams(each.folded for each in said))
    query = " AND ".join(f'"{word}"' for word in words[:: max(1, len(words) // 8)])
    return not query or bool(connection.execute(_FINDS, (query, docid)).first())


@contextmanager
def _empty_file(like: Connection) -> Iterator[Engine]:
    """Yield a throw-away file under a random key that nobody keeps."""
    needed = _number(like, "PRAGMA page_count") * _number(like, "PRAGMA page_size")
    with throwaway(needed) as folder:
        engine = open_engine(folder / "again.db", os.urandom(KEY_BYTES))
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()


def _compared_tables(connection: Connection) -> list[str]:
    """Return the tables that follow from the journal at once."""
    names = connection.execute(_TABLES).scalars()
    return [name for name in names if name not in COPIED and not name.startswith(TABLES)]


def _same(old: Connection, new: Connection, table: str) -> bool:
    keys = ", ".join(key_in(new, table))
    streams = [each.execute(f"SELECT * FROM {table} ORDER BY {keys}") for each in (old, new)]
    return all(left == right for left, right in zip_longest(*streams))


def _number(connection: Connection, statement: str) -> int:
    return int(connection.execute(statement).scalar())
