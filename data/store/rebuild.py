"""Makes every projection anew from the journal, in an empty file.

What no event tells is carried over as it is: the wrapped keys of matters (random; a key that was
destroyed has to stay so), the texts of pinned policy packs (events hold their digest only), sealed
drafts, the ledger's saved views, the last clock reading, whether something is to be wiped, what
desks sign with and how far each has come, what the engine has yet to look at, and in ``meta`` the
office's uid and this desk's incarnation. The search index stays empty: it follows the journal by
itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from data.file.connection import Connection, Engine
from data.journal import counters
from data.journal.desks import UNOPENED
from data.journal.journal import all_events, events_of
from data.projections.apply import told_anew, writes_of
from data.store.store import read_meta
from data.tables.statements import Write, carry_out, insert, key_in, upsert
from xfconsole.core.words.desk import Uid

COPIED: tuple[str, ...] = (
    "event",
    "matter_key",
    "policy_pack",
    "draft",
    "saved_view",
    "heartbeat",
    "wiping",
    "desk_key",
    "batch",
    "heard",
    "officer_slot",
    "hub",
    "moved",
)
"""Tables that no event tells, and the journal itself."""
_OF_THE_FILE = ("office", "desk")
_COUNTER = upsert("counter")
_META = upsert("meta")
_CORRECTED = "SELECT DISTINCT subject FROM event WHERE kind = 'event.corrected'"
_DESKS = "SELECT min(desk) <> ?1 OR max(desk) <> ?1 FROM event"
_OF_DESKS = "SELECT subject FROM event GROUP BY subject HAVING min(desk) < max(desk)"
_CHUNK = 1000


def rebuild(source: Engine, target: Engine) -> None:
    """Copy the journal of ``source`` into ``target``, migrated and empty, and project it anew.

    All in one transaction. The chain comes along line by line; ``verify_chain`` tells whether it
    holds.
    """
    with source.connect() as old, target.begin() as new:
        replay(old, new)


def replay(old: Connection, new: Connection) -> None:
    """Do what ``rebuild`` does within two transactions of the caller's."""
    for name in COPIED:
        for chunk in _chunks(old, name):
            insert(name).run(new, chunk)
    for name in _OF_THE_FILE:
        _META.run(new, [{"key": name, "value": read_meta(old)[name]}])
    project_journal(new)


def project_journal(new: Connection) -> None:
    """Make the projections of a file that holds its journal, and nothing made from it."""
    carry_out(new, _told(new))
    zone = ZoneInfo(read_meta(new).get("time_zone", "UTC"))
    last = counters.counted(all_events(new), zone)
    _COUNTER.run(new, [{"series": each, "last": number} for each, number in last.items()])


def _chunks(connection: Connection, table: str) -> Iterator[list[dict[str, object]]]:
    keys = ", ".join(key_in(connection, table))
    rows = connection.execute(f"SELECT * FROM {table} ORDER BY {keys}").mappings()
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _told(connection: Connection) -> Iterator[tuple[Uid, list[Write]]]:
    """Stream what the journal does to empty tables, each subject's in the order of all desks.

    Only what was corrected, or told by several desks, is read by subject: one desk's lines came in
    their order. What waits for its opening is left out.
    """
    apart: set[Uid] = set(connection.execute(_CORRECTED).scalars())
    waiting: set[Uid] = set()
    meta = read_meta(connection)
    if connection.execute(_DESKS, (meta["desk"],)).scalar():
        apart.update(connection.execute(_OF_DESKS).scalars())
        waiting.update(connection.execute(UNOPENED, (meta["office"],)).scalars())
    read = apart | waiting
    plain = (each for each in all_events(connection) if each.subject not in read)
    yield from ((each.subject, writes_of(each)) for each in plain)
    for subject in sorted(apart - waiting):
        yield from told_anew(subject, events_of(connection, subject))
