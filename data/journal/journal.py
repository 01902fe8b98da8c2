"""The journal: append-only events in a keyed chain, so that a changed line shows.

The chain holds the lines as they came to this file, by ``seq``; what several desks wrote is told in
their common order (data/journal/stamps.py), which on a desk of its own is the same.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from json import JSONDecodeError
from operator import attrgetter
from typing import Any

from data.file.connection import Connection
from data.journal.codec import canonical, fact_from, fact_text, instant_of, instant_text
from data.journal.departures import Renamed, copied_from
from data.journal.stamps import Stamps, stamps_at_end
from data.tables.statements import insert
from data.vault.sealing import subkey
from xfconsole.core.facts.event import Event, Order
from xfconsole.core.office.journal_head import HEAD_DIGITS, Head
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import Refused

GENESIS = bytes(32)
"""What stands for the mac before the first event."""

_ADD = insert("event")
COLUMNS = (
    *("seq", "uid", "subject", "happened_at", "recorded_at", "officer", "kind", "body"),
    *("stamp", "desk", "dseq"),
)
"""What ``decoded`` makes an event of."""
_COLUMNS = ", ".join(COLUMNS)
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
_HEAD = (
    "SELECT seq, desk, dseq, mac, coalesce(stamp, recorded_at), coalesce(signed_desk, desk) "
    "FROM event WHERE seq = (SELECT max(seq) FROM event)"
)
_LAST_MAC = "SELECT seq, mac FROM event ORDER BY seq DESC LIMIT 1"
_MAC_AT = "SELECT mac FROM event WHERE seq = ?"
_LAST_OF_DESK = """
    SELECT coalesce(max(dseq), 0), coalesce((SELECT value FROM meta WHERE key = 'desk'), ?1)
    FROM event WHERE desk = ?1
"""
_CHAIN = "SELECT * FROM event ORDER BY seq"
_AS_TOLD = {"signed_desk": None, "signed_dseq": None}
"""Of a line that is told under the name that the chain signs."""
_place = attrgetter("order")


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
        self._stamps = Stamps()

    def append(self, events: Sequence[Event]) -> list[Event]:
        """Add events at the end of the chain; returns them with their ``seq``."""
        if not events:
            return []
        _, dseq, _ = self._at_end()
        rows = [_row(event, self._desk, dseq + at) for at, event in enumerate(events, 1)]
        return list(map(_numbered, events, self._add(rows)))

    def of(self, desk: str) -> Journal:
        """Return the same journal, in which another desk goes on."""
        return Journal(self._connection, self._key, desk)

    def take_in(self, lines: Sequence[Mapping[str, Any]], events: Sequence[Event]) -> list[Event]:
        """Add lines of another desk, and the events in them, as that desk wrote them."""
        return list(map(_numbered, events, self._add(lines)))

    def _add(self, lines: Sequence[Mapping[str, Any]]) -> list[tuple[int, Order]]:
        """Sign lines on at the end; returns each one's ``seq`` and place. This desk's have no
        stamp before."""
        seq, own, mac = self._at_end()
        rows: list[dict[str, Any]] = []
        places: list[tuple[int, Order]] = []
        for line in lines:
            desk, dseq, recorded_at = line["desk"], line["dseq"], line["recorded_at"]
            usual = self._stamps.usual(recorded_at, desk)
            stamp = line.get("stamp") or usual
            self._stamps.note(stamp, desk)
            seq += 1
            row = {**line, "seq": seq, "stamp": None if stamp == recorded_at else stamp, **_AS_TOLD}
            prev, mac = mac, _mac(self._key, mac, row, usual)
            rows.append({**row, "prev": prev, "mac": mac})
            places.append((seq, (stamp, desk, dseq)))
            own = dseq if desk == self._desk else own
        _ADD.run(self._connection, rows)
        self._end = seq, own, mac
        return places

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
        seq, desk, dseq, mac, stamp, signed = head
        self._stamps = stamps_at_end(self._connection, stamp, signed, self._desk)
        if desk != self._desk:
            ((dseq, own),) = self._connection.execute(_LAST_OF_DESK, (self._desk,))
            # Another program may have given the desk another name since this one began.
            if own != self._desk:
                raise Refused("store.refused.departed")
        return seq, dseq, mac


def verify_chain(
    connection: Connection, key: bytes, pace: Callable[[], None] = lambda: None
) -> int | None:
    """Walk the whole chain; returns None, or the ``seq`` of the first event that does not fit.

    An event doesn't fit when any column of it was changed, when a line before it was removed,
    added or moved, or when it is told under a name that no departure gave it. Lines cut off the end
    don't show here. ``pace`` is called before each event.
    """
    expected, before, stamps, renamed = 1, GENESIS, Stamps(), Renamed()
    for row in connection.execute(_CHAIN).mappings():
        pace()
        usual = _noted(stamps, row)
        fits = row["seq"] == expected and row["prev"] == before
        if not fits or not hmac.compare_digest(row["mac"], _mac(key, before, row, usual)):
            return int(row["seq"])
        expected, before = expected + 1, row["mac"]
        renamed.note(row)
    return renamed.unexplained()


def mac_fits(key: bytes, columns: Mapping[str, Any]) -> bool:
    """Whether the columns of one event are as they were signed, after the mac in its ``prev``.

    Without the lines before it nobody knows its usual stamp: that one is taken at its word.
    """
    usual = _stamp(columns)
    macs = [_mac(key, columns["prev"], columns, each) for each in (usual, "")]
    return any(hmac.compare_digest(columns["mac"], mac) for mac in macs)


def signed_again(key: bytes, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Number and sign events on from nothing; an unbroken line comes out as it went in."""
    before, stamps = GENESIS, Stamps()
    for seq, columns in enumerate(rows, 1):
        row = {**columns, "seq": seq, "prev": before}
        before = _mac(key, before, row, _noted(stamps, row))
        yield row | {"mac": before}


