"""Finds, in the pages of a damaged file, every row that proves by itself what it is.

A row of the journal does by its mac, which is over all its columns and the mac before it; a
matter's key and a draft by opening; a policy pack by its digest. So damaged pages are read too,
and those in the log, and it does not matter where a row lay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from data.file.damaged_pages import SALT, PageKeys, Row, rows_of
from data.file.wal import PAGE, frames_of
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
    """What was found: events by number and mac, and the other tables' rows by their keys.

    ``meta`` proves nothing by itself and comes from pages that read as they were written.
    """

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


def search(database: Path, key: DataKey) -> RawRows:
    """Go through every page of a database and its log; raises OSError where they do not read."""
    raw = database.read_bytes()
    keys, rows = PageKeys.of(key.database, raw[:SALT]), RawRows()
    logged = [(frame.page, frame.content) for frame in frames_of(database)]
    in_log = dict(logged)

    def newest(number: int) -> bytes | None:
        """Return the page in which a row that spilled over continues."""
        page = in_log.get(number) or raw[(number - 1) * PAGE : number * PAGE]
        return keys.clear(number, page) if number > 0 and len(page) == PAGE else None

    keeping = _Keeping(rows, key)
    for number, page in chain(_pages(raw), logged):
        fits = keys.fits(number, page)
        for row in rows_of(number, keys.clear(number, page), newest):
            keeping.keep(row, fits=fits)
    return rows


def _pages(raw: bytes) -> Iterator[tuple[int, bytes]]:
    for at in range(0, len(raw) - PAGE + 1, PAGE):
        yield at // PAGE + 1, raw[at : at + PAGE]


class _Keeping:
    def __init__(self, rows: RawRows, key: DataKey) -> None:
        self._rows, self._chain, self._sealer = rows, chain_key(key.raw), Sealer(key.sealing)

    def keep(self, row: Row, *, fits: bool) -> None:
        """Keep a row that proves what it is."""
        match row[1]:
            case [_, *columns] if len(row[1]) == len(_EVENT_COLUMNS):
                self._event(dict(zip(_EVENT_COLUMNS, [row[0], *columns], strict=True)))
            case [str(name), str(value)]:
                self._pair(name, value, fits=fits)
            case [str(form), bytes(body), str(saved_at)] if len(saved_at) == _INSTANT:
                if _opens(lambda: self._sealer.open_draft(form, body)):
                    older = self._rows.drafts.get(form, ("", b""))
                    self._rows.drafts[form] = max(older, (saved_at, body))

    def _event(self, columns: Columns) -> None:
        if not (isinstance(columns["prev"], bytes) and isinstance(columns["mac"], bytes)):
            return
        if any(isinstance(columns[name], bytes) for name in _EVENT_COLUMNS[:-2]):
            return
        if mac_fits(self._chain, columns):
            self._rows.events.setdefault(columns["seq"], {})[columns["mac"]] = columns

    def _pair(self, name: str, value: str, *, fits: bool) -> None:
        if name in _META:
            if fits:
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
