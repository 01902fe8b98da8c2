"""Whom to ring for one post, and when: retry, deputy, next rank, broken ETA, late arrival.

Works on the events of one incident alone. Every prompt it proposes has an absolute stretch of time
in which it stands, so that nothing depends on when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from xfconsole.core.incident import Ring
from xfconsole.core.model import Contact, PromptKind, RingOutcome, Uid
from xfconsole.core.policy import Policy
from xfconsole.core.roster import Roster

_FAILED = {RingOutcome.NO_ANSWER, RingOutcome.BUSY}


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something the officer is to do from ``due`` on, until ``until`` (None: until it is done).

    ``uid`` is derived from incident, rule and anchor event, so the same facts always give the same
    prompt. ``duty`` is the post that has to come (empty for reports), ``contact`` whom to ring.
    """

    uid: Uid
    kind: PromptKind
    rule: str
    duty: str
    contact: Contact | None
    due: datetime
    until: datetime | None
    attempt: int = 0
    corrected: bool = False

    def standing(self, now: datetime) -> bool:
        """Whether it asks for something at this instant."""
        return self.due <= now and (self.until is None or now < self.until)


def prompt_uid(incident: Uid, rule: str, anchor: Uid, *parts: str) -> Uid:
    """Derive a prompt's identity from what caused it."""
    return str(uuid5(UUID(incident), "|".join((rule, anchor, *parts))))


@dataclass(frozen=True, slots=True)
class Call:
    """Why a post has to come: the rule, the event that made it so, and when that was."""

    post: str
    rule: str
    anchor: Uid
    at: datetime
    corrected: bool


@dataclass(slots=True)
class _Rung:
    """The person being tried now, from when on, and what came of it."""

    contact: Contact | None
    start: datetime
    kind: PromptKind
    failures: int = 0
    first_ring: Ring | None = None


