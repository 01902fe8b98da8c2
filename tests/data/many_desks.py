"""Files of several desks of one office, and what goes from one to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.exchange.exchange import Exchange
from data.exchange.taking import Taken
from data.journal.desks import lines_of, reached
from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, File, Uids, contents, new_file

LOCAL = {
    *("event", "meta", "matter_key", "policy_pack", "draft", "saved_view", "heartbeat", "wiping"),
    *("desk_key", "batch", "heard", "officer_slot", "hub", "moved"),
}
"""Tables that do not follow from what all desks wrote, and the journal itself."""
ALL = 1_000_000
EVER = datetime(2100, 1, 1, tzinfo=UTC)
"""A clock that no line is ahead of."""


@contextmanager
def desks(folder: Path, count: int) -> Iterator[list[File]]:
    """Yield the files of several desks of one office, in which nothing happened yet."""
    with ExitStack() as closing:
        files = []
        for number in range(count):
            file = closing.enter_context(new_file(folder, f"desk{number}.db"))
            claim_file(file.engine, file.store.office, desk(number))
            file.store = SqlStore(file.engine, KEY)
            files.append(file)
        yield files


def desk(number: int) -> str:
    """Return a desk's name: in another order than that of their numbers."""
    return f"{'cabed'[number]}-desk"


def written(file: File, name: str, after: int = 0, limit: int = ALL) -> list[dict[str, Any]]:
    """Return lines of a desk that a file has."""
    with file.reader.connect() as connection:
        return lines_of(connection, name, after, limit)


def known(file: File) -> dict[str, int]:
    """Return how far a file knows each desk."""
    with file.reader.connect() as connection:
        return reached(connection)


def bring(source: File, target: File, name: str, until: int = ALL) -> None:
    """Let a file take in what another has of a desk, up to one of that desk's numbers."""
    after = known(target).get(name, 0)
    with target.store.begin() as tx:
        tx.take_in(written(source, name, after, max(0, until - after)), EVER)


def bring_all(source: File, target: File) -> None:
    """Let a file take in all that another knows."""
    for name in known(source):
        if name != own(target):
            bring(source, target, name)


def own(file: File) -> str:
    """Return the name of a file's own desk."""
    return str(file.rows("SELECT value FROM meta WHERE key = 'desk'")[0][0])


def exchange_of(file: File) -> Exchange:
    """Return what brings a file's lines to other desks and theirs to it."""
    return Exchange(file.store, file.reader, KEY)


def sent(file: File, *, whole: bool = False, second: str = "") -> bytes:
    """Return what a desk writes for the others; ``second`` approves its key, where that is new."""
    out = BytesIO()
    # Once for each desk: tests number what else happens from any number on.
    uids = Uids(1_000_000_000 + sum(own(file).encode()))
    if second:
        exchange_of(file).cut(file.now, "李敏", uids, second)
    exchange_of(file).give(out, file.now, "李敏", uids, whole=whole)
    return out.getvalue()


def received(file: File, found: bytes) -> Taken:
    """Let a desk take in what one wrote."""
    return exchange_of(file).take(BytesIO(found), EVER, lambda _: None)


def bring_in_pieces(
    sources: Sequence[File], target: File, data: DataObject, pieces: int = ALL
) -> None:
    """Let a file take in what every desk wrote, cut anywhere, the desks in any order."""
    waiting = {desk(number): file for number, file in enumerate(sources) if file is not target}
    while waiting and pieces:
        pieces -= 1
        name = data.draw(st.sampled_from(sorted(waiting)))
        after = known(target).get(name, 0)
        lines = written(waiting[name], name, after, data.draw(st.integers(1, 12)))
        with target.store.begin() as tx:
            tx.take_in(lines, EVER)
        if not lines:
            del waiting[name]


def told(file: File) -> dict[str, Any]:
    """Return what has to be the same on every desk: lines by their names, and the tables."""
    tables = {name: rows for name, rows in contents(file.reader).items() if name not in LOCAL}
    columns = "desk, dseq, uid, kind, subject, happened_at, recorded_at, officer, body, stamp"
    return {"event": file.rows(f"SELECT {columns} FROM event ORDER BY desk, dseq"), **tables}
