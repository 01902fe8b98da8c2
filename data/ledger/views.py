"""Read-only look-ups: ``core.ports.Views`` on an engine of its own, which no writer holds up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo

from data.file.connection import Connection, Engine
from data.journal import journal
from data.journal.desks import incarnations, names, others
from data.ledger import lines as ledger
from data.ledger import nights, received, search, similar, timeliness
from data.ledger import page as ledger_page
from data.ledger.barred import BarredMatters
from data.ledger.conditions import values_of
from data.store import drafts, erasures, saved_views
from data.store.officer_slots import read_elsewhere
from data.store.store import read_meta
from data.tables.shared import CONTESTED
from data.vault.sealing import Sealer
from data.vault.vault import DataKey
from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.figures.rates import DutyRow
from xfconsole.core.identity.due import ErasureRow
from xfconsole.core.identity.emergency_reading import ReadingToReview, reading_to_review, unreviewed
from xfconsole.core.ledger.listing import Listing, SavedView
from xfconsole.core.ledger.terms import LedgerQuery
from xfconsole.core.matter.limits import Rules
from xfconsole.core.matter.query_code import typed
from xfconsole.core.matter.timeliness import TimelinessRow
from xfconsole.core.office.journal_head import Head
from xfconsole.core.office.officers import ReadElsewhere
from xfconsole.core.policy.pack import Retention
from xfconsole.core.rows import Draft, MatterFile, MatterHit, MatterRow, ReceivedRow, Similar
from xfconsole.core.words.desk import Channel, Uid
from xfconsole.core.words.procedure import Act, Bar, State

_CHUNK = 200
"""How many matters are read at a time when all are."""
_ANY_TIME = datetime.min.replace(tzinfo=UTC)
"""The whole ledger is the same at every time."""
_COUNT = "SELECT amount FROM tally WHERE name = 'matter'"
_OF_CODE = "SELECT uid, number FROM matter WHERE code = ? AND code <> ''"
_INCIDENTS = "SELECT uid FROM incident WHERE matter = ? ORDER BY ordinal"
_LINKED = """
    SELECT other FROM (
      SELECT target AS other, event FROM linked WHERE matter = ?
      UNION ALL SELECT matter, event FROM linked WHERE target = ?
    ) ORDER BY event
"""
_SAME_LETTER = """
    SELECT uid FROM matter WHERE source_ref = ?1 AND source_ref <> '' AND uid NOT IN (
      SELECT ?2 UNION ALL SELECT target FROM linked WHERE matter = ?2
      UNION ALL SELECT matter FROM linked WHERE target = ?2
    ) ORDER BY uid
"""
# Counting the units of all matters takes as long as there are matters.
_UNITS = """
    SELECT unit FROM (SELECT unit FROM matter ORDER BY received_at DESC, uid DESC LIMIT ?)
    WHERE unit <> '' GROUP BY unit ORDER BY count(*) DESC, unit
