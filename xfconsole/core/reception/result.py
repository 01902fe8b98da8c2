"""What became of the sessions of a quarter: held, people received, decided, completed in time.

Figures are by the leader's post and by unit, never by who came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from xfconsole.core.reception.sessions import Session
from xfconsole.core.reception.tasks import next_quarter
from xfconsole.core.rows import ReceivedRow
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import OPEN, State
from xfconsole.core.words.receiving import Decision

_DONE = frozenset({State.ANSWERED, *(each for each in State if each not in OPEN)})


class Outcome(StrEnum):
    """What became of a matter that a leader received."""

    UNHEARD = "unheard"
    """Nothing is decided yet."""
    SETTLED = "settled"
    IN_TIME = "in_time"
    """It was assigned, and reported as completed within the date ordered."""
    LATE = "late"
    """It was, after that."""
    OPEN = "open"


def result_of(row: ReceivedRow) -> Outcome:
    """Return what became of a matter that was received."""
    if row.decision is None:
        return Outcome.UNHEARD
    if row.decision is Decision.SETTLED:
        return Outcome.SETTLED
    if row.reported_at is not None and row.report_due_at is not None:
        return Outcome.IN_TIME if row.reported_at <= row.report_due_at else Outcome.LATE
    return Outcome.SETTLED if row.row.state in _DONE else Outcome.OPEN


@dataclass(slots=True)
class Figures:
    """How many sessions, groups and people, and what was decided; of a post, a unit, or all."""

    planned: int = 0
    held: int = 0
    groups: int = 0
    people: int = 0
    settled: int = 0
    assigned: int = 0
    meetings: int = 0
    passed: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0

    @property
    def held_rate(self) -> float | None:
        """Sessions held of those planned."""
        return self.held / self.planned if self.planned else None

    @property
    def settled_rate(self) -> float | None:
        """Groups whose matter was decided on the spot, of those received."""
        return self.settled / self.groups if self.groups else None

    @property
    def in_time_rate(self) -> float | None:
        """Assigned matters completed in time, of those completed."""
        done = self.in_time + self.late
        return self.in_time / done if done else None

    def session(self, session: Session) -> None:
        """Count a session."""
        self.planned += 1
        self.held += session.held_at is not None

    def matter(self, row: ReceivedRow) -> None:
        """Count a matter that was received."""
        became = result_of(row)
        self.groups += 1
        self.people += row.row.headcount or 1
        self.settled += row.decision is Decision.SETTLED
        self.assigned += row.decision is Decision.ASSIGNED
        self.meetings += row.decision is Decision.MEETING
        self.passed += row.decision is Decision.PASSED
        self.in_time += became is Outcome.IN_TIME
        self.late += became is Outcome.LATE
        self.open += became is Outcome.OPEN


@frozen
class Result:
    """A quarter's figures: all of them, by post and by unit.

    ``withheld``: how many matters are in no figure, because the reader is barred from them.
    """

    first: date
    withheld: int = 0
    total: Figures = field(default_factory=Figures)
    by_post: dict[str, Figures] = field(default_factory=dict)
    by_unit: dict[str, Figures] = field(default_factory=dict)


def result(
    first: date, sessions: Iterable[Session], rows: Iterable[ReceivedRow], zone: tzinfo
) -> Result:
    """Return the result of the quarter that begins on a day; each matter is looked at once.

    What nobody decided on was not received: people who went again are in no figure.
    """
    found, end, withheld = Result(first), next_quarter(first), set[Uid]()
    of_session: dict[str, str] = {}
    for session in sessions:
        if first <= session.day(zone) < end:
            of_session[session.uid] = session.planned.post
            for figures in (found.total, found.by_post.setdefault(session.planned.post, Figures())):
                figures.session(session)
    for row in rows:
        if row.session in of_session and row.row.barred is not None:
            withheld.add(row.row.uid)
        if row.session in of_session and row.decision is not None:
            post = row.post or of_session[row.session]
            found.total.matter(row)
            found.by_post.setdefault(post, Figures()).matter(row)
            if row.unit:
                found.by_unit.setdefault(row.unit, Figures()).matter(row)
    return replace(found, withheld=len(withheld))


def span_of(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the half-open stretch of some days, both included."""
    days = first, last + timedelta(days=1)
    since, until = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
    return since, until
