"""Saves what reads of a damaged office into a new folder, and never touches the damaged one.

The tables are made anew from the journal. Where events are missing the chain could not hold: what
was found is numbered and signed on in its order, and the journal itself says what is missing.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from data.backup.folder import BACKUPS, backups_in
from data.backup.interrupted_restore import DATABASE
from data.file.connection import Connection
from data.file.damaged_pages import Row, rows_of, salts_of
from data.file.engine import open_engine
from data.file.files import refusal_of
from data.journal.journal import chain_key, mac_fits, signed_again
from data.store.head_file import HeadFileDamaged, read_head_file
from data.store.rebuild import project_journal
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.tables.statements import insert, upsert
from data.vault import sign_in_throttle
from data.vault.sealing import Sealer
from data.vault.slots import KEYS_FILE
from data.vault.vault import DataKey
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.core.facts.of_office import JournalSalvaged, OfficeFounded
from xfconsole.core.ports import Ids, TimeSource
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

Columns = dict[str, Any]

_META = ("office", "desk", "name", "time_zone")
_INSTANT = 27
_EVENT_COLUMNS = (
    *("seq", "uid", "desk", "dseq", "kind", "subject", "happened_at", "recorded_at"),
    *("officer", "body", "prev", "mac", "stamp", "signed_desk", "signed_dseq"),
)
_FEWEST = _EVENT_COLUMNS.index("stamp")
_TEXTS = [name for name in _EVENT_COLUMNS if name not in ("prev", "mac")]


@dataclass(slots=True)
class RawRows:
    """What was found: events by number and mac, and the other tables' rows by their keys."""

    events: dict[int, dict[bytes, Columns]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    packs: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)

    def line(self) -> list[Columns]:
        """Return one event for each number; of two the one that the next one follows."""
        line: list[Columns] = []
        for seq in sorted(self.events, reverse=True):
            candidates = self.events[seq]
            followed = line[-1]["prev"] if line and line[-1]["seq"] == seq + 1 else b""
            line.append(candidates.get(followed) or list(candidates.values())[-1])
        return line[::-1]

    def fill(self, older: RawRows, end: int) -> None:
        """Add what a backup has and this lacks, up to where their journals part.

        Keys only if no event up to ``end`` is missing: it may tell that an identity was erased.
        """
        both = self.events.keys() & older.events.keys()
        parted = [seq for seq in both if not self.events[seq].keys() & older.events[seq].keys()]
        # What an event found here follows is no event of the backup: they parted before it.
        for seq in older.events.keys() - both:
            followed = {each["prev"] for each in self.events.get(seq + 1, {}).values()}
            if followed and not followed & older.events[seq].keys():
                parted.append(seq)
        known = min(parted, default=max(older.events, default=0) + 1)
        self.events |= {seq: older.events[seq] for seq in older.events.keys() - both if seq < known}
        if len(self.events) == max(end, *self.events):
            self.keys = older.keys | self.keys
        self.packs |= older.packs
        self.meta = older.meta | self.meta


def search(database: Path, key: DataKey, salts: Iterable[bytes] = ()) -> RawRows:
    """Read every page of a database and its log, under ``salts`` where it has lost its own.

    Raises OSError where they do not read, Refused without room for a copy.
    """
    rows = RawRows()
    for salt in dict.fromkeys([*salts_of(database), *salts]):
        keeping = _Keeping(rows, key)
        for row in rows_of(database, key.database, salt):
            keeping.keep(row)
        if rows.events:
            break
    return rows


class _Keeping:
    def __init__(self, rows: RawRows, key: DataKey) -> None:
        self._rows, self._chain, self._sealer = rows, chain_key(key.raw), Sealer(key.sealing)

    def keep(self, row: Row) -> None:
        """Store a row that proves what it is."""
        rowid, *columns = row
        while columns and columns[-1] is None:
            columns.pop()
        match columns:
            # Few lines have a stamp of their own or came under another name, none of an older file.
            case [None, *others] if _FEWEST <= len(columns) <= len(_EVENT_COLUMNS):
                self._event(dict(zip_longest(_EVENT_COLUMNS, [rowid, *others])))
            case [str(name), str(value)]:
                self._pair(name, value)
            case [str(form), bytes(body), str(saved_at)] if len(saved_at) == _INSTANT:
                if _opens(lambda: self._sealer.open_draft(form, body)):
                    older = self._rows.drafts.get(form, ("", b""))
                    self._rows.drafts[form] = max(older, (saved_at, body))

    def _event(self, columns: Columns) -> None:
        known, mac = self._rows.events.get(columns["seq"], {}), columns["mac"]
        if mac in known or not (isinstance(columns["prev"], bytes) and isinstance(mac, bytes)):
            return
        if any(isinstance(columns[name], bytes) for name in _TEXTS):
            return
        if mac_fits(self._chain, columns):
            self._rows.events[columns["seq"]] = known | {mac: columns}

    def _pair(self, name: str, value: str) -> None:
        if name in _META:
            self._rows.meta[name] = value
        elif hashlib.sha256(value.encode()).hexdigest() == name:
            self._rows.packs[name] = value
        elif _opens(lambda: self._sealer.seal(name, value, b"")):
            self._rows.keys[name] = value


def _opens(opening: Callable[[], object]) -> bool:
    try:
        opening()
    except Refused:
        return False
    return True


_CHUNK = 1000
_KEPT_META = ("name", "time_zone")


@frozen
class Gap:
    """Events that were not found: from one number to another, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@frozen
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
    key = sign_in_throttle.unlock(folder, passphrase, clock=clock).key
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
        claim_file(engine, office, ids.new(now))
        with engine.begin() as connection:
            _put(connection, "event", list(signed_again(chain_key(key.raw), rows.line())))
            for table, found in _beside(rows):
                _put(connection, table, found)
            meta = [{"key": k, "value": v} for k, v in rows.meta.items() if k in _KEPT_META]
            upsert("meta").run(connection, meta)
            project_journal(connection)
        fact = JournalSalvaged(saved.events, saved.lost, saved.missing)
        with SqlStore(engine, key).begin() as transaction:
            transaction.append([Event(ids.new(now), office, now, now, "", fact)])
    finally:
        engine.dispose()


def _beside(rows: RawRows) -> Iterator[tuple[str, Sequence[Mapping[str, object]]]]:
    keys = rows.keys.items()
    yield "matter_key", [{"matter": uid, "wrapped": wrapped} for uid, wrapped in keys]
    yield "policy_pack", [{"digest": name, "text": text} for name, text in rows.packs.items()]
    drafts = rows.drafts.items()
    yield "draft", [{"form": form, "saved_at": at, "body": body} for form, (at, body) in drafts]


def _put(connection: Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
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
