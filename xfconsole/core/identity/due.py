"""Whether a matter's identity is to be erased by now, by which rule, or why it is kept.

Its line in the list of identities to be erased says so.
Asked about matters one by one. Nothing here knows, counts or lists who brought any of them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple

from xfconsole.core.facts.corrections import effective
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import Kept
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.identity.erasure import erasure_of
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Rules, deadlines, midnight_after
from xfconsole.core.policy.pack import Retention
from xfconsole.core.policy.retention import REQUEST
from xfconsole.core.words.desk import Purpose, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Finding, State

ENDED = frozenset(
    {
        *(State.ANSWERED, State.DIRECTED, State.LED, State.PASSED, State.DECLINED),
        *(State.FINISHED, State.CONCLUDED, State.ARCHIVED, State.WITHDRAWN),
    }
)
"""States in which a matter counts as finished; kept from there on, until it is another again."""


@frozen
class Held:
    """What keeps an identity, and since when it could go; ``finished_at`` None: not finished."""

    has_identity: bool
    purpose: Purpose | None = None
    confidential: bool = False
    finished_at: datetime | None = None
    clock_runs: bool = False
    live: bool = False
    linked_open: bool = False

    @property
    def at_rest(self) -> bool:
        """Whether the matter itself is finished and nothing of it runs."""
        return self.finished_at is not None and not self.clock_runs and not self.live


class Verdict(NamedTuple):
    """``rule`` says for how long, ``since`` from when on it is to be erased; ``kept``: not now.

    ``since`` lies in the future where the period is all that keeps it; None where something is
    open.
    """

    rule: str
    since: datetime | None
    kept: Kept | None


def held_of(
    events: Sequence[Event],
    rules: Rules,
    now: datetime,
    *,
    live: bool = False,
    linked: Iterable[Held] = (),
) -> Held:
    """Return what the events of a matter say, oldest first.

    ``live``: people are here about it now. ``linked``: the matters found to be the same, whichever
    of them names the other.
    """
    meant = effective(events)
    life, finished_at = MatterLife(meant[0].subject), None
    for event in meant:
        life.apply(event)
        finished_at = (finished_at or event.happened_at) if life.state in ENDED else None
    owed = life.supervised or (life.finding is Finding.SUPPORTED and not life.executed)
    sealed = any(isinstance(e.fact, MatterRegistered) and e.fact.sealed for e in meant)
    return Held(
        has_identity=sealed and erasure_of(events).erased is None,
        purpose=life.purpose,
        confidential=life.confidential,
        finished_at=None if owed else finished_at,
        clock_runs=any(each.open(now) for each in deadlines(life, rules, now)),
        live=live,
        linked_open=any(not each.at_rest for each in linked),
    )


def verdict(held: Held, retention: Retention, zone: tzinfo, now: datetime) -> Verdict:
    """Return whether a matter's identity is to be erased at ``now`` by the period of its class.

    Confidential matters have a class of their own; one whose purpose nobody noted counts as a
    claim. The last day of the period is a day at the office and still counts.
    """
    name = "confidential" if held.confidential else (held.purpose or Purpose.CLAIM).value
    rule = f"retention.{name}"
    if kept := _reason_to_keep(held):
        return Verdict(rule, None, kept)
    assert held.finished_at is not None
    last = months_after(held.finished_at.astimezone(zone).date(), retention.months[name])
    since = midnight_after(last, zone)
    return Verdict(rule, since, Kept.PERIOD if now < since else None)


def verdict_on_request(held: Held) -> Verdict:
    """Return whether an identity can be erased because the complainant asks for it."""
    kept = _reason_to_keep(held)
    return Verdict(REQUEST, None if kept else held.finished_at, kept)


def verdict_by(rule: str, held: Held, retention: Retention, zone: tzinfo, now: datetime) -> Verdict:
    """Return the verdict under the rule that an erasure was proposed by."""
    if rule == REQUEST:
        return verdict_on_request(held)
    return verdict(held, retention, zone, now)


def months_after(day: date, months: int) -> date:
    """Return the same day so many calendar months later, or the last of a month that lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year - 1:
        return date(date.max.year - 1, 12, 31)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _reason_to_keep(held: Held) -> Kept | None:
    if not held.has_identity:
        return Kept.NONE
    if held.live:
        return Kept.LIVE
    if held.finished_at is None:
        return Kept.OPEN
    if held.clock_runs:
        return Kept.CLOCK
    return Kept.LINKED if held.linked_open else None


class Stage(StrEnum):
    """How far an erasure has come."""

    DUE = "due"
    PROPOSED = "proposed"
    APPROVED = "approved"


@frozen
class ErasureRow:
    """One matter, and never who brought it.

    ``since`` is when the rule made it due. ``proposed_by`` and ``approved_by`` are officers,
    ``after`` is until when it can be cancelled, ``awaits`` which other desks have to be heard from
    besides, by their letters. ``kept`` tells what keeps it by now all the same:
    once its time has come the desk takes such an erasure back by itself.
    """

    matter: Uid
    number: str
    stage: Stage
    rule: str
    since: datetime | None
    proposed_by: str = ""
    approved_by: str = ""
    after: datetime | None = None
    kept: Kept | None = None
    awaits: tuple[str, ...] = ()


def row_of(
    matter: Uid,
    number: str,
    events: Sequence[Event],
    held: Held,
    retention: Retention,
    zone: tzinfo,
    now: datetime,
) -> ErasureRow | None:
    """Return the line of a matter, None where nothing is due and nobody has proposed anything."""
    standing = erasure_of(events)
    if standing.proposal is None:
        found = verdict(held, retention, zone, now)
        if found.kept is not None:
            return None
        return ErasureRow(matter, number, Stage.DUE, found.rule, found.since)
    found = verdict_by(standing.rule, held, retention, zone, now)
    return ErasureRow(
        matter,
        number,
        Stage.APPROVED if standing.approval else Stage.PROPOSED,
        standing.rule,
        found.since,
        standing.proposal.officer,
        standing.approved_by,
        standing.after,
        found.kept,
    )
