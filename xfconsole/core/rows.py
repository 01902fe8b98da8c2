"""What is read of matters: rows, hits, whole files, drafts, and due work with who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY
from datetime import date, datetime

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered, Particulars
from xfconsole.core.words.desk import Channel, PromptKind, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.procedure import Bar, Clock, State, Who
from xfconsole.core.words.receiving import Decision, MeetingNote


@frozen
class StandingDuty:
    """Due work on one matter that is prompted for now; who was barred from it must not be rung.

    ``who`` owes it; ``post`` and ``person`` are asked about it, ``step`` ranks above who does.
    ``barred`` and ``barred_units`` hold names as ``name_key`` folds them.
    """

    matter: Uid
    number: str
    summary: str
    channel: Channel
    township: str
    supervised: bool
    clock: Clock
    anchor: Uid
    part: int
    who: Who
    unit: str
    target: date
    rolled: date
    due_at: datetime
    prompt: Uid
    what: PromptKind
    step: int
    post: str
    person: str
    prompt_due: datetime
    prompted_at: datetime
    barred: frozenset[str] = frozenset()
    barred_units: frozenset[str] = frozenset()
    taken_at: datetime | None = None
    """When an officer took up what a file had brought overdue: it climbs from then on."""

    def bars(self, person: str) -> bool:
        """Return whether an official may have no hand in the matter, by name."""
        return name_key(person) in self.barred


@frozen
class MatterRow(Particulars):
    """One line of the ledger.

    ``live`` tells whether an incident is under way. ``holder`` is the unit that has the matter now.
    ``due_on`` is the control date of the nearest duty still owed, ``due_clock`` which one that is,
    ``due_at`` the instant at which it is overdue, when the statutory last day is over;
    ``undecided``: nobody accepted it by day 15 (超期未受理). ``holder_barred``: that unit is barred
    and the matter has to be retrieved. ``contested``: two desks did something about it at once, and
    nobody settled which of that holds. ``barred`` tells a reader why they may not read the matter;
    then nothing else of it is told.
    """

    _: KW_ONLY
    uid: Uid
    number: str
    received_at: datetime
    registered_at: datetime
    officer: str
    state: State
    read_back: bool = False
    source: str = ""
    source_ref: str = ""
    has_identity: bool = False
    live: bool = False
    incident: str = ""
    holder: str = ""
    due_on: date | None = None
    due_clock: Clock | None = None
    due_at: datetime | None = None
    undecided: bool = False
    supervised: bool = False
    urgent: bool = False
    simple: bool = False
    leader: str = ""
    answered_at: datetime | None = None
    holder_barred: bool = False
    barred: Bar | None = None
    contested: bool = False

    def overdue(self, now: datetime) -> bool:
        """Whether the statutory last day of the nearest duty is over."""
        return self.due_at is not None and self.due_at <= now

    def past_control(self, now: datetime) -> bool:
        """Whether its control date is over, at the office's ``now``, and that day is not."""
        past = self.due_on is not None and self.due_on < now.date()
        return past and not self.overdue(now)


@frozen
class ReceivedRow:
    """A matter's place in the order of a session of a reception day, and what was decided.

    ``leader`` decided, of ``post``; ``unit`` and ``on`` as decided. An assigned matter was
    completed at ``reported_at``, its limit is over at ``report_due_at``. ``meeting`` is what was
    noted last of a meeting that was called, ``outcome`` what came of it or why it is moved.
    """

    row: MatterRow
    session: Uid
    starts_at: datetime
    place: int
    leader: str = ""
    post: str = ""
    decision: Decision | None = None
    text: str = ""
    unit: str = ""
    on: date | None = None
    passed_to: str = ""
    decided_at: datetime | None = None
    reported_at: datetime | None = None
    report_due_at: datetime | None = None
    meeting: MeetingNote | None = None
    outcome: str = ""

    @property
    def meets(self) -> bool:
        """Whether a meeting was called that is still to be held, or to be said to have been."""
        done = (MeetingNote.HELD, MeetingNote.OFF)
        return self.decision is Decision.MEETING and self.meeting not in done


@frozen
class MeetingCalled:
    """A coordination meeting that a leader called, and of which nobody noted what became.

    ``leader`` convenes it, of ``post``; empty where they are barred from the matter by now. Of
    ``unit`` are who meet, ``on`` a day, as was decided at ``since``, or when it was moved last.
    """

    matter: Uid
    number: str
    session: Uid
    leader: str
    post: str
    unit: str
    on: date
    since: datetime


@frozen
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


@frozen
class MatterFile:
    """Everything in the clear about one matter; the identity stays sealed."""

    row: MatterRow
    text: str
    requests: tuple[RequestRow, ...]
    events: tuple[Event, ...]

    @property
    def file_words(self) -> str:
        """What the file it came from calls channel and purpose where it has other words."""
        facts = (each.fact for each in self.events)
        return next((each.file_words for each in facts if isinstance(each, MatterRegistered)), "")


@frozen
class MatterHit:
    """A matter that a search found: its line, and a piece of the text with the first hit.

    ``place`` says which text: ``number summary unit topic text request answer step reply note``
    and whatever core.reader.searched names. ``marks`` are start and length of the hits in
    ``snippet``.
    """

    row: MatterRow
    place: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


@frozen
class Similar:
    """A matter that may be about the same thing; ``likeness`` is from 0 to 1, the same words."""

    row: MatterRow
    likeness: float


@frozen
class Draft:
    """A form as it was last typed. ``values`` are its fields by name."""

    form: str
    values: Mapping[str, str]
    saved_at: datetime


@frozen
class PastBrought:
    """How many matters of one import wait with a duty that was overdue when they came in.

    ``name`` is the import's: its time at the office and the file's name; of an import before the
    journal kept that, the file's name only. ``at`` is when the first of them was registered.
    """

    name: str
    source: str
    at: datetime
    count: int
