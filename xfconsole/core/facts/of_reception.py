"""Facts of reception days (领导接待日).

Those of a session are about the office (its subject) and name officials, times and places alone;
what a leader hears and decides is about the matter (its subject), and nobody who came is named.
"""

from __future__ import annotations

from datetime import date, datetime

from xfconsole.core.facts.event import Fact
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.receiving import Decision, MeetingNote, ReceptionForm


@frozen
class ReceptionSession:
    """One session (half-open, UTC); ``uid`` names it in all that follows.

    ``post`` is the leader's, ``charge`` the field they are in charge of; ``units`` come along.
    """

    uid: Uid
    leader: str
    post: str
    starts_at: datetime
    ends_at: datetime
    place: str
    charge: str = ""
    form: ReceptionForm = ReceptionForm.FIXED
    units: tuple[str, ...] = ()


@frozen
class ReceptionsPlanned(Fact, kind="reception.planned"):
    """Sessions were planned, as a rule those of half a year."""

    sessions: tuple[ReceptionSession, ...]


@frozen
class ReceptionChanged(Fact, kind="reception.changed"):
    """A session is held by another leader, or at another time or place; ``reason`` is why."""

    session: ReceptionSession
    reason: str


@frozen
class ReceptionCancelled(Fact, kind="reception.cancelled"):
    """A session is not held; ``starts_at`` is when it would have begun."""

    session: Uid
    starts_at: datetime
    reason: str


@frozen
class ReceptionNoticed(Fact, kind="reception.noticed"):
    """The notice of these sessions was made out, with its whole text."""

    sessions: tuple[Uid, ...]
    text: str


@frozen
class ReceptionTold(Fact, kind="reception.told"):
    """Units that come along to a session were told; ``person`` took the call, where that is known.

    ``starts_at`` is when the session begins.
    """

    session: Uid
    starts_at: datetime
    units: tuple[str, ...]
    person: str = ""


@frozen
class ReceptionHeld(Fact, kind="reception.held"):
    """A session was held, and is over."""

    session: Uid
    starts_at: datetime
    leader: str
    note: str = ""


@frozen
class QuarterReported(Fact, kind="reception.reported"):
    """The result of a quarter's sessions was made out, with its whole text.

    ``first`` is the quarter's first day.
    """

    first: date
    text: str


@frozen
class MatterQueued(Fact, kind="reception.queued"):
    """A matter got its place, from 1, in a session's order of coming (subject: the matter)."""

    session: Uid
    starts_at: datetime
    place: int


@frozen
class ReceptionDecided(Fact, kind="reception.decided"):
    """The leader heard a matter at a session and decided (subject: the matter).

    ``unit`` is whom it is assigned to, or who meets; ``on`` the date ordered, or of the meeting.
    ``to`` and ``to_post`` are the leader it is passed to.
    """

    session: Uid
    leader: str
    post: str
    decision: Decision
    text: str
    unit: str = ""
    on: date | None = None
    to: str = ""
    to_post: str = ""


@frozen
class MeetingNoted(Fact, kind="reception.meeting"):
    """What became of the coordination meeting called at a session (subject: the matter).

    It was to be on ``day``; ``text`` is what came of it, or why it is moved or not held. ``on`` is
    the day to which it is moved.
    """

    session: Uid
    day: date
    what: MeetingNote
    text: str
    on: date | None = None
