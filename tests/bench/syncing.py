"""What it costs to bring entries to a hub and to fetch them, beside psycopg with the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg

from data.exchange.batch import Batch
from data.exchange.container import Record
from data.hub.joined import at_hub
from data.hub.syncing import Syncing
from data.store.store import SqlStore, claim_file
from tests.bench.figure import Figure, interleaved
from tests.bench.invented import long_text
from tests.data.files import KEY, File, Uids, new_file
from tests.data.many_desks import exchange_of
from tests.hub import Hub, joining, met, new_hub
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.words.desk import Channel

EVENTS, FEW, MANY = 20_000, 10_000, 1_000_000
TRANSPORT, FETCHING, TAKING, FLAT = 3.0, 3.0, 20.0, 1.5
"""Limits: beside the bare side, in seconds, and among many beside among few."""
_NOTES = 4
"""Short entries for each matter."""
_EMPTY = """
    TRUNCATE xfc.batch, xfc.line, bare;
    UPDATE xfc.desk SET last = 0, head = '';
    UPDATE xfc.login SET spent = 0
"""
_FILL = """
    INSERT INTO xfc.line (desk, dseq, uid, hash)
    SELECT desk.number, n, gen_random_uuid(), sha256(n::text::bytea)
    FROM xfc.desk, generate_series(1, %(lines)s) n WHERE login IS NOT NULL;
    INSERT INTO xfc.batch (desk, first, last, name, sealed, login)
    SELECT desk.number, n - 499, n, sha256(n::text::bytea), sha256(n::text::bytea), login
    FROM xfc.desk, generate_series(500, %(lines)s, 500) n WHERE login IS NOT NULL;
    UPDATE xfc.desk SET last = %(lines)s, head = %(head)s WHERE login IS NOT NULL