class Ladder:
    """Walks one post's calls through its rings and collects what was and what is to be done.

    After construction: ``told_at``, ``contact`` (on the way, or to be rung after the last event),
    ``eta``, ``attempts`` in vain since the last answer, ``en_route``, and ``prompts``.
    """

    def __init__(
        self,
        incident: Uid,
        unit_of: dict[str, str],
        call: Call,
        rings: Sequence[Ring],
        policy: Policy,
        roster: Roster,
    ) -> None:
        self._incident, self._call, self._policy, self._roster = incident, call, policy, roster
        self._unit_of = unit_of
        post = policy.posts[call.post]
        self._rules = policy.ladders[post.ladder]
        self._travel = policy.travel[post.travel]
        self.prompts: list[Prompt] = []
        self.told_at: datetime | None = None
        self.eta: datetime | None = None
        self.en_route = False
        self.attempts = 0
        self._told_ring: Uid = ""
        self._tried: set[tuple[str, str]] = set()
        self._steps: list[Prompt] = []
        self._rung = self._begin(call.at)
        self._open_ring(self._rung.kind, call.at, call.anchor)
        for ring in rings:
            if ring.at >= call.at or ring.outcome is RingOutcome.ANSWERED:
                self._take(ring)
        self.contact = self._rung.contact
        self._expire(None)
        self._finish(None)

    @property
    def unheld(self) -> bool:
        """Whether nobody at all can be rung for this post."""
        return self.contact is None

    @property
    def arrive_by(self) -> datetime | None:
        """When the post has to be on the scene; None until it was told."""
        if self.told_at is None:
            return None
        return self.told_at + timedelta(minutes=self._travel.minutes)

    # -- one ring ---------------------------------------------------------------------------------

    def _take(self, ring: Ring) -> None:
        if not self.en_route:
            self._expire(ring.at)
        contact = self._whom(ring)
        if contact is None:
            return
        if ring.outcome is RingOutcome.ANSWERED:
            self._answered(ring, contact)
        elif self.en_route:
            self._chased_in_vain(ring)
        else:
            self._rung_in_vain(ring, contact)

    def _whom(self, ring: Ring) -> Contact | None:
        """Return whom of this post's ladder the ring was for, or None if it is not ours."""
        current = self._rung.contact
        if current and (ring.post, ring.person) == (current.post, current.person):
            return current
        if ring.post != self._call.post:
            return None
        for contact, _ in self._chain(ring.at):
            if (contact.post, contact.person) == (ring.post, ring.person):
                return contact
        return Contact(ring.post, ring.person, "")

    def _answered(self, ring: Ring, contact: Contact) -> None:
        self._finish(ring.at)
        if self.told_at is None:
            self.told_at, self._told_ring = max(ring.at, self._call.at), ring.uid
        self._rung = _Rung(contact, ring.at, PromptKind.ARRIVAL_LATE)
        self.en_route, self.attempts, self.eta = True, 0, ring.eta
        self._expect(ring)

    def _expect(self, ring: Ring) -> None:
        """Propose what comes next after somebody said they are on their way."""
        arrive_by = self.arrive_by
        assert arrive_by is not None
        chase = self._policy.chase
        if ring.at >= arrive_by:
            due = ring.eta or ring.at + timedelta(minutes=chase.every_minutes)
            kind = PromptKind.ETA_BROKEN if ring.eta else PromptKind.ARRIVAL_LATE
            rule = chase.eta.id if ring.eta else chase.late.id
            self._open(kind, rule, due, ring.uid)
            return
        if ring.eta and ring.eta < arrive_by:
            self._open(PromptKind.ETA_BROKEN, chase.eta.id, ring.eta, ring.uid, arrive_by)
        self._open(PromptKind.ARRIVAL_LATE, self._travel.rule.id, arrive_by, self._told_ring)

    def _chased_in_vain(self, ring: Ring) -> None:
        """Somebody who said they would come does not answer the chasing call."""
        self._rung.failures += 1
        self.attempts += 1
        if ring.outcome in _FAILED and self._rung.failures < self._rules.attempts:
            self._chase_again(ring)
            return
        self._lose(ring)

    def _chase_again(self, ring: Ring) -> None:
        """Ring once more after a pause; the arrival limit still speaks up if it comes first."""
        arrive_by = self.arrive_by
        assert arrive_by is not None
        due = ring.at + timedelta(minutes=self._rules.retry_minutes)
        self._finish(ring.at)
        if ring.at < arrive_by:
            self._open(PromptKind.RETRY, self._rules.rule.id, due, ring.uid, arrive_by)
            self._open(PromptKind.ARRIVAL_LATE, self._travel.rule.id, arrive_by, self._told_ring)
        else:
            self._open(PromptKind.ARRIVAL_LATE, self._policy.chase.late.id, due, ring.uid)

    def _rung_in_vain(self, ring: Ring, contact: Contact) -> None:
        self._finish(ring.at)
        self.attempts += 1
        if contact != self._rung.contact:
            self._rung = _Rung(contact, ring.at, self._rung.kind)
        self._rung.failures += 1
        self._rung.first_ring = self._rung.first_ring or ring
        if ring.outcome in _FAILED and self._rung.failures < self._rules.attempts:
            due = ring.at + timedelta(minutes=self._rules.retry_minutes)
            self._open_ring(PromptKind.RETRY, due, ring.uid)
        else:
            self._lose(ring)

    def _lose(self, ring: Ring) -> None:
        """Give the current person up and turn to the next one at once."""
        self._finish(ring.at)
        self.en_route, self.eta = False, None
        if self._rung.contact:
            self._tried.add((self._rung.contact.post, self._rung.contact.person))
        self._rung = self._begin(ring.at)
        self._open_ring(self._rung.kind, self._rung.start, ring.uid)

    # -- the chain of people ----------------------------------------------------------------------

    def _chain(self, at: datetime) -> Iterator[tuple[Contact, PromptKind]]:
        """Yield everybody who can be rung, post by post upward, with the prompt that names them."""
        post: str | None = self._call.post
        seen: set[str] = set()
        while post and post not in seen:
            seen.add(post)
            holders = self._roster.holders(post, self._unit_of.get(post, ""), at)
            for contact in holders if self._rules.deputies else holders[:1]:
                if contact.phone:
                    yield contact, self._kind_for(contact, holders[0])
            post = self._policy.posts[post].next_rank if post in self._policy.posts else None

    def _kind_for(self, contact: Contact, primary: Contact) -> PromptKind:
        if contact.post != self._call.post:
            return PromptKind.NEXT_RANK
        return PromptKind.RING if contact == primary else PromptKind.DEPUTY

    def _begin(self, at: datetime) -> _Rung:
        """Turn to the first person not tried yet; once all were, pause and start over."""
        for contact, kind in self._chain(at):
            if (contact.post, contact.person) not in self._tried:
                return _Rung(contact, at, kind)
        if self._tried:
            self._tried.clear()
            again = at + timedelta(minutes=self._rules.again_minutes)
            for contact, _ in self._chain(again):
                return _Rung(contact, again, PromptKind.RETRY)
        return _Rung(None, at, PromptKind.NOBODY)

    def _expire(self, until: datetime | None) -> None:
        """Turn to the next person when the minutes ran out before ``until`` (None: ever).

        They run from the first ring in vain: nobody is passed over whom the desk has not rung.
        """
        current, first = self._rung.contact, self._rung.first_ring
        if self.en_route or current is None or first is None:
            return
        end = first.at + timedelta(minutes=self._rules.minutes)
        if until is not None and end > until:
            return
        tried = self._tried | {(current.post, current.person)}
        for contact, kind in self._chain(end):
            if (contact.post, contact.person) not in tried:
                self._finish(end)
                self._tried = tried
                self._rung = _Rung(contact, end, kind)
                self._open_ring(kind, end, first.uid)
                return

    # -- prompts ----------------------------------------------------------------------------------

    def _open_ring(self, kind: PromptKind, due: datetime, anchor: Uid) -> None:
        first = kind is PromptKind.RING
        self._open(kind, self._call.rule if first else self._rules.rule.id, due, anchor)

    def _open(
        self,
        kind: PromptKind,
        rule: str,
        due: datetime,
        anchor: Uid,
        until: datetime | None = None,
    ) -> None:
        """Propose a prompt; it stands until ``_finish`` or its own end, whichever comes first."""
        contact = self._rung.contact
        person = f"{contact.post}/{contact.person}" if contact else ""
        uid = prompt_uid(self._incident, rule, anchor, self._call.post, kind, person)
        self._steps.append(
            Prompt(
                uid,
                kind,
                rule,
                self._call.post,
                contact,
                due,
                until,
                self.attempts,
                self._call.corrected,
            )
        )

    def _finish(self, at: datetime | None) -> None:
        """End what is proposed now: something happened at this instant."""
        self.prompts += cut(self._steps, at)
        self._steps = []


def cut(prompts: Sequence[Prompt], at: datetime | None) -> list[Prompt]:
    """Return the prompts as they stand when everything ends at an instant (None: never)."""
    kept = []
    for each in prompts:
        end = min((t for t in (each.until, at) if t is not None), default=None)
        if end is None or each.due < end:
            kept.append(replace(each, until=end))
    return kept
