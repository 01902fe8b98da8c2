"""The journal: append-only events in a keyed chain, so that a changed line shows."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from json import JSONDecodeError
from typing import Any

from data.file.connection import Connection
from data.journal.codec import canonical, fact_from, fact_text, instant_of, instant_text
from data.tables.statements import insert
from data.vault.sealing import subkey
from xfconsole.core.facts.event import Event
from xfconsole.core.office.journal_head import HEAD_DIGITS, Head
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import Refused

GENESIS = bytes(32)
"""What stands for the mac before the first event."""

_ADD = insert("event")
_COLUMNS = "seq, uid, subject, happened_at, recorded_at, officer, kind, body"
_ONE = f"SELECT {_COLUMNS} FROM event WHERE uid = ?"
_OF_SUBJECT = f"SELECT {_COLUMNS} FROM event WHERE subject = ? AND seq > ? ORDER BY seq"
# The plus signs keep SQLite from walking the whole journal in the order of seq: the index on
# recorded_at alone answers the inner query.
RECORDED = (
    f"SELECT {_COLUMNS} FROM event WHERE seq IN (SELECT seq FROM event "
    "WHERE recorded_at >= ? AND recorded_at < ? AND +seq > ?{kinds} ORDER BY +seq LIMIT ?) "
    "ORDER BY seq"
)
IDENTITY_READINGS = (
    f"SELECT {_COLUMNS} FROM event WHERE kind IN ('identity.read', 'identity.reviewed')"
)
_ALL = f"SELECT {_COLUMNS} FROM event ORDER BY seq"
_HEAD = "SELECT seq, desk, dseq, mac FROM event WHERE seq = (SELECT max(seq) FROM event)"
_LAST_MAC = "SELECT seq, mac FROM event ORDER BY seq DESC LIMIT 1"
_MAC_AT = "SELECT mac FROM event WHERE seq = ?"
_LAST_OF_DESK = "SELECT coalesce(max(dseq), 0) FROM event WHERE desk = ?"
_CHAIN = "SELECT * FROM event ORDER BY seq"


def head(connection: Connection) -> Head:
    """Return where the journal ends: the last event's ``seq`` and 60 bits of its mac in hex.

    Kept outside the file it tells of, it shows that lines were cut off the journal's end.
    """
    row = connection.execute(_LAST_MAC).first()
    return Head(0, _short(GENESIS)) if row is None else Head(row[0], _short(row[1]))


def holds(connection: Connection, kept: Head) -> bool:
    """Whether the journal still holds the event that a kept head names, with the same mac.

    Every later event follows from that mac: True says nothing up to there was cut or changed,
    given that ``verify_chain`` finds the chain whole.
    """
    if not kept.seq:
        return kept.mac == _short(GENESIS)
    mac = connection.execute(_MAC_AT, (kept.seq,)).scalar()
    return mac is not None and hmac.compare_digest(_short(mac), kept.mac)


def _short(mac: bytes) -> str:
    return mac.hex()[:HEAD_DIGITS]


def chain_key(data_key: bytes) -> bytes:
    """Derive the chain's key from the office's data key (HKDF-SHA256)."""
    return subkey(data_key, "journal chain")


class Journal:
    """Appends on one connection; within a writing transaction nobody else moves the chain's end."""

    def __init__(self, connection: Connection, key: bytes, desk: str) -> None:
        self._connection = connection
        self._key = key
        self._desk = desk
        self._end: tuple[int, int, bytes] | None = None

    def append(self, events: Sequence[Event]) -> list[Event]:
        """Add events at the end of the chain; returns them with their ``seq``."""
        if not events:
            return []
        seq, dseq, mac = self._at_end()
        rows, stored = [], []
        for event in events:
            seq, dseq = seq + 1, dseq + 1
            row = _row(event, seq, self._desk, dseq)
            prev, mac = mac, _mac(self._key, mac, row)
            rows.append({**row, "prev": prev, "mac": mac})
            stored.append(_numbered(event, seq))
        _ADD.run(self._connection, rows)
        self._end = seq, dseq, mac
        return stored

    def last_seq(self) -> int:
        """Return the ``seq`` of the journal's last event, 0 for an empty journal."""
        return self._at_end()[0]

    def _at_end(self) -> tuple[int, int, bytes]:
        """Return the last ``seq``, this desk's last ``dseq`` and the last mac."""
        if self._end is None:
            self._end = self._read_end()
        return self._end

    def _read_end(self) -> tuple[int, int, bytes]:
        head = self._connection.execute(_HEAD).first()
        if head is None:
            return 0, 0, GENESIS
        seq, desk, dseq, mac = head
        if desk != self._desk:
            dseq = self._connection.execute(_LAST_OF_DESK, (self._desk,)).scalar()
        return seq, dseq, mac


def verify_chain(
    connection: Connection, key: bytes, pace: Callable[[], None] = lambda: None
) -> int | None:
    """Walk the whole chain; returns None, or the ``seq`` of the first event that does not fit.

    An event doesn't fit when any column of it was changed, or when a line before it was removed,
    added or moved. Lines cut off the end don't show here. ``pace`` is called before each event.
    """
    expected, before = 1, GENESIS
    for row in connection.execute(_CHAIN).mappings():
        pace()
        columns = {name: row[name] for name in _SIGNED}
        fits = row["seq"] == expected and row["prev"] == before
        if not fits or not hmac.compare_digest(row["mac"], _mac(key, before, columns)):
            return int(row["seq"])
        expected, before = expected + 1, row["mac"]
    return None


