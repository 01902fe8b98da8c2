"""Keeps erased identities erased when an office is put back as an older backup has it.

Before the restored file counts as the office, the journals that tell of later times are asked: that
of the office it replaces, and the newest later backup of each incarnation of the desk. What they
say was erased is erased again. Restored into an empty folder there is nobody to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.backup.folder import BACKUPS, Backup, backups_in
from data.backup.interrupted_restore import DATABASE
from data.file.engine import open_engine
from data.file.wal import refuse_damaged_log
from data.journal.journal import COLUMNS, chain_key, decoded, mac_fits
from data.store.head_file import write_head_file
from data.store.store import SqlStore, SqlTransaction, read_meta
from data.vault.vault import DataKey, Unlocked
from data.vault.wiping import Wiper
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_identity import ErasureCancelled, IdentityErased, Kept
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.ports import Ids, TimeSource
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

_ERASED = "SELECT * FROM event WHERE kind = 'identity.erased' ORDER BY seq"


@frozen
class ErasedAgain:
    """How many identities were erased again, and which files could not be asked."""

    count: int
    unread: tuple[str, ...]


@frozen
class _Known:
    """What a journal says was erased, and where that was read."""

    matter: Uid
    at: datetime
    fact: IdentityErased
    told_by: str


def erase_again(
    folder: Path,
    making: Path,
    backup: Backup,
    unlocked: Unlocked,
    replaced: str,
    clock: TimeSource,
    ids: Ids,
) -> ErasedAgain:
    """Erase in the office being made what the one in ``folder`` and its later backups say is gone.

    Proposals and approvals in the backup are off: whether somebody cancelled them since may not be
    known, and an erased identity never comes back. Raises Refused when the disk fails.
    """
    known, unread = _asked(folder, backup, unlocked.key, replaced)
    engine = open_engine(making / DATABASE, unlocked.key.database)
    try:
        store = SqlStore(engine, unlocked.key)
        now = clock.read().wall

        def event(matter: Uid, fact: Fact) -> Event:
            return Event(ids.new(now), matter, now, now, unlocked.officer, fact)

        with store.begin() as tx:
            waiting = _under_way(tx)
            tx.append([event(matter, fact) for matter, fact in waiting])
            again = list(_missing(tx, known))
            for each in again:
                tx.append([event(each.matter, _once_more(each))])
                tx.destroy_key(each.matter)
        if again and not Wiper(engine).wipe():
            raise Refused("vault.refused.busy", file=DATABASE)
        write_head_file(engine, making, unlocked.key.raw)
    finally:
        engine.dispose()
    return ErasedAgain(len(again), tuple(unread))


def _asked(
    folder: Path, backup: Backup, key: DataKey, replaced: str
) -> tuple[list[_Known], list[str]]:
    known: list[_Known] = []
    unread: list[str] = []
    for path, name in _witnesses(folder, backup, replaced):
        try:
            known += _erased_in(path, key, backup.office, name)
        except (Refused, dbapi2.DatabaseError):
            unread.append(name)
    return known, unread


def _witnesses(folder: Path, backup: Backup, replaced: str) -> Iterator[tuple[Path, str]]:
    """Yield the files that may know more than the backup: the journal only ever grows."""
    if (folder / DATABASE).exists():
        yield folder / DATABASE, replaced
    asked: set[str] = set()
    for each in backups_in(folder / BACKUPS):
        later = each.office == backup.office and each.made_at > backup.made_at
        if later and each.desk not in asked:
            asked.add(each.desk)
            yield each.path / DATABASE, each.path.name


def _erased_in(path: Path, key: DataKey, office: Uid, name: str) -> list[_Known]:
    refuse_damaged_log(path)
    engine = open_engine(path, key.database, read_only=True)
    try:
        with engine.connect() as connection:
            if read_meta(connection).get("office") != office:
                return []
            rows = list(connection.execute(_ERASED).mappings())
    finally:
        engine.dispose()
    signed = chain_key(key.raw)
    # A line that somebody else wrote into that file must not destroy a key in this one.
    events = (decoded(_columns(row)) for row in rows if mac_fits(signed, row))
    return [
        _Known(event.subject, event.happened_at, event.fact, name)
        for event in events
        if isinstance(event.fact, IdentityErased)
    ]


def _columns(row: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(row.get(name) for name in COLUMNS)


def _under_way(tx: SqlTransaction) -> list[tuple[Uid, Fact]]:
    found: list[tuple[Uid, Fact]] = []
    for matter in tx.erasures_under_way():
        proposal = erasure_of(tx.events_of(matter)).proposal
        if proposal is not None:
            found.append((matter, ErasureCancelled(proposal.uid, because=Kept.RESTORED)))
    return found


def _missing(tx: SqlTransaction, known: Iterable[_Known]) -> Iterator[_Known]:
    """Yield what the restored journal has a matter for and does not know as erased, once each."""
    seen: set[Uid] = set()
    for each in known:
        if each.matter in seen:
            continue
        seen.add(each.matter)
        events = tx.events_of(each.matter)
        if events and erasure_of(events).erased is None:
            yield each


def _once_more(known: _Known) -> IdentityErased:
    fact = known.fact
    first = fact.first_at or known.at
    return IdentityErased(
        fact.rule, fact.proposed_by, fact.approved_by, first_at=first, known_from=known.told_by
    )
