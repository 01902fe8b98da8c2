"""What the rules need from the outside, as protocols: clock, ids, the journal and its readers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

from xfconsole.core.clock_reading import Reading as Reading
from xfconsole.core.events import Event
from xfconsole.core.identity_ports import IdentityViews, IdentityWork
from xfconsole.core.journal_head import Head
from xfconsole.core.ledger_terms import LedgerQuery
from xfconsole.core.life_words import Bar, State
from xfconsole.core.life_words import Clock as LifeClock
from xfconsole.core.listing import Listing
from xfconsole.core.model import Channel, Purpose, Uid
from xfconsole.core.past import PastBrought
from xfconsole.core.saved_view import SavedView
from xfconsole.core.standing_duty import StandingDuty
from xfconsole.core.timeliness import TimelinessRow


class Clock(Protocol):
    """The only source of time."""

    def read(self) -> Reading:
        """Return the clocks as they are now."""
        ...


class Ids(Protocol):
    """The only source of new identifiers."""

    def new(self, at: datetime) -> Uid:
        """Return a fresh UUIDv7 whose time part is ``at``."""
        ...


class Transaction(IdentityWork, Protocol):
    """One atomic piece of work on the journal: all of it is stored, or nothing."""

    def append(self, events: Sequence[Event]) -> None:
        """Add events to the journal and bring the projections up to date."""
        ...

    def events_of(self, subject: Uid) -> list[Event]:
        """Return all events about one matter, incident or office, oldest first."""
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

    def find_number(self, number: str) -> Uid | None:
        """Return the matter or incident that carries this number, or None."""
        ...

    def next_number(self, series: str) -> int:
        """Return 1 for a new series, then 2, 3 …; a rolled back transaction gives it back."""
        ...

    def matters_to_look_at(self, now: datetime, limit: int) -> list[Uid]:
        """Return matters on which somebody is to be prompted by now, and those never reckoned."""
        ...

    def next_look(self) -> datetime | None:
        """Return the first instant at which a matter is to be looked at, or None."""
        ...

    def standing_duties(self, limit: int) -> tuple[list[StandingDuty], int]:
        """Return the due work prompted for, and how much there is in all.

        What is due within minutes comes first, then whatever is or was due the earliest.
        """
        ...

    def prompted_since(self, since: datetime) -> list[tuple[datetime, str]]:
        """Return when prompts were raised, their budget was passed, and an outcome was taken back.

        From an instant on, in order, each with the kind of its fact.
        """
        ...

    def past_brought(self) -> list[PastBrought]:
        """Return how much of each import was overdue when it came and waits, the oldest first."""
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

    def keep_policy(self, digest: str, text: str) -> None:
        """Keep the text of a policy pack, for incidents pinned to it."""
        ...

    def heartbeat(self) -> Reading | None:
        """Return the last clock reading kept, or None on the very first start."""
        ...

    def keep_heartbeat(self, reading: Reading) -> None:
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


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of the ledger.

    ``live`` tells whether an incident is under way. ``holder`` is the unit that has the matter now.
    ``due_on`` is the control date of the nearest duty still owed, ``due_clock`` which one that is,
    ``due_at`` the instant at which it is overdue, when the statutory last day is over;
    ``undecided``: nobody accepted it by day 15 (超期未受理). ``holder_barred``: that unit is barred
    and the matter has to be retrieved. ``barred`` tells a reader why they may not read the matter;
    then nothing else of it is told.
    """

    uid: Uid
    number: str
    channel: Channel
    summary: str
    topic: tuple[str, ...]
    purpose: Purpose | None
    unit: str
    received_at: datetime
    registered_at: datetime
    officer: str
    anonymous: bool
    confidential: bool
    headcount: int | None
    state: State
    live: bool = False
    incident: str = ""
    township: str = ""
    holder: str = ""
    due_on: date | None = None
    due_clock: LifeClock | None = None
    due_at: datetime | None = None
    undecided: bool = False
    supervised: bool = False
    urgent: bool = False
    answered_at: datetime | None = None
    holder_barred: bool = False
    barred: Bar | None = None

    def overdue(self, now: datetime) -> bool:
        """Whether the statutory last day of the nearest duty is over."""
        return self.due_at is not None and self.due_at <= now

    def past_control(self, now: datetime) -> bool:
        """Whether its control date is over, at the office's ``now``, and that day is not."""
        past = self.due_on is not None and self.due_on < now.date()
        return past and not self.overdue(now)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its answer, or its next step and date, or neither."""

    uid: Uid
    text: str
    answer: str = ""
    step: str = ""
    on: date | None = None

    @property
    def open(self) -> bool:
        """Whether it has neither an answer nor a dated next step."""
        return not self.answer and self.on is None


@dataclass(frozen=True, slots=True)
class MatterFile:
    """Everything in the clear about one matter; the identity stays sealed."""

    row: MatterRow
    text: str
    township: str
    read_back: bool
    has_identity: bool
    source: str
    source_ref: str
    requests: tuple[RequestRow, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class MatterHit:
    """A matter that a search found: its line, and a piece of the text with the first hit.

    ``place`` says which text: ``number summary unit topic text request answer step reply note``
    and whatever core.searched names. ``marks`` are start and length of the hits in ``snippet``.
    """

    row: MatterRow
    place: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """A matter that may be about the same thing; ``likeness`` is from 0 to 1, the same words."""

    row: MatterRow
    likeness: float


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was last typed. ``values`` are its fields by name."""

    form: str
    values: Mapping[str, str]
    saved_at: datetime


class Views(IdentityViews, Protocol):
    """Read-only look-ups. Safe to call from any thread; they never wait for a writer.

    A matter that the officer who looks is barred from (TG 28, TG 30) shows itself as withheld
    (core.withheld), and no filter, search or likeness finds it.
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

    def matter(self, number: str) -> MatterFile | None:
        """Return one matter by its number, or None."""
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
        self, *, since: datetime, until: datetime, after_seq: int = 0, limit: int = 1000
    ) -> list[Event]:
        """Return journal events recorded within a half-open stretch of time, oldest first."""
        ...

    def events_of(self, subject: Uid) -> list[Event]:
        """Return all events about one matter, incident or office, oldest first."""
        ...

    def numbers(self, subjects: Sequence[Uid]) -> dict[Uid, str]:
        """Return the numbers of matters and incidents by uid."""
        ...

    def linked_matters(self, matter: Uid) -> list[MatterRow]:
        """Return the matters that an officer confirmed to be the same, whichever names the other.

        The oldest link first.
        """
        ...

    def incidents_of(self, matter: Uid) -> list[Uid]:
        """Return the incidents opened from a matter, oldest first, closed ones too."""
        ...

    def units(self) -> list[str]:
        """Return the responsible units named so far, most used first."""
        ...

    def timeliness_rows(
        self,
        zone: tzinfo,
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

    def ledger_views(self) -> Sequence[SavedView]:
        """Return the ledger's views saved in this office, by name."""
        ...

    def draft(self, form: str) -> Draft | None:
        """Return the draft of a form, or None."""
        ...
