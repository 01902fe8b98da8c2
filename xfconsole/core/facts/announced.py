"""Facts the engine announces: levels, obligations and prompts (subject: the incident).

Of prompts about the relief, and of the budget that new prompts passed, it is the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_procedure import DATES
from xfconsole.core.words.desk import Level, PromptKind, Uid
from xfconsole.core.words.frozen import frozen


@frozen
class LevelChanged(Fact, kind="level.changed"):
    """The level computed from the facts became another."""

    level: Level


@frozen
class ObligationAdded(Fact, kind="obligation.added"):
    """A post has to be told and come. ``anchor`` is the event that made it so."""

    post: str
    rule: str
    anchor: Uid
    person: str
    tell_by: datetime


@frozen
class ObligationMet(Fact, kind="obligation.met"):
    """The post arrived, was relieved, or was stood down. ``how`` is the duty state reached."""

    post: str
    rule: str
    how: str
    person: str


@frozen
class ObligationMissed(Fact, kind="obligation.missed"):
    """A clock ran out: ``clock`` is ``tell`` (the desk's own) or ``arrive`` (the post's)."""

    post: str
    rule: str
    clock: str
    due: datetime
    person: str


@frozen
class PromptRaised(Fact, kind="prompt.raised"):
    """A prompt was shown, ``late_s`` seconds after it was due."""

    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    duty: str
    person: str
    due: datetime
    late_s: int
    attempt: int = 0
    corrected: bool = False


@frozen
class PromptCleared(Fact, kind="prompt.cleared"):
    """A prompt shown earlier no longer asks for anything."""

    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    person: str
    due: datetime


@frozen
class PromptMarked(Fact, kind="prompt.marked"):
    """A prompt that stands was raised on a head-count that has been corrected since."""

    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    person: str
    due: datetime


@frozen
class PromptMoved(Fact, kind="prompt.moved"):
    """A correction moved the deadline of a prompt shown earlier."""

    prompt: Uid
    what: PromptKind
    rule: str
    post: str
    person: str
    old_due: datetime
    due: datetime


@frozen
class IncidentSettled(Fact, kind="incident.settled"):
    """What was still open of an incident after its end is done."""


@frozen
class AlarmPassed(Fact, kind="alarm.passed"):
    """More prompts were new than the pack's budget: ``ten`` in ten minutes, ``hour`` in an hour."""

    ten: int
    hour: int
    per_ten_minutes: int
    per_hour: int


RECEPTION = frozenset(each for each in PromptKind if each.name.startswith("RECEPTION_"))
"""Kinds of what the office owes about its reception days."""


def about_reception(fact: Fact) -> bool:
    """Whether a prompt of the office's is about a reception day."""
    return getattr(fact, "what", None) in RECEPTION


def about_daily(fact: Fact) -> bool:
    """Whether a prompt of the office's is about its daily report."""
    return getattr(fact, "what", None) is PromptKind.REPORT_DAILY


def about_office(fact: Fact) -> bool:
    """Whether a prompt is about what the office owes by itself: nobody is rung for it."""
    return about_reception(fact) or about_daily(fact)


ANNOUNCEMENTS: frozenset[str] = DATES | {
    cls.kind
    for cls in (
        LevelChanged,
        ObligationAdded,
        ObligationMet,
        ObligationMissed,
        PromptRaised,
        PromptCleared,
        PromptMarked,
        PromptMoved,
        IncidentSettled,
    )
}
"""Kinds that the engine writes; everything else is a primary fact."""


SAID_BY_THE_DEED = (ObligationMet, PromptCleared)
"""What a deed tells by itself: somebody came, so nobody asks any more. Of a deed that another desk
wrote down, this is told with the next thing that the keeper has to say of it, and is no reason to
write."""


_NAMES = ("prompt", "post", "rule", "anchor", "clock", "part", "how", "due")
"""What tells one announcement from another of its kind on the same subject."""


def told_once(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events of several desks in their common order, without the announcements that
    another desk had made already.

    Two desks that have not read each other may both prompt, and both miss one limit.
    """
    if len({each.desk for each in events}) < 2:
        return events
    return list(counted_once(sorted(events, key=lambda each: each.place)))


def counted_once(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events likewise, as they come. A level that became another is always told."""
    first: dict[tuple[object, ...], str] = {}
    for event in events:
        if event.kind in ANNOUNCEMENTS and not isinstance(event.fact, LevelChanged):
            named = (getattr(event.fact, name, None) for name in _NAMES)
            if first.setdefault((event.kind, event.subject, *named), event.desk) != event.desk:
                continue
        yield event
