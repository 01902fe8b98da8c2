"""Finds, in the pages of a damaged file, every row that proves by itself what it is.

A row of the journal does by its mac, which is over all its columns and the mac before it; a
matter's key and a draft by opening; a policy pack by its digest. So it does not matter where a row
lay: in which page, in the log, or in a page that has been given up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.file.damaged_pages import Row, rows_of, salts_of
from data.journal.journal import chain_key, mac_fits
from data.vault.sealing import Sealer
from data.vault.vault import DataKey
from xfconsole.core.words.refusal import Refused

Columns = dict[str, Any]

_META = ("office", "desk", "name", "time_zone")
_INSTANT = 27
_EVENT_COLUMNS = (
    *("seq", "uid", "desk", "dseq", "kind", "subject", "happened_at", "recorded_at"),
    *("officer", "body", "prev", "mac"),
)


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
        """Keep a row that proves what it is."""
        rowid, *columns = row
        while columns and columns[-1] is None:
            columns.pop()
        match columns:
            case [None, *others] if len(columns) == len(_EVENT_COLUMNS):
                self._event(dict(zip(_EVENT_COLUMNS, [rowid, *others], strict=True)))
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
        if any(isinstance(columns[name], bytes) for name in _EVENT_COLUMNS[:-2]):
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