def mac_fits(key: bytes, columns: Mapping[str, Any]) -> bool:
    """Whether the columns of one event are as they were signed, after the mac in its ``prev``."""
    signed = {name: columns[name] for name in _SIGNED}
    return hmac.compare_digest(columns["mac"], _mac(key, columns["prev"], signed))


def signed_again(key: bytes, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Number and sign events on from nothing; an unbroken line comes out as it went in."""
    before = GENESIS
    for seq, columns in enumerate(rows, 1):
        row = {**columns, "seq": seq, "prev": before}
        before = _mac(key, before, {name: row[name] for name in _SIGNED})
        yield row | {"mac": before}


def event_of(connection: Connection, uid: Uid) -> Event | None:
    """Return one event as it was written, or None."""
    row = connection.execute(_ONE, (uid,)).first()
    return decoded(row) if row else None


def events_of(connection: Connection, subject: Uid, *, after: int = 0) -> list[Event]:
    """Return a subject's events later than ``seq`` ``after`` as they were written, oldest first."""
    return list(map(decoded, connection.execute(_OF_SUBJECT, (subject, after))))


def events_of_many(
    connection: Connection, subjects: Sequence[Uid], kinds: Collection[str] = ()
) -> dict[Uid, list[Event]]:
    """Return the events of several subjects as they were written, each oldest first.

    With ``kinds`` only events of those kinds.
    """
    found: dict[Uid, list[Event]] = {uid: [] for uid in subjects}
    statement = f"SELECT {_COLUMNS} FROM event WHERE subject IN ({', '.join('?' * len(found))})"
    if kinds:
        statement += f" AND kind IN ({', '.join('?' * len(kinds))})"
    for row in connection.execute(f"{statement} ORDER BY seq", (*found, *kinds)):
        event = decoded(row)
        found[event.subject].append(event)
    return found


def recorded(
    connection: Connection,
    since: datetime,
    until: datetime,
    after: int,
    limit: int,
    kinds: Collection[str] = (),
) -> list[Event]:
    """Return events recorded within a half-open stretch of time, with a ``seq`` above ``after``.

    Of all kinds, unless some are named.
    """
    wanted = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    values = (instant_text(since), instant_text(until), after, *kinds, limit)
    statement = RECORDED.format(kinds=wanted)
    return list(map(decoded, connection.execute(statement, values)))


def recorded_since(connection: Connection, since: datetime, kinds: Collection[str]) -> list[Event]:
    """Return the events of these kinds recorded since then, oldest first."""
    marks = ", ".join("?" * len(kinds))
    # The plus sign, as above, keeps to the index on recorded_at.
    statement = f"SELECT {_COLUMNS} FROM event WHERE recorded_at >= ? AND kind IN ({marks})"
    values = (instant_text(since), *kinds)
    return list(map(decoded, connection.execute(f"{statement} ORDER BY +seq", values)))


def identity_readings(connection: Connection) -> list[Event]:
    """Return the readings of identities and what other officers said of them, oldest first."""
    return list(map(decoded, connection.execute(f"{IDENTITY_READINGS} ORDER BY seq")))


def all_events(connection: Connection) -> Iterator[Event]:
    """Stream the whole journal, oldest first."""
    yield from map(decoded, connection.execute(_ALL))


def decoded(row: Any) -> Event:
    """Return the event in a row of seq, uid, subject, happened, recorded, officer, kind, body.

    Raises Refused for a body that is no JSON: of a long text the library reads a last page that
    fails its seal as zeros.
    """
    seq, uid, subject, happened_at, recorded_at, officer, kind, body = row
    recorded = instant_of(recorded_at)
    happened = recorded if happened_at == recorded_at else instant_of(happened_at)
    try:
        fact = fact_from(kind, body)
    except JSONDecodeError:
        raise Refused("vault.refused.damaged", file="office.db") from None
    return Event(uid, subject, happened, recorded, officer, fact, seq)


_SIGNED = (
    "seq",
    "uid",
    "desk",
    "dseq",
    "kind",
    "subject",
    "happened_at",
    "recorded_at",
    "officer",
    "body",
)


def _numbered(event: Event, seq: int) -> Event:
    # dataclasses.replace takes several times as long.
    e = event
    return Event(e.uid, e.subject, e.happened_at, e.recorded_at, e.officer, e.fact, seq)


def _row(event: Event, seq: int, desk: str, dseq: int) -> dict[str, Any]:
    return {
        "seq": seq,
        "uid": event.uid,
        "desk": desk,
        "dseq": dseq,
        "kind": event.kind,
        "subject": event.subject,
        "happened_at": instant_text(event.happened_at),
        "recorded_at": instant_text(event.recorded_at),
        "officer": event.officer,
        "body": fact_text(event.fact),
    }


def _mac(key: bytes, before: bytes, columns: dict[str, Any]) -> bytes:
    """Sign the columns in their fixed order; a JSON list can be read in one way only."""
    signed = canonical([columns[name] for name in _SIGNED])
    return hmac.digest(key, before + signed.encode(), "sha256")
