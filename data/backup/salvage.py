"""Saves what reads of a damaged office into a new folder, and never touches the damaged one.

The tables are made anew from the journal. Where events are missing the chain could not hold: what
was found is numbered and signed on in its order, and the journal itself says what is missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

from data.backup.folder import BACKUPS, backups_in
from data.backup.interrupted_restore import DATABASE
from data.backup.salvage_rows import Columns, RawRows, search
from data.file.damaged_pages import salts_of
from data.file.engine import open_engine
from data.file.files import refusal_of
from data.journal.journal import chain_key, resigned
from data.store.head_file import HeadFileDamaged, read_head_file
from data.store.rebuild import project_journal
from data.store.store import SqlStore, found_office
from data.tables.migrations import migrate
from data.tables.rows import DraftTable, EventTable, MatterKeyTable, MetaTable, PolicyPackTable
from data.tables.statements import insert, upsert
from data.vault import guesses
from data.vault.slots import KEYS_FILE
from data.vault.vault import DataKey
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.core.facts.of_office import JournalSalvaged, OfficeFounded
from xfconsole.core.ports import Ids, TimeSource
from xfconsole.core.words.refusal import Refused

_CHUNK = 1000
_KEPT_META = ("name", "time_zone")


@dataclass(frozen=True, slots=True)
class Gap:
    """Events that were not found: from one number to another, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved, in numbers, and which events were not.

    Events cut off the end show only as far as the head file or a backup tells of them.
    """

    events: int
    keys: int
    drafts: int
    gaps: tuple[Gap, ...]

    @property
    def lost(self) -> int:
        """How many events are known to be missing."""
        return sum(gap.last - gap.first + 1 for gap in self.gaps)

    @property
    def missing(self) -> str:
        """Their numbers, such as ``3-5 9``."""
        return " ".join(map(str, self.gaps))


def salvage(folder: Path, into: Path, passphrase: str, clock: TimeSource, ids: Ids) -> Salvaged:
    """Write what reads of an office into a new folder, which the same passphrases open.

    Raises Refused where the folder is in use already, nothing reads, or the disk won't have it.
    """
    key = guesses.unlock(folder, passphrase, clock=clock).key
    try:
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise Refused("doctor.refused.into_used", folder=into)
        end = _end(folder, key)
        rows = _found(folder, key, end)
        line = rows.line()
        saved = Salvaged(len(line), len(rows.keys), len(rows.drafts), tuple(_gaps(line, end)))
        office = _office_of(rows, line)
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(folder / KEYS_FILE, into / KEYS_FILE)
        _write(into / DATABASE, key, office, rows, saved, clock, ids)
    except OSError as error:
        raise refusal_of(error, into.name) from None
    return saved


def _found(folder: Path, key: DataKey, end: int) -> RawRows:
    """Return what reads of the office's file, filled up from its newest backup."""
    backups = (each.path / DATABASE for each in backups_in(folder / BACKUPS))
    newest = [each for each in backups if each.is_file()][:1]
    # A backup has the salt of the file it was made from, which may have lost it.
    rows = search(folder / DATABASE, key, chain.from_iterable(map(salts_of, newest)))
    for database in newest if rows.events else ():
        rows.fill(search(database, key), end)
    # A page as it was before may still hold the key of an identity that was erased since.
    for each in rows.line():
        if each["kind"] == IdentityErased.kind:
            rows.keys.pop(each["subject"], None)
    return rows


def _write(
    database: Path,
    key: DataKey,
    office: str,
    rows: RawRows,
    saved: Salvaged,
    clock: TimeSource,
    ids: Ids,
) -> None:
    now = clock.read().wall
    engine = open_engine(database, key.database)
    try:
        migrate(engine)
        found_office(engine, office, ids.new(now))
        with engine.begin() as connection:
            _put(connection, EventTable, list(resigned(chain_key(key.raw), rows.line())))
            for table, found in _beside(rows):
                _put(connection, table, found)
            meta = [{"key": k, "value": v} for k, v in rows.meta.items() if k in _KEPT_META]
            upsert(MetaTable).run(connection, meta)
            project_journal(connection)
        fact = JournalSalvaged(saved.events, saved.lost, saved.missing)
        with SqlStore(engine, key).begin() as transaction:
            transaction.append([Event(ids.new(now), office, now, now, "", fact)])
    finally:
        engine.dispose()


def _beside(rows: RawRows) -> Iterator[tuple[type[SQLModel], Sequence[Mapping[str, object]]]]:
    keys = rows.keys.items()
    yield MatterKeyTable, [{"matter": uid, "wrapped": wrapped} for uid, wrapped in keys]
    yield PolicyPackTable, [{"digest": name, "text": text} for name, text in rows.packs.items()]
    drafts = rows.drafts.items()
    yield DraftTable, [{"form": form, "saved_at": at, "body": body} for form, (at, body) in drafts]


def _put(
    connection: sa.Connection, table: type[SQLModel], rows: Sequence[Mapping[str, object]]
) -> None:
    adding = insert(table)
    for at in range(0, len(rows), _CHUNK):
        adding.run(connection, rows[at : at + _CHUNK])


def _office_of(rows: RawRows, line: Sequence[Columns]) -> str:
    """Return the office's uid; without it there is nothing to save into."""
    founded = [each["subject"] for each in line if each["kind"] == OfficeFounded.kind]
    office = (founded or [rows.meta.get("office", "")])[0]
    if not (line and office and (founded or set(_KEPT_META) <= rows.meta.keys())):
        raise Refused("doctor.refused.nothing_saved")
    return str(office)


def _end(folder: Path, key: DataKey) -> int:
    """Return the furthest number that the head file or a backup tells of."""
    ends = [each.head.seq for each in backups_in(folder / BACKUPS)]
    with suppress(HeadFileDamaged, OSError):
        kept = read_head_file(folder, key.raw)
        ends += [kept.head.seq] if kept else []
    return max(ends, default=0)


def _gaps(line: Sequence[Columns], end: int) -> Iterator[Gap]:
    expected = 1
    for event in line:
        if event["seq"] != expected:
            yield Gap(expected, event["seq"] - 1)
        expected = event["seq"] + 1
    if end >= expected:
        yield Gap(expected, end)
