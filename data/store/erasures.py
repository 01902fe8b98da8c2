"""Look-ups for erasing identities: what is approved and ripe, and what the periods say is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from data.file.connection import Connection
from data.journal.codec import instant_of, instant_text
from data.journal.desks import incarnations, name_of
from data.journal.journal import events_of, events_of_many
from data.store.heard import Awaited
from data.store.keeping import Filtered
from xfconsole.core.facts.event import Event
from xfconsole.core.identity.due import (
    ENDED,
    ErasureRow,
    Held,
    Stage,
    held_of,
    months_after,
    row_of,
)
from xfconsole.core.matter.limits import Rules, midnight_after
from xfconsole.core.policy.pack import Retention
from xfconsole.core.words.desk import Uid

_CHUNK = 200
_CLASSES = ("confidential", "suggestion", "accusation", "claim")
"""In the order in which ``_FINISHED`` asks for them."""
_STATES = ", ".join(f"'{state.value}'" for state in sorted(ENDED))
_RIPE = Filtered(
    "SELECT matter FROM erasure WHERE erase_after IS NOT NULL AND erase_after <= ?1 {matter} "
    "ORDER BY erase_after, matter LIMIT ?2",
    3,
)
_APPROVED = """
    SELECT desk, dseq FROM event WHERE subject = ? AND kind = 'erasure.approved'
    ORDER BY coalesce(stamp, recorded_at) DESC, desk DESC, dseq DESC LIMIT 1
"""
_ALL = -1
AGAIN_AFTER = timedelta(hours=1)
"""When to look again at an erasure that waits for another desk: nobody tells when that is heard
from."""
_NEXT = Filtered("SELECT min(erase_after) FROM erasure WHERE erase_after IS NOT NULL {matter}")
_LINKED = """
    SELECT target FROM linked WHERE matter = ?1 UNION SELECT matter FROM linked WHERE target = ?1
"""
_LIVE = "SELECT 1 FROM incident WHERE matter = ? AND closed_at IS NULL"
_UNDER_WAY = """
    SELECT e.matter FROM erasure e LEFT JOIN matter m ON m.uid = e.matter
    ORDER BY m.received_at, m.number
"""
_FINISHED = f"""
    SELECT uid FROM matter WHERE sealed <> '' AND state IN ({_STATES}) AND received_at < CASE
      WHEN confidential THEN ? WHEN purpose = 'suggestion' THEN ? WHEN purpose = 'accusation' THEN ?
      ELSE ? END
    ORDER BY received_at, number
"""
_META = "SELECT key, value FROM meta"
_NUMBER = "SELECT number FROM matter WHERE uid = ?"


def ripe(
    connection: Connection, now: datetime, limit: int, own: Collection[str] | None
) -> list[Uid]:
    """Return matters whose approved erasure can't be cancelled any more, the longest first.

    With other desks that is so once each has been heard from since it read of the approval.
    """
    if own is None:
        return list(_RIPE.run(connection, (instant_text(now), limit), own).scalars())
    found = list(_RIPE.run(connection, (instant_text(now), _ALL), own).scalars())
    awaited = Awaited(connection, own) if found else None
    ready = (each for each in found if awaited and not _awaits(connection, each, awaited))
    return list(islice(ready, limit))


def next_ripe(
    connection: Connection, now: datetime, own: Collection[str] | None
) -> datetime | None:
    """Return when the next approved erasure is to be carried out, or looked at again, or None."""
    found = _NEXT.run(connection, (), own).scalar()
    at = instant_of(found) if found else None
    if own is None or at is None or at > now or ripe(connection, now, 1, own):
        return at
    return now + AGAIN_AFTER


def _awaits(connection: Connection, matter: Uid, awaited: Awaited) -> list[str]:
    """Return the desks that the approved erasure of a matter waits for."""
    place = connection.execute(_APPROVED, (matter,)).first()
    return awaited.without(*place) if place else []


def under_way(connection: Connection) -> list[Uid]:
    """Return the matters whose erasure somebody proposed, approved or not."""
    return list(connection.execute(_UNDER_WAY).scalars())


def linked_with(connection: Connection, matter: Uid) -> list[Uid]:
    """Return the matters found to be the same as one, whichever of them names the other."""
    return list(connection.execute(_LINKED, (matter,)).scalars())


def listed(
    connection: Connection,
    rules: Rules,
    retention: Retention,
    now: datetime,
    without: Collection[Uid],
) -> Iterator[ErasureRow]:
    """Yield the matters whose erasure is under way, then those due for it, oldest receipt first.

    Those in ``without`` are left out.
    """
    begun = dict.fromkeys(under_way(connection))
    before = tuple(_received_before(each, rules, retention, now) for each in _CLASSES)
    oldest = list(connection.execute(_FINISHED, before).scalars())
    later = [each for each in oldest if each not in begun]
    wanted = [each for each in (*begun, *later) if each not in without]
    meta: dict[str, str] = dict(connection.execute(_META).all())
    awaited = Awaited(connection, incarnations(connection, meta["desk"]))
    named = partial(name_of, connection, meta["office"])
    for at in range(0, len(wanted), _CHUNK):
        files = events_of_many(connection, wanted[at : at + _CHUNK])
        for uid, events in files.items():
            row = _row(connection, uid, events, rules, retention, now)
            if row is not None and row.stage is Stage.APPROVED:
                waits = tuple(map(named, _awaits(connection, uid, awaited)))
                row = replace(row, awaits=waits)
            yield from (row,) if row else ()


def _received_before(name: str, rules: Rules, retention: Retention, now: datetime) -> str:
    """Return from which receipt on the period of a class can't be over, as the file writes it.

    A period begins when the matter is finished. Three days allow for months of unlike length.
    """
    today = now.astimezone(rules.zone).date()
    first = months_after(today, -retention.months[name]) + timedelta(days=3)
    return instant_text(midnight_after(first, rules.zone))


def _row(
    connection: Connection,
    uid: Uid,
    events: Sequence[Event],
    rules: Rules,
    retention: Retention,
    now: datetime,
) -> ErasureRow | None:
    linked = (_held(connection, each, rules, now) for each in linked_with(connection, uid))
    live = _live(connection, uid)
    held = held_of(events, rules, now, live=live, linked=linked)
    number = str(connection.execute(_NUMBER, (uid,)).scalar())
    return row_of(uid, number, events, held, retention, rules.zone, now)


def _held(connection: Connection, uid: Uid, rules: Rules, now: datetime) -> Held:
    return held_of(events_of(connection, uid), rules, now, live=_live(connection, uid))


def _live(connection: Connection, matter: Uid) -> bool:
    return connection.execute(_LIVE, (matter,)).first() is not None
