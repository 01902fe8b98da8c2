"""The journal on disk: ``core.ports.Store`` over the office's encrypted file."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.file.connection import Connection, Engine
from data.journal import journal
from data.journal.codec import instant_of, instant_text
from data.journal.counters import Counters
from data.journal.departures import rename
from data.journal.desks import (
    Forked,
    Line,
    clock_apart,
    events_in,
    incarnations,
    name_of,
    new_lines,
    refuse_ahead,
)
from data.journal.journal import Journal, chain_key
from data.projections.apply import project, project_again, project_from_elsewhere
from data.store import drafts, due_work, erasures, keeping, matter_keys, officer_slots
from data.store.heard import Awaited
from data.tables.statements import insert, upsert
from data.vault.sealing import Sealer
from data.vault.vault import DataKey
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_desks import DeskDeparted
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.core.office.journal_head import Head
from xfconsole.core.office.numbers import ONE_SERIES, the_one
from xfconsole.core.rows import MeetingCalled, PastBrought, StandingDuty
from xfconsole.core.words.desk import Identity, Own, Uid
from xfconsole.core.words.refusal import Refused

_META = upsert("meta")
_KEEP_PACK = insert("policy_pack")
_KEEP_HEARTBEAT = upsert("heartbeat")
_HEARTBEAT = "SELECT wall, boot, boot_id, ahead, attended FROM heartbeat"
_LAST_POLICY = (
    "SELECT text FROM policy_pack JOIN event ON digest = body ->> '$.policy' "
    "WHERE kind IN ('incident.opened', 'policy.accepted') "
    "ORDER BY coalesce(stamp, recorded_at) DESC, desk DESC, dseq DESC LIMIT 1"
)
# One whose pack another desk has yet to bring can't be planned.
_PINNED = "policy IN (SELECT digest FROM policy_pack)"
_FOLLOWED = f"SELECT uid FROM incident WHERE follows = 1 AND {_PINNED} ORDER BY ordinal"
_LIVE = f"SELECT uid FROM incident WHERE closed_at IS NULL AND {_PINNED} ORDER BY ordinal"
_NUMBER = "SELECT uid FROM matter WHERE number = ? ORDER BY uid"
_INCIDENT_NUMBER = "SELECT uid, opened_at FROM incident WHERE number = ? ORDER BY ordinal DESC"
# The second condition lets SQLite use the index, which leaves out the empty ones.
_CODE = "SELECT uid FROM matter WHERE code = ?1 AND code <> ''"
SOURCES = """
    SELECT source_ref, uid FROM matter
    WHERE source_ref IN (SELECT value FROM json_each(?)) AND source_ref <> ''