def event_of(connection: Connection, uid: Uid) -> Event | None:
    """Return one event as it was written, or None."""
    row = connection.execute(_ONE, (uid,)).first()
    return decoded(row) if row else None


def events_of(connection: Connection, subject: Uid, *, after: int = 0) -> list[Event]:
    """Return a subject's events as they were written, in the order of all desks.

    Only those that came to this file later than ``seq`` ``after``.
    """
    return _ordered(_told(connection, connection.execute(_OF_SUBJECT, (subject, after))))


def _told(connection: Connection, rows: Iterable[Any]) -> list[Event]:
    """Return the events in rows, each of a copy's with what that was copied from."""
    events = list(map(decoded, rows))
    if len({each.desk for each in events}) < 2 or not (copies := copied_from(connection)):
        return events
    return [replace(each, copied_from=copies.get(each.desk, ())) for each in events]


def _ordered(events: Iterable[Event]) -> list[Event]:
    """Return events in the order of all desks: those of one stand in it, and cost no sorting."""
    return sorted(events, key=_place)


def events_of_many(
    connection: Connection, subjects: Sequence[Uid], kinds: Collection[str] = ()
) -> dict[Uid, list[Event]]:
    """Return the events of several subjects as they were written, each in the order of all desks.

    With ``kinds`` only events of those kinds.
    """
    found: dict[Uid, list[Event]] = {uid: [] for uid in subjects}
    statement = f"SELECT {_COLUMNS} FROM event WHERE subject IN ({', '.join('?' * len(found))})"
    if kinds:
        statement += f" AND kind IN ({', '.join('?' * len(kinds))})"
    for event in _told(
        connection, connection.execute(f"{statement} ORDER BY seq", (*found, *kinds))
    ):
        found[event.subject].append(event)
    for events in found.values():
        events.sort(key=_place)
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
    return _told(connection, connection.execute(statement, values))


def recorded_since(connection: Connection, since: datetime, kinds: Collection[str]) -> list[Event]:
    """Return the events of these kinds recorded since then, in the order of all desks."""
    marks = ", ".join("?" * len(kinds))
    # The plus sign, as above, keeps to the index on recorded_at.
    statement = f"SELECT {_COLUMNS} FROM event WHERE recorded_at >= ? AND kind IN ({marks})"
    values = (instant_text(since), *kinds)
    return _ordered(_told(connection, connection.execute(f"{statement} ORDER BY +seq", values)))


def identity_readings(connection: Connection) -> list[Event]:
    """Return the readings of identities and what other officers said of them, oldest first."""
    return _ordered(map(decoded, connection.execute(f"{IDENTITY_READINGS} ORDER BY seq")))


def all_events(connection: Connection) -> Iterator[Event]:
    """Stream the whole journal as it came to this file."""
    yield from map(decoded, connection.execute(_ALL))


def decoded(row: Any) -> Event:
    """Return the event in a row of ``COLUMNS``.

    Raises Refused for a body that is no JSON: of a long text the library reads a last page that
    fails its seal as zeros.
    """
    seq, uid, subject, happened_at, recorded_at, officer, kind, body, stamp, desk, dseq = row
    recorded = instant_of(recorded_at)
    happened = recorded if happened_at == recorded_at else instant_of(happened_at)
    try:
        fact = fact_from(kind, body)
    except JSONDecodeError:
        raise Refused("vault.refused.damaged", file="office.db") from None
    order = (stamp or recorded_at, desk, dseq)
    return Event(uid, subject, happened, recorded, officer, fact, seq, order)


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


def _numbered(event: Event, place: tuple[int, Order]) -> Event:
    # dataclasses.replace takes several times as long.
    e, (seq, order) = event, place
    return Event(e.uid, e.subject, e.happened_at, e.recorded_at, e.officer, e.fact, seq, order)


def _row(event: Event, desk: str, dseq: int) -> dict[str, Any]:
    return {
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


def _noted(stamps: Stamps, row: Mapping[str, Any]) -> str:
    """Return a line's usual stamp and go on to the next; what is no text fits no mac either."""
    recorded_at, desk = str(row["recorded_at"]), str(row.get("signed_desk") or row["desk"])
    usual = stamps.usual(recorded_at, desk)
    stamps.note(_stamp(row), desk)
    return usual


def _stamp(row: Mapping[str, Any]) -> str:
    """Return a line's stamp; a file of an older version has no column for it."""
    return str(row.get("stamp") or row["recorded_at"])


def _mac(key: bytes, before: bytes, columns: Mapping[str, Any], usual: str) -> bytes:
    """Sign the columns in their fixed order; a JSON list can be read in one way only.

    A stamp that is the usual one follows from the lines before, and is not signed: lines from
    before there were stamps stay as they are.
    """
    signed = [columns[name] for name in _SIGNED]
    if (desk := columns.get("signed_desk")) is not None:
        signed[2:4] = desk, columns["signed_dseq"]
    if (stamp := _stamp(columns)) != usual:
        signed.append(stamp)
    return hmac.digest(key, before + canonical(signed).encode(), "sha256")