"""
_PULL = "SELECT * FROM xfc.pull(%b, 8000000)"


def wait_for_disk() -> None:
    """Let the server of the hubs wait for its disk, as one at work does."""
    with new_hub() as hub:
        for setting in ("fsync", "synchronous_commit"):
            hub.do(f"ALTER SYSTEM SET {setting} = on")
        hub.do("SELECT pg_reload_conf()")


@dataclass
class Served:
    """A desk that joined a hub, its batches, and the rows that the bare side stores."""

    hub: Hub
    file: File
    batches: Sequence[tuple[Batch, Record]]
    rows: Sequence[tuple[str, int, UUID, bytes, bytes]]


def syncing(folder: Path, rounds: int, events: int, few: int, many: int) -> list[Figure]:
    """Return the figures of a hub."""
    folder.mkdir()
    with ExitStack() as closing:
        served = closing.enter_context(_served(folder, events))
        told = f"{events:,} entries"
        found = [
            _transport(served, rounds, told),
            _size(served, told),
            _fetching(served, folder, rounds, told),
            _taking(served, folder, rounds, told),
        ]
        among = [closing.enter_context(_filled(folder, lines)) for lines in (many, few)]
        found.append(
            _flat(among, rounds, f"a batch there and back, {many:,} entries beside {few:,}")
        )
    return found


@contextmanager
def _served(folder: Path, events: int) -> Iterator[Served]:
    with new_hub() as hub, new_file(folder, f"desk-{events}.db") as file:
        hub.do("CREATE TABLE bare (desk text, dseq bigint, uid uuid, hash bytea, line bytea)")
        _write(file, events)
        joining(hub, file)
        exchange = exchange_of(file)
        exchange.cut(file.now, "李敏", Uids(1_000_000_000))
        batches = list(exchange.beyond(lambda _: (0, "")))
        rows = [
            (batch.desk, number, _uid(line), hashlib.sha256(line).digest(), line)
            for batch, record in batches
            for number, line in enumerate(record.lines.split(b"\n"), batch.first)
        ]
        yield Served(hub, file, batches, rows)


def _uid(line: bytes) -> UUID:
    return UUID(line.split(b'"')[1].decode())


def _write(file: File, events: int) -> None:
    """Register matters of the length of real ones, each with some short entries."""
    for serial in range(events // (_NOTES + 1)):
        matter = file.uids.new(file.now)
        number = f"2026-{serial:06d}"
        fact = MatterRegistered(
            Channel.LETTER, "安置房逾期交付", number=number, text=long_text(serial)
        )
        notes = (NoteAdded(f"已致电责任单位 {serial} {each}") for each in range(_NOTES))
        with file.store.begin() as tx:
            tx.append([file.event(matter, each) for each in (fact, *notes)])


def _transport(served: Served, rounds: int, told: str) -> Figure:
    def ours() -> float:
        _emptied(served)
        with at_hub(exchange_of(served.file)) as connection:
            meeting = Syncing(connection, exchange_of(served.file))
            start = perf_counter()
            for each in served.batches:
                assert meeting.push(*each) == "taken"
            return perf_counter() - start

    def bare() -> float:
        _emptied(served)
        start = perf_counter()
        with served.hub.owner.transaction(), served.hub.owner.cursor() as cursor:
            cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s, %s, %s)", served.rows)
        return perf_counter() - start

    found = interleaved(rounds, bare, ours)
    return Figure.of(f"hub: bringing {told}, sealed", found[::-1], TRANSPORT)


def _emptied(served: Served) -> None:
    served.hub.do(_EMPTY)


def _size(served: Served, told: str) -> Figure:
    """Return how many bytes an entry takes at the hub, beside those of its bare row."""
    _emptied(served)
    met(served.file)
    with served.hub.owner.transaction(), served.hub.owner.cursor() as cursor:
        cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s, %s, %s)", served.rows)
    size = (
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname ~ %s"
    )
    ours, bare = (
        float(served.hub.rows(size, name)[0][0]) / len(served.rows)
        for name in ("^(batch|line)_", "^bare$")
    )
    return Figure(f"hub: an entry on its disk, of {told}", [ours], [bare], unit="bytes")


@contextmanager
def _other(served: Served, folder: Path, name: str) -> Iterator[File]:
    """Yield a desk that has nothing yet."""
    with new_file(folder, f"{name}.db") as file:
        claim_file(file.engine, served.file.store.office, name)
        file.store = SqlStore(file.engine, KEY)
        joining(served.hub, file)
        yield file


def _fetching(served: Served, folder: Path, rounds: int, told: str) -> Figure:
    with _other(served, folder, "fetching") as file:

        def ours() -> float:
            with at_hub(exchange_of(file)) as connection:
                meeting = Syncing(connection, exchange_of(file))
                start = perf_counter()
                found = list(meeting.coming({}))
                taken = perf_counter() - start
            assert len(found) >= len(served.batches)
            return taken

        def bare() -> float:
            start = perf_counter()
            found = served.hub.owner.execute("SELECT * FROM bare", binary=True).fetchall()
            assert len(found) == len(served.rows)
            return perf_counter() - start

        found = interleaved(rounds, ours, bare)
    return Figure.of(f"hub: fetching {told} and opening them", found, FETCHING)


def _taking(served: Served, folder: Path, rounds: int, told: str) -> Figure:
    """Return the seconds of a desk that fetches all and takes it in."""
    found = []
    for turn in range(rounds):
        with _other(served, folder, f"taking-{turn}") as file:
            start = perf_counter()
            assert met(file).taken.lines >= len(served.rows)
            found.append(perf_counter() - start)
    return Figure(f"hub: fetching {told} and taking them in", found, limit=TAKING)


@contextmanager
def _filled(folder: Path, lines: int) -> Iterator[Served]:
    with _served(folder, 500 + lines % 7) as served:
        _emptied(served)
        head = hashlib.sha256(str(lines).encode()).digest()
        with served.hub.owner.cursor() as cursor:
            psycopg.ClientCursor(served.hub.owner).execute(_FILL.encode(), _told(lines, head))
            cursor.execute("ANALYZE")
        yield served


def _told(lines: int, head: bytes) -> dict[str, Any]:
    return {"lines": lines, "head": head}


def _flat(among: Sequence[Served], rounds: int, what: str) -> Figure:
    def there_and_back(served: Served) -> float:
        desk, last, head = served.hub.rows(
            "SELECT name, last, encode(head, 'hex') FROM xfc.desk WHERE login IS NOT NULL"
        )[0]
        batch, record = served.batches[0]
        length = batch.last - batch.first + 1
        made = Batch(
            desk, last + 1, last + length, head, batch.digest, {}, batch.key, batch.signature
        )
        with at_hub(exchange_of(served.file)) as connection:
            meeting = Syncing(connection, exchange_of(served.file))
            start = perf_counter()
            assert meeting.push(made, record) == "taken"
            marks = psycopg.types.json.Jsonb({desk: last})
            assert len(connection.execute(_PULL, (marks,)).fetchall()) == 1
            return perf_counter() - start

    several = [lambda served=each: sum(there_and_back(served) for _ in range(10)) for each in among]
    return Figure.of(f"hub: {what}", interleaved(rounds, *several), FLAT)