"""


def claim_file(engine: Engine, office: Uid, desk: Uid) -> None:
    """Write into a freshly migrated file whose it is: the office's uid and this desk's incarnation.

    A file restored on another laptop is founded again with the same office and a new ``desk``.
    """
    with engine.begin() as connection:
        rows = [{"key": "office", "value": office}, {"key": "desk", "value": desk}]
        _META.run(connection, rows)


def forget(engine: Engine, tables: Sequence[str]) -> None:
    """Empty tables that no event tells; what they held is wiped once there is time."""
    with engine.begin() as connection:
        for table in tables:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT OR IGNORE INTO wiping VALUES (1)")


def read_meta(connection: Connection) -> dict[str, str]:
    """Return what the file says of itself: office, desk, and once founded name and time_zone."""
    rows = connection.execute("SELECT key, value FROM meta")
    return {str(key): str(value) for key, value in rows}


class SqlStore:
    """The journal in the office's file. Raises Refused for a file that belongs to no office yet.

    ``dropped`` is told which drafts are gone, once that is stored.
    """

    def __init__(
        self,
        engine: Engine,
        key: DataKey,
        dropped: Callable[[Iterable[str]], None] = lambda _: None,
    ) -> None:
        self._engine, self._dropped, self._key = engine, dropped, key
        self._chain_key = chain_key(key.raw)
        self._sealer = Sealer(key.sealing)
        with engine.connect() as connection:
            meta = read_meta(connection)
            if not {"office", "desk"} <= meta.keys():
                raise Refused("store.refused.no_office")
            desks = incarnations(connection, meta["desk"])
        self.office: Uid = meta["office"]
        self.desk, self._desks = meta["desk"], desks

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """Open a transaction; leaving the block commits, an exception rolls back.

        Raises Refused when the disk is full, fails, or another program holds the file.
        """
        with self._engine.begin() as connection:
            line = Journal(connection, self._chain_key, self.desk)
            transaction = SqlTransaction(connection, line, self._key, self._sealer, self._desks)
            yield transaction
            transaction.finish()
        self._dropped(transaction.dropped)

    def take_in(
        self,
        lines: Sequence[Line],
        now: datetime,
        note: Callable[[Sequence[Fact]], object],
        beside: Callable[[Connection], object] = lambda _: None,
    ) -> int:
        """Take lines of another desk in by a transaction of their own; return how many are new.

        ``note`` is told what they show of the desks, and that there is something to read;
        ``beside`` stores more in the same transaction. Raises Refused as the transaction does.
        """
        try:
            with self.begin() as transaction:
                count = transaction.take_in(lines, now)
                beside(transaction.connection)
        except Forked as forked:
            note([forked.fact])
            raise
        note(transaction.shown)
        return count


class SqlTransaction(keeping.KeepingWork):
    """Implements ``core.ports.Transaction`` on one connection."""

    def __init__(
        self,
        connection: Connection,
        line: Journal,
        key: DataKey,
        sealer: Sealer,
        desks: tuple[str, ...],
    ) -> None:
        self.connection = connection
        self._journal = line
        self._key, self._sealer = key, sealer
        self._desks = desks
        self._counters = Counters(connection)
        self._new_keys: dict[Uid, str] = {}
        self.dropped: list[str] = []
        self.shown: list[Fact] = []

    def append(self, events: Sequence[Event]) -> None:
        """Add events to the journal and bring the projections up to date."""
        self._add_keys()
        departed = [each.fact for each in events if isinstance(each.fact, DeskDeparted)]
        about = {uid for fact in departed for uid in self._depart(fact)}
        project(self.connection, self._journal.append(events))
        if about:
            project_again(self.connection, about, read_meta(self.connection)["office"])

    def _depart(self, fact: DeskDeparted) -> list[Uid]:
        """Tell a copy's lines under its own name, be it this desk; return what they are about."""
        meta = read_meta(self.connection)
        about = rename(self.connection, fact)
        if fact.desk == meta["desk"]:
            _META.run(self.connection, [{"key": "desk", "value": fact.as_desk}])
            self._journal = self._journal.of(fact.as_desk)
            if not fact.goes_on:
                # The other laptop signs in with it.
                self.connection.execute("DELETE FROM hub")
        return about

    def take_in(self, lines: Sequence[Line], now: datetime) -> int:
        """Add lines that another desk of the office wrote, in its order; return how many are new.

        Raises Refused for what no desk can have written by now, or where lines before these are
        missing; Forked where two machines write as one desk.
        """
        meta, before = read_meta(self.connection), self.last_seq()
        zone = ZoneInfo(meta.get("time_zone", "UTC"))
        name = partial(name_of, self.connection, meta["office"])
        new = new_lines(self.connection, lines, meta["desk"], name)
        if not new:
            return 0
        refuse_ahead(new, now, zone, name)
        try:
            events = self._journal.take_in(new, events_in(new))
            anew = project_from_elsewhere(self.connection, events, before, meta["office"])
            anew += due_work.dated_anew(self.connection, events, before)
            self.look_at_told(events, anew, self._desks)
        except (ValueError, TypeError, OverflowError, dbapi2.IntegrityError):
            raise Refused("store.refused.line", number=new[0]["dseq"]) from None
        self._counters.note(events, zone)
        # The desk that keeps a matter erases for all: no other one would do it here any more.
        for event in events:
            if isinstance(event.fact, IdentityErased):
                self.destroy_key(event.subject)
        officer_slots.revoke(self.connection, self._key, meta["office"], events)
        self.shown += filter(None, [clock_apart(new, now, name)])
        return len(new)

    def take_slots(self, slots: Iterable[officer_slots.Signed]) -> officer_slots.LetIn:
        """Let officers in with what they set on other desks."""
        office = read_meta(self.connection)["office"]
        return officer_slots.take(self.connection, self._key, office, slots)

    def events_of(self, subject: Uid, after: int = 0) -> list[Event]:
        """Return the events about one matter, incident or office that came after ``seq``
        ``after``, oldest first."""
        return journal.events_of(self.connection, subject, after=after)

    def event(self, uid: Uid) -> Event | None:
        """Return one event, or None."""
        return journal.event_of(self.connection, uid)

    def recorded_since(self, since: datetime, kinds: Collection[str]) -> list[Event]:
        """Return the events of these kinds recorded since then, in journal order."""
        return journal.recorded_since(self.connection, since, kinds)

    def last_seq(self) -> int:
        """Return the ``seq`` of the journal's last event, 0 for an empty journal."""
        return self._journal.last_seq()

    def head(self) -> Head:
        """Return where the journal ends, in the form that is written on paper."""
        return journal.head(self.connection)

    def live_incidents(self) -> list[Uid]:
        """Return the incidents that were opened and not closed, oldest first."""
        return list(self.connection.execute(_LIVE).scalars())

    def followed_incidents(self) -> list[Uid]:
        """Return those closed of which something is still asked for, oldest first."""
        return list(self.connection.execute(_FOLLOWED).scalars())

    def find_number(self, number: str) -> Uid | None:
        """Return the matter, or the newest incident, that carries this number, or None.

        Raises Refused where it names two.
        """
        found = list(self.connection.execute(_NUMBER, (number,)).scalars())
        return the_one(number, found or self._incidents(number))

    def _incidents(self, number: str) -> list[Uid]:
        """Return the newest incident of a number, and those that began in the same year."""
        rows = self.connection.execute(_INCIDENT_NUMBER, (number,))
        found = [(uid, instant_of(opened_at)) for uid, opened_at in rows]
        return [uid for uid, opened_at in found if opened_at > found[0][1] - ONE_SERIES]

    def find_code(self, code: str) -> Uid | None:
        """Return the matter that has this query code, or None."""
        return self._one(_CODE, code)

    def next_number(self, series: str) -> int:
        """Return 1 for a new series, then 2, 3 …; a rolled back transaction gives it back."""
        return self._counters.next(series)

    def matters_to_check(self, now: datetime, limit: int, own: Own = None) -> list[Uid]:
        """Return matters on which somebody is to be prompted by now, and those never reckoned."""
        return due_work.matters_to_check(self.connection, now, limit, own)

    def next_check(self, own: Own = None) -> datetime | None:
        """Return the first instant at which a matter is to be looked at, or None."""
        return due_work.next_check(self.connection, own)

    def standing_duties(self, limit: int, own: Own = None) -> tuple[list[StandingDuty], int]:
        """Return the due work prompted for, the longest due first, and how much there is in all."""
        return due_work.standing(self.connection, limit, own)

    def prompted_since(self, since: datetime, own: Own = None) -> list[tuple[datetime, str]]:
        """Return when prompts were raised, their budget was passed, an outcome was taken back."""
        return due_work.prompted_since(self.connection, since, own)

    def past_brought(self, own: Own = None) -> list[PastBrought]:
        """Return how much of each import was overdue when it came and waits, the oldest first."""
        return due_work.past_brought(self.connection, own)

    def meetings(self) -> list[MeetingCalled]:
        """Return the meetings called of which nobody noted what became, the first day first."""
        return due_work.meetings(self.connection)

    def matters_dated(self, first: date, last: date) -> list[Uid]:
        """Return matters with an open clock that runs over these days, or counted provisionally."""
        return due_work.matters_dated(self.connection, first, last)

    def matters_of_sources(self, source_refs: Sequence[str]) -> dict[str, Uid]:
        """Return the matters that came from these rows of files, those that are there."""
        found = self.connection.execute(SOURCES, (json.dumps(source_refs),))
        return dict(found.all())

    def seal(self, matter: Uid, identity: Identity) -> str:
        """Encrypt a new matter's identity under the key it gets with it; base64 text."""
        wrapped = self._new_keys.get(matter) or self._sealer.new_key(matter)
        self._new_keys[matter] = wrapped
        return self._sealer.seal_identity(matter, wrapped, identity)

    def open_identity(self, matter: Uid, sealed: str) -> Identity:
        """Return what ``seal`` encrypted. Raises Refused where the matter's key is not here.

        The desk that sealed it has yet to bring it; that it was destroyed, the journal tells.
        """
        wrapped = matter_keys.wrapped_of(self.connection, matter)
        if wrapped is None:
            raise Refused("identity.refused.elsewhere")
        return self._sealer.open_identity(matter, wrapped, sealed)

    def destroy_key(self, matter: Uid) -> None:
        """Destroy a matter's own key; unused parts of the file are wiped once there is time."""
        matter_keys.destroy(self.connection, matter)

    def take_keys(self, keys: Mapping[Uid, str]) -> int:
        """Store the keys of matters that another desk brought; return how many are new."""
        return matter_keys.take(self.connection, self._sealer, keys)

    def erasures_ripe(self, now: datetime, limit: int, own: Own = None) -> list[Uid]:
        """Return matters whose approved erasure can't be cancelled any more, the longest first."""
        return erasures.ripe(self.connection, now, limit, own)

    def next_erasure(self, now: datetime, own: Own = None) -> datetime | None:
        """Return when the next approved erasure is to be carried out, or None."""
        return erasures.next_ripe(self.connection, now, own)

    def set_aside(self) -> set[str]:
        """Return the other desks that no erasure waits for by now."""
        return Awaited(self.connection, self._desks).aside

    def erasures_under_way(self) -> list[Uid]:
        """Return the matters whose erasure somebody proposed, approved or not."""
        return erasures.under_way(self.connection)

    def linked_with(self, matter: Uid) -> list[Uid]:
        """Return the matters found to be the same as one, whichever of them names the other."""
        return erasures.linked_with(self.connection, matter)

    def drop_draft(self, form: str) -> None:
        """Forget the draft of a form, because what it held is stored now."""
        drafts.drop_draft(self.connection, form)
        self.dropped.append(form)

    def policy_text(self, digest: str) -> str | None:
        """Return the text of a policy pack pinned earlier, or None."""
        return self._one("SELECT text FROM policy_pack WHERE digest = ?1", digest)

    def last_policy(self) -> str | None:
        """Return the text of the pack that an incident was pinned to last, or None."""
        return self._one(_LAST_POLICY)

    def save_policy(self, digest: str, text: str) -> None:
        """Store the text of a policy pack, so that an incident pinned to it stays computable."""
        if self.policy_text(digest) is None:
            _KEEP_PACK.run(self.connection, [{"digest": digest, "text": text}])

    def heartbeat(self) -> Reading | None:
        """Return the last clock reading kept, or None on the very first start."""
        row = self.connection.execute(_HEARTBEAT).first()
        if row is None:
            return None
        wall, boot, boot_id, ahead, attended = row
        return Reading(instant_of(wall), boot, boot_id, ahead, bool(attended))

    def save_heartbeat(self, reading: Reading) -> None:
        """Replace the clock reading kept."""
        row = {"id": 1, "wall": instant_text(reading.wall), "boot": reading.boot}
        row |= {"boot_id": reading.boot_id, "ahead": reading.ahead}
        row["attended"] = int(reading.attended)
        _KEEP_HEARTBEAT.run(self.connection, [row])

    def finish(self) -> None:
        """Store what waits for the end of the transaction."""
        self._add_keys()
        self._counters.save()

    def _add_keys(self) -> None:
        """Store the keys of new matters, before the events that tell of them."""
        matter_keys.add(self.connection, self._new_keys)
        self._new_keys.clear()

    def _one(self, statement: str, *values: str) -> str | None:
        found: str | None = self.connection.execute(statement, values).scalar()
        return found
