"""Facts of a matter's life: moves, parties, chasing, documents, deadlines (subject: the matter)."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime

from xfconsole.core.facts.event import Fact
from xfconsole.core.words.desk import PromptKind, RingOutcome, Uid
from xfconsole.core.words.documents import DecisionLetter, Document
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import (
    Act,
    Bar,
    Barred,
    Clock,
    Finding,
    Ground,
    Manner,
    Measure,
    Opinion,
    Satisfaction,
    Signing,
    State,
    Who,
)


@frozen
class MatterMoved(Fact, kind="matter.moved"):
    """An act moved the matter to a state, or was done where it stood; happened when it was done.

    ``unit`` is whom it goes to, or who acts; ``on`` the date ordered for a report; ``approver`` the
    official who approved an extension of ``days``; ``since`` and ``until`` the first and last day
    of a hearing; ``target`` the other matter a ground names; ``levels`` how many levels it passes
    down; ``second`` the other officer who vouched for a back-dated start. How a reply was served,
    and what a follow-up heard, is None where nobody noted it. ``leader`` is the official whom the
    matter is assigned to (包案领导). ``following`` is the act that it followed
    (core.facts.following), or the matter itself; nothing where the desk knew of no other.
    """

    act: Act
    to: State
    by: Who
    unit: str = ""
    text: str = ""
    on: date | None = None
    ground: Ground | None = None
    remedy: str = ""
    finding: Finding | None = None
    letter: DecisionLetter | None = None
    approver: str = ""
    days: int = 0
    since: date | None = None
    until: date | None = None
    target: Uid = ""
    levels: int = 1
    second: str = ""
    manner: Manner | None = None
    signing: Signing | None = None
    opinion: Opinion | None = None
    satisfaction: Satisfaction | None = None
    leader: str = ""
    following: tuple[Uid, ...] = ()


SERVED_IN_FILE = MatterMoved(Act.SERVE, State.SERVED, Who.UNIT)
"""A reply that stands in a file has reached whoever wrote: it was published there."""


@frozen
class MatterLinked(Fact, kind="matter.linked"):
    """An officer confirmed that another matter is the same one; both keep their files."""

    target: Uid


@frozen
class MatterUnlinked(Fact, kind="matter.unlinked"):
    """A link turned out to be wrong."""

    target: Uid


@frozen
class PartyBarred(Fact, kind="party.barred"):
    """An official or a unit may have no hand in the matter: accused (TG 30) or recused (TG 28).

    ``person`` is an official's name as the roster has it. The unit that an accused leads is barred
    with them; a recused official's unit is not.
    """

    bar: Bar
    person: str = ""
    post: str = ""
    unit: str = ""


@frozen
class AccessBlocked(Fact, kind="access.blocked"):
    """The desk kept a barred party away, and from what."""

    barred: Barred
    bar: Bar
    person: str = ""
    unit: str = ""


@frozen
class MatterChased(Fact, kind="matter.chased"):
    """The desk chased (催办) whoever owes a duty on the matter; it looks again at ``again_at``.

    ``phone`` is the number dialled where the roster did not give it.
    """

    clock: Clock
    post: str
    person: str
    outcome: RingOutcome
    again_at: datetime
    text: str = ""
    prompt: Uid = ""
    phone: str = ""


@frozen
class FieldSaid:
    """What one field of a document says."""

    name: str
    text: str


@frozen
class DocumentIssued(Fact, kind="document.issued"):
    """A document was made out, with its whole text; ``fields`` in ``language`` make it a paper."""

    document: Document
    text: str
    unit: str = ""
    language: str = ""
    fields: tuple[FieldSaid, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """What each field says, by its name; nothing of what an older version made out."""
        return {each.name: each.text for each in self.fields}


@frozen
class ClockDates:
    """The days of a clock as the journal has them; ``started`` is the day of ``anchor``, its event.

    ``target`` is the office's control date and never rolls; ``rolled`` is the statutory last day.
    At ``control_at`` the control date is over, at ``due_at`` the limit; from ``look_at`` on (None:
    never) somebody is to be prompted. ``part`` tells apart the steps of one rule. Without
    ``control_at`` it was said by the rule of before, by which a duty was over with ``target``.
    """

    clock: Clock
    anchor: Uid
    started: date
    days: int
    target: date
    rolled: date
    due_at: datetime
    look_at: datetime | None = None
    provisional: bool = False
    part: int = 0
    control_at: datetime | None = None

    @property
    def control(self) -> datetime:
        """When the control date is over; by the rule of before that was the end of the limit."""
        return self.control_at or self.due_at


@frozen
class DeadlineSet(ClockDates, Fact, kind="deadline.set"):
    """A clock began, or goes on with another unit."""

    who: Who = field(kw_only=True)
    measure: Measure = field(kw_only=True)
    unit: str = ""


@frozen
class DeadlineMoved(ClockDates, Fact, kind="deadline.moved"):
    """A clock's last day became another: a correction, an extension, a hearing, or the calendar.

    With the days as they were only ``look_at`` is another: a new pack prompts at other times. Or
    ``due_at`` is: it was ``old_due_at`` by the rule of before, by which a duty was over with
    ``target``.
    """

    old_target: date = field(kw_only=True)
    old_rolled: date = field(kw_only=True)
    old_due_at: datetime | None = None

    @property
    def rule_alone(self) -> bool:
        """Whether both last days are as they were, and only what is overdue is told otherwise."""
        same = (self.old_target, self.old_rolled) == (self.target, self.rolled)
        return same and self.old_due_at not in (None, self.due_at)


@frozen
class DeadlineMet(Fact, kind="deadline.met"):
    """A clock ended at ``at``, because of ``act``, or by the document that was owed."""

    clock: Clock
    anchor: Uid
    at: datetime
    act: Act | None = None
    part: int = 0


@frozen
class DeadlineDropped(Fact, kind="deadline.dropped"):
    """A correction, a return or a newer event took away what had started a clock."""

    clock: Clock
    anchor: Uid
    part: int = 0


@frozen
class DutyPrompted(Fact, kind="duty.prompted"):
    """The desk was told that a duty is due soon, past its control date, or overdue.

    That was ``late_s`` seconds after ``due``. ``step`` is how many ranks it has climbed;
    ``look_at`` when there is more to ask.
    """

    clock: Clock
    anchor: Uid
    prompt: Uid
    what: PromptKind
    step: int
    post: str
    person: str
    due: datetime
    late_s: int
    look_at: datetime | None = None
    part: int = 0


@frozen
class CalendarAdopted(Fact, kind="calendar.adopted"):
    """The table of holidays that dates are computed with became another (subject: the office).

    ``brought``: nobody adopted it; a desk told of its own, when it learned of another desk.
    """

    digest: str
    covered: tuple[int, ...]
    holidays: tuple[date, ...]
    working: tuple[date, ...]
    brought: bool = False


@frozen
class CalendarFollowed(Fact, kind="calendar.followed"):
    """This desk reckons with the table that another desk adopted (subject: the office).

    Written once, and no more: that it does follows from having read the table.
    """

    digest: str


DATES: frozenset[str] = frozenset(
    cls.kind for cls in (DeadlineSet, DeadlineMoved, DeadlineMet, DeadlineDropped, DutyPrompted)
)
"""Kinds that tell of a matter's own time limits: no business of a night on the scene."""


def takes_up(fact: Fact) -> bool:
    """Whether an officer took a matter up by this; a reply that a file brings is nobody's act."""
    acts = MatterMoved | DocumentIssued | MatterChased | PartyBarred
    return isinstance(fact, acts) and fact != SERVED_IN_FILE