"""
_LATELY = 500
"""Newest receipts by which units are ordered."""


class SqlViews:
    """Implements ``core.ports.Views``. The engine is a read-only one; each look-up borrows a
    connection from its pool, so any thread may ask. ``reader`` is the officer who looks; without
    one, nothing is kept from anybody."""

    def __init__(self, engine: Engine, key: DataKey, reader: str = "") -> None:
        self._engine = engine
        self._sealer = Sealer(key.sealing)
        self._reader = reader

    def matters(
        self,
        listing: Listing | None = None,
        *,
        after: MatterRow | None = None,
        backward: bool = False,
        limit: int = 100,
        skip: int = 0,
    ) -> list[MatterRow]:
        """Return ledger lines after a row, at most ``limit``; the newest receipts unless told.

        With ``backward`` they come from the other side, the nearest first. Passing over ``skip``
        lines costs a walk along the index.
        """
        asked = listing or Listing(_ANY_TIME)
        with self._engine.connect() as connection:
            barred = self._barred_matters(connection)
            if after is not None and after.barred:
                # A withheld line does not tell its own place in the order.
                after = next(iter(ledger.rows_of(connection, [after.uid])), after)
            rows = ledger_page.page(
                connection,
                asked,
                after,
                limit,
                backward=backward,
                skip=skip,
                without=barred.matters if asked.query else (),
            )
            return barred.rows(rows)

    def quick_count(self, query: LedgerQuery) -> int | None:
        """Return how many matters fit, None where that would have to be counted."""
        with self._engine.connect() as connection:
            if query and self._barred_matters(connection).matters:
                return None
            return ledger_page.quick_count(connection, query)

    def state_counts(self) -> dict[State, int]:
        """Return how many matters are in each state, in the order of life, without counting."""
        with self._engine.connect() as connection:
            found = ledger_page.state_counts(connection)
        return {state: found[state] for state in State if state in found}

    def matter_count(self) -> int:
        """Return how many matters there are, without counting them."""
        with self._engine.connect() as connection:
            return int(connection.execute(_COUNT).scalar())

    def barred_matters(self) -> dict[Uid, Bar]:
        """Return the matters that the reader is barred from, and why."""
        with self._engine.connect() as connection:
            return self._barred_matters(connection).matters

    def matter(self, reference: str) -> MatterFile | None:
        """Return one matter by its uid or number, or None; refuses a number that names two."""
        with self._engine.connect() as connection:
            row = ledger.named(connection, reference)
            if row is None:
                return None
            barred = self._barred_matters(connection)
            if row.uid in barred.matters:
                events = barred.events(journal.events_of(connection, row.uid))
                return MatterFile(barred.row(row), "", (), tuple(events))
            return next(_files(connection, [row]))

    def search(
        self, words: str, *, before: tuple[datetime, Uid] | None = None, limit: int = 30
    ) -> list[MatterHit]:
        """Return matters with every one of the words in their texts, newest receipt first."""
        with self._engine.connect() as connection:
            barred = self._barred_matters(connection).matters
            found = search.search(connection, words, before, limit + len(barred))
            return [each for each in found if each.row.uid not in barred][:limit]

    def similar(self, text: str, *, limit: int = 5, exclude: Uid = "") -> list[Similar]:
        """Return matters that say what the text says, the likest first, leaving one out."""
        with self._engine.connect() as connection:
            barred = self._barred_matters(connection).matters
            found = similar.similar(connection, text, limit + len(barred), exclude)
            return [each for each in found if each.row.uid not in barred][:limit]

    def iter_matters(self) -> Iterator[MatterFile]:
        """Stream every matter in the ledger's order, as the file was when the first one came."""
        with self._engine.connect() as connection:
            barred = self._barred_matters(connection).matters
            for rows in ledger.all_rows(connection, _CHUNK):
                yield from _files(connection, [each for each in rows if each.uid not in barred])

    def log(
        self,
        *,
        since: datetime,
        until: datetime,
        after_seq: int = 0,
        limit: int = 1000,
        kinds: Collection[str] = (),
    ) -> list[Event]:
        """Return journal events recorded within a half-open stretch of time, oldest first."""
        with self._engine.connect() as connection:
            found = journal.recorded(connection, since, until, after_seq, limit, kinds)
            return self._barred_matters(connection).events(found)

    def events_of(self, subject: Uid) -> list[Event]:
        """Return all events about one matter, incident or office, oldest first."""
        with self._engine.connect() as connection:
            return self._barred_matters(connection).events(journal.events_of(connection, subject))

    def readings_to_review(self) -> list[ReadingToReview]:
        """Return the lone readings of an identity that nobody has looked into, oldest first."""
        with self._engine.connect() as connection:
            barred = self._barred_matters(connection).matters
            found = unreviewed(journal.identity_readings(connection))
            numbers = ledger.numbers(connection, [each.subject for each in found])
        return [
            reading_to_review(each, numbers[each.subject])
            for each in found
            if each.subject not in barred
        ]

    def erasures(self, rules: Rules, retention: Retention, now: datetime) -> Iterator[ErasureRow]:
        """Stream the matters whose identity is being erased, then those for which it is due."""
        with self._engine.connect() as connection:
            barred = self._barred_matters(connection).matters
            yield from erasures.listed(connection, rules, retention, now, barred)

    def matter_on_receipt(self, number: str, code: str) -> Uid | None:
        """Return the matter that has this number and this code, however typed."""
        with self._engine.connect() as connection:
            found = connection.execute(_OF_CODE, (typed(code),)).all()
        return next((uid for uid, own in found if typed(own) == typed(number)), None)

    def numbers(self, subjects: Sequence[Uid]) -> dict[Uid, str]:
        """Return the numbers of matters and incidents by uid; what has none is left out."""
        with self._engine.connect() as connection:
            return ledger.numbers(connection, subjects)

    def incidents_of(self, matter: Uid) -> list[Uid]:
        """Return the incidents opened from a matter, oldest first, closed ones too."""
        with self._engine.connect() as connection:
            return list(connection.execute(_INCIDENTS, (matter,)).scalars())

    def linked_matters(self, matter: Uid) -> list[MatterRow]:
        """Return the matters confirmed to be the same as one, the oldest link first."""
        with self._engine.connect() as connection:
            linked = list(connection.execute(_LINKED, (matter, matter)).scalars())
            return self._barred_matters(connection).rows(ledger.rows_of(connection, linked))

    def same_letter(self, row: MatterRow) -> list[MatterRow]:
        """Return the unlinked matters that another desk made of the same row of a file."""
        with self._engine.connect() as connection:
            found = connection.execute(_SAME_LETTER, (row.source_ref, row.uid)).scalars()
            barred = self._barred_matters(connection).matters
            return ledger.rows_of(connection, [each for each in found if each not in barred])

    def contested(self) -> list[MatterRow]:
        """Return the matters of which two desks did something at once that nobody settled."""
        with self._engine.connect() as connection:
            found = set(connection.execute(CONTESTED).scalars())
            barred = self._barred_matters(connection).matters
            return ledger.rows_of(connection, sorted(found - barred.keys()))

    def units(self) -> list[str]:
        """Return the responsible units named so far, those most used lately first."""
        with self._engine.connect() as connection:
            lately = list(connection.execute(_UNITS, (_LATELY,)).scalars())
            known = filter(None, values_of(connection, "unit"))
            return list(dict.fromkeys((*lately, *known)))

    def timeliness_rows(
        self,
        zone: tzinfo,
        now: datetime,
        *,
        since: date | None = None,
        until: date | None = None,
        unit: str | None = None,
        channel: Channel | None = None,
    ) -> Iterator[TimelinessRow]:
        """Stream the matters received from one day to another, both included, days as in ``zone``.

        The empty unit is that of matters with no unit at all.
        """
        with self._engine.connect() as connection:
            yield from timeliness.rows(connection, zone, now, since, until, unit, channel)

    def figure_rows(
        self, zone: tzinfo, now: datetime, since: date, until: date
    ) -> Iterator[TimelinessRow | DutyRow]:
        """Stream the matters received within these days, both included, and the duties on them."""
        with self._engine.connect() as connection:
            yield from timeliness.with_duties(connection, zone, now, since, until)

    def received_count(self, zone: tzinfo, since: date, until: date) -> int:
        """Return how many matters were received within these days, both included."""
        with self._engine.connect() as connection:
            return timeliness.count(connection, zone, since, until)

    def received_by_hour(
        self, since: datetime, until: datetime
    ) -> Mapping[tuple[datetime, Channel], int]:
        """Return how many matters were received, by the instant an hour began and by channel."""
        with self._engine.connect() as connection:
            return nights.received(connection, since, until)

    def acts_between(self, since: datetime, until: datetime) -> Mapping[Act, int]:
        """Return how often each act on a matter was recorded, in the acts' own order."""
        with self._engine.connect() as connection:
            return nights.acts(connection, since, until)

    def subject_counts(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """Return how many matters were received on each first level of a subject, most first."""
        with self._engine.connect() as connection:
            return nights.subjects(connection, since, until)

    def incidents_between(self, since: datetime, until: datetime) -> list[Uid]:
        """Return the incidents that were open at some time in it, oldest first."""
        with self._engine.connect() as connection:
            return nights.incidents(connection, since, until)

    def incidents_followed(self, before: datetime) -> list[Uid]:
        """Return the incidents that ended before, of which something is still asked for."""
        with self._engine.connect() as connection:
            return nights.followed(connection, before)

    def policy_text(self, digest: str) -> str | None:
        """Return the text of a pack that an incident was pinned to, or None."""
        with self._engine.connect() as connection:
            return nights.policy_text(connection, digest)

    def received(self, session: Uid) -> list[ReceivedRow]:
        """Return the matters of one session of a reception day, in their order of coming."""
        with self._engine.connect() as connection:
            return received.of_session(connection, session, self._barred_matters(connection))

    def received_between(self, since: datetime, until: datetime) -> Iterator[ReceivedRow]:
        """Stream the matters of the sessions that begin within a half-open stretch of time."""
        with self._engine.connect() as connection:
            barred = self._barred_matters(connection)
            yield from received.between(connection, since, until, barred)

    def ledger_views(self) -> list[SavedView]:
        """Return the ledger's views saved in this office, by name."""
        with self._engine.connect() as connection:
            return saved_views.read_views(connection)

    def draft(self, form: str) -> Draft | None:
        """Return the draft of a form, or None. Raises Refused when it was tampered with."""
        with self._engine.connect() as connection:
            return drafts.read_draft(connection, self._sealer, form)

    def desks(self) -> tuple[str, ...]:
        """Return this desk, then those that it goes on from since a backup was put back."""
        with self._engine.connect() as connection:
            return incarnations(connection, read_meta(connection)["desk"])

    def desk_names(self) -> Mapping[str, str]:
        """Return how each desk is told of; nothing where there is no other desk."""
        with self._engine.connect() as connection:
            meta = read_meta(connection)
            if not others(connection, meta["desk"]):
                return {}
            return names(connection, meta["office"])

    def read_elsewhere(self) -> ReadElsewhere:
        """Return how far every other desk has read, as far as that is known here."""
        with self._engine.connect() as connection:
            return read_elsewhere(connection, read_meta(connection))

    def head(self) -> Head:
        """Return where the journal ends, in the form that is written on paper."""
        with self._engine.connect() as connection:
            return journal.head(connection)

    def meta(self) -> dict[str, str]:
        """Return what the file says of itself: office, desk, name and time_zone."""
        with self._engine.connect() as connection:
            return read_meta(connection)

    def _barred_matters(self, connection: Connection) -> BarredMatters:
        return BarredMatters(connection, self._reader)


def _files(connection: Connection, rows: Sequence[MatterRow]) -> Iterator[MatterFile]:
    uids = [row.uid for row in rows]
    requests = ledger.requests_of(connection, uids)
    events = journal.events_of_many(connection, uids)
    for row in rows:
        yield MatterFile(
            row, _text(events[row.uid]), tuple(requests[row.uid]), tuple(events[row.uid])
        )


def _text(events: Sequence[Event]) -> str:
    return next(e.fact.text for e in effective(events) if isinstance(e.fact, MatterRegistered))
