"""What the rules need from the outside, as protocols: clock, ids, the journal and its readers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, tzinfo
from typing import Protocol

from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event
from xfconsole.core.figures.rates import DutyRow
from xfconsole.core.identity.ports import IdentityViews, IdentityWork
from xfconsole.core.ledger.listing import Listing, SavedView
from xfconsole.core.ledger.terms import LedgerQuery
from xfconsole.core.matter.timeliness import TimelinessRow
from xfconsole.core.office.journal_head import Head
from xfconsole.core.office.ports import DesksWork
from xfconsole.core.rows import (
    Draft,
    MatterFile,
    MatterHit,
    MatterRow,
    MeetingCalled,
    PastBrought,
    ReceivedRow,
    Similar,
    StandingDuty,
)
from xfconsole.core.words.desk import Channel, Own, Uid
from xfconsole.core.words.procedure import Act, Bar, State


class TimeSource(Protocol):
    """The only source of time."""

    def read(self) -> Reading:
        """Return the clocks as they are now."""
        ...


class Ids(Protocol):
    """The only source of new identifiers."""

    def new(self, at: datetime) -> Uid:
        """Return a fresh UUIDv7 whose time part is ``at``."""
        ...


class Transaction(IdentityWork, DesksWork, Protocol):
    """One atomic piece of work on the journal: all of it is stored, or nothing."""

    def append(self, events: Sequence[Event]) -> None:
        """Add events to the journal and bring the projections up to date."""
        ...

    def events_of(self, subject: Uid, after: int = 0) -> list[Event]:
        """Return the events about one matter, incident or office, oldest first.

        Only those that came to this journal later than ``seq`` ``after``.
        """
        ...

    def event(self, uid: Uid) -> Event | None:
        """Return one event, or None."""
        ...

    def recorded_since(self, since: datetime, kinds: Collection[str]) -> list[Event]:
        """Return the events of these kinds recorded since then, in journal order."""
        ...

    def last_seq(self) -> int:
        """Return the ``seq`` of the journal's last event, 0 for an empty journal."""
        ...

    def head(self) -> Head:
        """Return where the journal ends, in the form that is written on paper."""
        ...

    def live_incidents(self) -> list[Uid]:
        """Return the incidents that were opened and not closed, oldest first."""
        ...

    def followed_incidents(self) -> list[Uid]:
        """Return those closed of which something is still asked for, oldest first."""
        ...

    def find_number(self, number: str) -> Uid | None:
        """Return the matter or incident that carries this number, or None.

        Raises Refused where two desks gave it to two: which is meant is for the officer to say.
        """
        ...

    def find_code(self, code: str) -> Uid | None:
        """Return the matter that has this query code, or None."""
        ...

    def next_number(self, series: str) -> int:
        """Return 1 for a new series, then 2, 3 …; a rolled back transaction gives it back."""
        ...

    def matters_to_check(self, now: datetime, limit: int, own: Own = None) -> list[Uid]:
        """Return matters on which somebody is to be prompted by now, and those never reckoned."""
        ...

    def next_check(self, own: Own = None) -> datetime | None:
        """Return the first instant at which a matter is to be looked at, or None."""
        ...

    def standing_duties(self, limit: int, own: Own = None) -> tuple[list[StandingDuty], int]:
        """Return the due work prompted for, and how much there is in all.

        What is due within minutes comes first, then whatever is or was due the earliest.
        """
        ...

    def prompted_since(self, since: datetime, own: Own = None) -> list[tuple[datetime, str]]:
        """Return when prompts were raised, their budget was passed, and an outcome was taken back.

        From an instant on, in order, each with the kind of its fact.
        """
        ...

    def past_brought(self, own: Own = None) -> list[PastBrought]:
        """Return how much of each import was overdue when it came and waits, the oldest first."""
        ...

    def meetings(self) -> list[MeetingCalled]:
        """Return the meetings called of which nobody noted what became, the first day first."""
        ...

    def matters_dated(self, first: date, last: date) -> list[Uid]:
        """Return matters with an open clock that runs over these days, or counted provisionally."""
        ...

    def matters_of_sources(self, source_refs: Sequence[str]) -> dict[str, Uid]:
        """Return the matters that came from these rows of files, those that are there."""
        ...

    def drop_draft(self, form: str) -> None:
        """Forget the draft of a form, because what it held is stored now."""
        ...

    def policy_text(self, digest: str) -> str | None:
        """Return the text of a policy pack pinned earlier, or None."""
        ...

    def last_policy(self) -> str | None:
        """Return the text of the pack that an incident was pinned to last, or None."""
        ...

    def save_policy(self, digest: str, text: str) -> None:
        """Store the text of a policy pack, for incidents pinned to it."""
        ...

    def heartbeat(self) -> Reading | None:
        """Return the last clock reading kept, or None on the very first start."""
        ...

    def save_heartbeat(self, reading: Reading) -> None:
        """Replace the clock reading kept."""
        ...


class Store(Protocol):
    """The journal. Its transactions run on one thread at a time."""

    office: Uid
    """The subject of facts about the office and its desk."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """Open a transaction; leaving the block commits, an exception rolls back."""
        ...


# --- readers: what screens, exports and reports look at ----------------------------------------


class Views(IdentityViews, Protocol):
    """Read-only look-ups. Safe to call from any thread; they never wait for a writer.

    A matter that the officer who looks is barred from (TG 28, TG 30) shows itself as withheld
    (core.reader.withheld), and no filter, search or likeness finds it.
    """

    def matters(
        self,
        listing: Listing | None = None,
        *,
        after: MatterRow | None = None,
        backward: bool = False,
        limit: int = 100,
        skip: int = 0,
    ) -> list[MatterRow]:
        """Return ledger lines that follow a row in a listing's order, at most ``limit``.

        Without a listing it is the whole ledger, newest receipt first. The row need not be there
        any more. With ``backward`` they are those before it, or at the end, the nearest first. The
        first ``skip`` lines are passed over, for a jump to where no row leads.
        """
        ...

    def meta(self) -> dict[str, str]:
        """Return what the file says of itself: office, desk, name and time_zone."""
        ...

    def desks(self) -> tuple[str, ...]:
        """Return this desk, then those that it goes on from since a backup was put back."""
        ...

    def desk_names(self) -> Mapping[str, str]:
        """Return how each desk is told of: by the letter of its numbers. Nothing where there is no
        other desk."""
        ...

    def head(self) -> Head:
        """Return where the journal ends, in the form that is written on paper."""
        ...

    def quick_count(self, query: LedgerQuery) -> int | None:
        """Return how many matters fit, None where only counting row by row would tell."""
        ...

    def state_counts(self) -> Mapping[State, int]:
        """Return how many matters are in each state that any is in, in the order of life."""
        ...

    def matter_count(self) -> int:
        """Return how many matters there are."""
        ...

    def barred_matters(self) -> Mapping[Uid, Bar]:
        """Return the matters that the officer who looks is barred from, and why."""
        ...

    def matter(self, reference: str) -> MatterFile | None:
        """Return one matter by its uid or number, or None.

        Raises Refused for a number that two desks gave to two.
        """
        ...

    def search(
        self, words: str, *, before: tuple[datetime, Uid] | None = None, limit: int = 30
    ) -> list[MatterHit]:
        """Return matters with every one of the words in their texts, newest receipt first.

        Case and width do not matter, and no sign has a meaning. After ``before`` (keyset), at most
        ``limit``; without a word nothing is found.
        """
        ...

    def similar(self, text: str, *, limit: int = 5, exclude: Uid = "") -> list[Similar]:
        """Return matters that say what the text says, the likest first, leaving one out.

        Compared are summaries and texts alone: who brought a matter is never looked at.
        """
        ...

    def iter_matters(self) -> Iterator[MatterFile]:
        """Stream every matter, newest receipt first, as they were when the first one came.

        What the reader is barred from is left out.
        """
        ...

    def log(
        self,
        *,
        since: datetime,
        until: datetime,
        after_seq: int = 0,
        limit: int = 1000,
        kinds: Collection[str] = (),
    ) -> list[Event]:
        """Return journal events recorded within a half-open stretch of time, oldest first.

        Of all kinds, unless some are named.
        """
        ...

    def events_of(self, subject: Uid) -> list[Event]:
        """Return all events about one matter, incident or office, oldest first."""
        ...

    def matter_on_receipt(self, number: str, code: str) -> Uid | None:
        """Return the matter that has this number and this query code, however typed, or None."""
        ...

    def numbers(self, subjects: Sequence[Uid]) -> dict[Uid, str]:
        """Return the numbers of matters and incidents by uid."""
        ...

    def linked_matters(self, matter: Uid) -> list[MatterRow]:
        """Return the matters that an officer confirmed to be the same, whichever names the other.

        The oldest link first.
        """
        ...

    def contested(self) -> list[MatterRow]:
        """Return the matters of which two desks did something at once that nobody settled.

        Without those that the reader is barred from.
        """
        ...

    def same_letter(self, row: MatterRow) -> list[MatterRow]:
        """Return the matters that another desk made of the same row of a file, and nobody linked
        with this one yet; none that the reader is barred from."""
        ...

    def incidents_of(self, matter: Uid) -> list[Uid]:
        """Return the incidents opened from a matter, oldest first, closed ones too."""
        ...

    def units(self) -> list[str]:
        """Return the responsible units named so far, those most used lately first."""
        ...

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

        None sets no bound; the empty unit is that of matters with no unit at all.
        """
        ...

    def figure_rows(
        self, zone: tzinfo, now: datetime, since: date, until: date
    ) -> Iterator[TimelinessRow | DutyRow]:
        """Stream the matters received within these days, both included, and the duties on them."""
        ...

    def received_count(self, zone: tzinfo, since: date, until: date) -> int:
        """Return how many matters were received within these days, both included."""
        ...

    def received_by_hour(
        self, since: datetime, until: datetime
    ) -> Mapping[tuple[datetime, Channel], int]:
        """Return how many matters were received, by the instant an hour began and by channel."""
        ...

    def acts_between(self, since: datetime, until: datetime) -> Mapping[Act, int]:
        """Return how often each act on a matter was recorded, in the acts' own order."""
        ...

    def subject_counts(self, since: datetime, until: datetime) -> Mapping[str, int]:
        """Return how many matters were received on each first level of a subject, most first."""
        ...

    def incidents_between(self, since: datetime, until: datetime) -> list[Uid]:
        """Return the incidents that were open at some time in it, oldest first."""
        ...

    def incidents_followed(self, before: datetime) -> list[Uid]:
        """Return the incidents that ended before, of which something is still asked for."""
        ...

    def policy_text(self, digest: str) -> str | None:
        """Return the text of a pack that an incident was pinned to, or None."""
        ...

    def received(self, session: Uid) -> list[ReceivedRow]:
        """Return the matters of one session of a reception day, in their order of coming."""
        ...

    def received_between(self, since: datetime, until: datetime) -> Iterator[ReceivedRow]:
        """Stream the matters of the sessions that begin within a half-open stretch of time."""
        ...

    def ledger_views(self) -> Sequence[SavedView]:
        """Return the ledger's views saved in this office, by name."""
        ...

    def draft(self, form: str) -> Draft | None:
        """Return the draft of a form, or None."""
        ...
