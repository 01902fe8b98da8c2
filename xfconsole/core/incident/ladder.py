"""Whom to ring for one post, and when: retry, deputy, next rank, broken ETA, late arrival.

A deputy whom the officer named goes first, on clocks that run on. Works on the events of one
incident alone. Every prompt it proposes has an absolute stretch of time in which it stands, so that
nothing depends on when somebody looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xfconsole.core.incident.calls import Call
from xfconsole.core.incident.chain import Chain, RingRound, key_of, ring_was_for
from xfconsole.core.incident.fold import NamedDeputy, Ring, Step
from xfconsole.core.incident.placing import ASKS_FOR, UNNAMED
from xfconsole.core.incident.prompts import EndedPrompts, Prompt, cut, prompt_uid
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.desk import Contact, DutyState, PromptKind, RingOutcome, Uid
from xfconsole.core.words.official import name_key

_FAILED = {RingOutcome.NO_ANSWER, RingOutcome.BUSY}
"""Outcomes that are worth another try; a refusal or a wrong number is not."""


@dataclass(slots=True)
class _Rung:
    """Whose turn it is, from when on, and what came of it. Without a contact it is nobody's."""

    contact: Contact | None
    start: datetime
    kind: PromptKind
    failures: int = 0
    first_ring: Ring | None = None
    given_up: bool = False


class Ladder:
    """Walks one post's call through its rings up to ``now`` and collects what is to be done.

    After construction, and after each ``go_on``: ``told_at``, ``contact`` (on the way, or whose
    turn it is), ``eta``, ``attempts`` in vain for the post since the last answer, ``own_attempts``
    of those with ``contact``, ``deputy`` (if the officer named one), ``en_route``, ``walked_to``,
    and ``good_until``: when a person's minutes or a duty turn run out and the walk has to go on.

    ``steps`` may hold refusals of other posts: whoever said no is passed over here, too.
    """

    def __init__(
        self,
        incident: Uid,
        places: Mapping[str, str],
        call: Call,
        steps: Sequence[Step],
        policy: Policy,
        roster: Roster,
        now: datetime,
    ) -> None:
        self._incident, self._call, self._policy = incident, call, policy
        post = policy.posts[call.post]
        self._rules = policy.ladders[post.ladder]
        self._travel = policy.travel[post.travel]
        self._chain = Chain(call.post, places, policy, roster)
        self._roster = roster
        self._ended = EndedPrompts(ASKS_FOR)
        self.told_at: datetime | None = None
        self.eta: datetime | None = None
        self.en_route = False
        self.attempts = 0
        self._told_ring: Uid = ""
        self._anchor = call.anchor
        self._attempts_of: Counter[str] = Counter()
        self._round, self._rested = RingRound(), RingRound()
        self._rest_ends = self._looked_at = call.at
        self._steps: list[Prompt] = []
        self._turns: list[tuple[str, datetime]] = []
        self._hear_refusals_before(steps)
        self._turn(call.at)
        self.go_on(steps, now)

    def go_on(self, steps: Sequence[Step], now: datetime) -> None:
        """Walk on through later steps: none is earlier than ``walked_to`` or than the call."""
        for step in steps:
            if isinstance(step, NamedDeputy):
                self._name(step)
            elif step.at >= self._call.at or step.outcome is RingOutcome.ANSWERED:
                self._take(step)
        self.walked_to = now
        self.good_until = self._settle(now)
        self.contact = self._rung.contact
        self.deputy = self._chain.named(self.contact)

    def prompts(self, since: datetime | None = None) -> list[Prompt]:
        """Return all prompts; those that were over by ``since`` may be left out."""
        return self._ended.since(since) + self._steps

    @property
    def own_attempts(self) -> int:
        """How often whoever's turn it is was rung in vain since the last answer."""
        return self._attempts_with(self.contact)

    @property
    def unnamed(self) -> DutyState | None:
        """How the duty stands while a unit or township has to be named first, else None."""
        return None if self.contact else UNNAMED.get(self._rung.kind)

    @property
    def arrive_by(self) -> datetime | None:
        """When the post has to be on the scene; None until it was told."""
        if self.told_at is None:
            return None
        return self.told_at + timedelta(minutes=self._travel.minutes)

    def stood_in(self, post: str, at: datetime) -> bool:
        """Whether a post from further up was asked to come instead when it came at ``at``."""
        ends = [since for _, since in self._turns[1:]] + [None]
        return post != self._call.post and any(
            post == asked and since <= at and (end is None or at <= end)
            for (asked, since), end in zip(self._turns, ends, strict=True)
        )

    # -- a deputy ---------------------------------------------------------------------------------

    def _name(self, passed: NamedDeputy) -> None:
        """Turn to the deputy at once; whoever had the turn has handed it over."""
        if self._was_barred(passed):
            return
        at = max(passed.at, self._call.at)
        self._settle(at)
        self._finish(at)
        if self._rung.contact:
            self._round.tried(self._rung.contact)
        deputy = Contact(passed.post, passed.person, passed.phone)
        self._chain.deputy, self._anchor = deputy, passed.uid
        self._round.ask_again(deputy)
        self.en_route, self.eta = False, None
        self._hand_to(_Rung(deputy, at, PromptKind.DEPUTY))
        self._open_ring(PromptKind.DEPUTY, at, passed.uid)

    # -- one ring ---------------------------------------------------------------------------------

    def _hear_refusals_before(self, steps: Sequence[Step]) -> None:
        for step in steps:
            if isinstance(step, Ring) and step.at < self._call.at:
                self._heed(step)

    def _take(self, ring: Ring) -> None:
        if self._was_barred(ring):
            return
        self._settle(ring.at)
        contact = self._whom(ring)
        if contact is None:
            self._refused_elsewhere(ring)
            return
        self._anchor = ring.uid
        if ring.outcome is RingOutcome.ANSWERED:
            self._answered(ring, contact)
        elif self._rung.contact and key_of(contact) == key_of(self._rung.contact):
            self._failed(ring)
        elif self.en_route:
            self._heed(ring)
        else:
            self._failed_out_of_turn(ring, contact)

    def _was_barred(self, step: Step) -> bool:
        """Whether a ring told nobody, or nobody was named: the person was barred by then."""
        barring = self._roster.barring(step.person)
        return barring is not None and (step.at > barring.since or self._call.at >= barring.since)

    def _whom(self, ring: Ring) -> Contact | None:
        """Return whom of this post's chain the ring was for, or None if it is not ours."""
        current = self._rung.contact
        if current and ring_was_for(ring, current):
            return current
        if ring.post != self._call.post:
            return None
        for contact, _ in self._chain.people(ring.at):
            if ring_was_for(ring, contact):
                return contact
        return Contact(ring.post, ring.person, ring.phone)

    def _answered(self, ring: Ring, contact: Contact) -> None:
        self._finish(ring.at)
        if self.told_at is None:
            self.told_at, self._told_ring = max(ring.at, self._call.at), ring.uid
        self._hand_to(_Rung(contact, ring.at, PromptKind.ARRIVAL_LATE))
        self.en_route, self.attempts, self.eta = True, 0, ring.eta
        self._attempts_of.clear()
        self._expect(ring)

    def _expect(self, ring: Ring) -> None:
        """Propose what comes next after somebody said they are on their way."""
        arrive_by = self.arrive_by
        assert arrive_by is not None
        chase = self._policy.chase
        # Whoever was told before there was a need is not chased before there was one.
        eta = max(ring.eta, self._call.at) if ring.eta else None
        if ring.at >= arrive_by:
            due = eta or ring.at + timedelta(minutes=chase.every_minutes)
            kind = PromptKind.ETA_BROKEN if eta else PromptKind.ARRIVAL_LATE
            self._open(kind, chase.eta.id if eta else chase.late.id, due, ring.uid)
            return
        if eta and eta < arrive_by:
            self._open(PromptKind.ETA_BROKEN, chase.eta.id, eta, ring.uid, arrive_by)
        self._open(PromptKind.ARRIVAL_LATE, self._travel.rule.id, arrive_by, self._told_ring)

    def _failed(self, ring: Ring) -> None:
        """Whoever's turn it is was rung in vain, also while they should be on their way."""
        self._finish(ring.at)
        self._count(ring)
        self._rung.failures += 1
        self._rung.first_ring = self._rung.first_ring or ring
        if ring.outcome not in _FAILED or self._rung.failures >= self._rules.attempts:
            self._lose(ring)
        elif self.en_route:
            self._chase_again(ring)
        else:
            due = ring.at + timedelta(minutes=self._rules.retry_minutes)
            self._open_ring(PromptKind.RETRY, due, ring.uid)

    def _failed_out_of_turn(self, ring: Ring, contact: Contact) -> None:
        """Somebody else of the chain was rung in vain: it is their turn, unless they had it."""
        if contact in self._round:
            self._count(ring)
            self._heed(ring)
            return
        self._finish(ring.at)
        self._hand_to(_Rung(contact, ring.at, self._rung.kind))
        self._failed(ring)

    def _refused_elsewhere(self, ring: Ring) -> None:
        """Somebody said no for another post: they are not asked for this one either."""
        self._heed(ring)
        current = self._rung.contact
        if current and current in self._round and not self.en_route:
            self._finish(ring.at)
            self._anchor = ring.uid
            self._lose(ring)

    def _heed(self, ring: Ring) -> None:
        """Note a refusal: whoever said no is not asked again in this round."""
        if ring.outcome is RingOutcome.REFUSED:
            self._round.refused(ring.person)

    def _attempts_with(self, contact: Contact | None) -> int:
        return self._attempts_of[name_key(contact.person)] if contact else 0

    def _count(self, ring: Ring) -> None:
        self.attempts += 1
        self._attempts_of[name_key(ring.person)] += 1

    def _chase_again(self, ring: Ring) -> None:
        """Ring once more after a pause; the arrival limit still speaks up if it comes first."""
        arrive_by = self.arrive_by
        assert arrive_by is not None
        due = ring.at + timedelta(minutes=self._rules.retry_minutes)
        if ring.at < arrive_by:
            self._open(PromptKind.RETRY, self._rules.rule.id, due, ring.uid, arrive_by)
            self._open(PromptKind.ARRIVAL_LATE, self._travel.rule.id, arrive_by, self._told_ring)
        else:
            self._open(PromptKind.ARRIVAL_LATE, self._policy.chase.late.id, due, ring.uid)

    def _lose(self, ring: Ring) -> None:
        """Give the current person up and turn to the next one at once."""
        self.en_route, self.eta = False, None
        if self._rung.contact:
            self._round.tried(self._rung.contact)
        self._heed(ring)
        self._looked_at = ring.at
        self._turn(ring.at)

    # -- whose turn it is -------------------------------------------------------------------------

    def _turn(self, at: datetime, *moved: str) -> None:
        """Turn to the first person not tried yet; once all were, pause and start over."""
        people = self._chain.people(at)
        if people and self._round.covers(link.contact for link in people):
            self._rested, self._round = self._round, RingRound()
            self._rest_ends = at + timedelta(minutes=self._rules.again_minutes)
        rung = _Rung(None, at, self._chain.nobody(at))
        for contact, kind in sorted(people, key=lambda link: self._free_at(link.contact, at)):
            if contact not in self._round:
                start = self._free_at(contact, at)
                rung = _Rung(contact, start, PromptKind.RETRY if start > at else kind)
                break
        self._hand_to(rung)
        self._open_ring(rung.kind, rung.start, self._anchor, *moved)

    def _hand_to(self, rung: _Rung) -> None:
        self._rung = rung
        post = rung.contact.post if rung.contact else self._call.post
        self._turns.append((post, rung.start))

    def _free_at(self, contact: Contact, at: datetime) -> datetime:
        return max(at, self._rest_ends) if contact in self._rested else at

    def _settle(self, until: datetime) -> datetime | None:
        """Advance to an instant: minutes run out, turns change. Return when that happens next."""
        while (at := self._next_change()) is not None and at <= until:
            if self.en_route:
                self._lose_barred(at)
            elif at == self._gives_up_at():
                self._give_up(at)
            else:
                self._looked_at = at
                self._review(at)
        return at

    def _next_change(self) -> datetime | None:
        if self.en_route:
            return self._barred_at()
        changes = self._gives_up_at(), self._chain.next_change(self._looked_at), self._barred_at()
        return min((each for each in changes if each is not None), default=None)

    def _barred_at(self) -> datetime | None:
        """Return when whoever is on the way is barred from the matter; others take the turn."""
        contact = self._rung.contact
        barring = self._roster.barring(contact.person) if contact else None
        return max(barring.since, self._rung.start) if barring else None

    def _lose_barred(self, at: datetime) -> None:
        """Turn from somebody on the way who may not come to whoever is next; the post was told."""
        self._finish(at)
        self.en_route, self.eta = False, None
        self._looked_at = at
        self._turn(at, at.isoformat())

    def _gives_up_at(self) -> datetime | None:
        """Return when the current person's minutes run out.

        They run from the first ring in vain: nobody is passed over whom the desk has not rung.
        """
        first = self._rung.first_ring
        if first is None or self._rung.given_up:
            return None
        return first.at + timedelta(minutes=self._rules.minutes)

    def _give_up(self, at: datetime) -> None:
        """Turn to somebody not tried yet, if there is anybody; else keep trying this one."""
        rung = self._rung
        rung.given_up = True
        assert rung.contact is not None
        assert rung.first_ring is not None
        others = (e for e, _ in self._chain.people(at) if key_of(e) != key_of(rung.contact))
        if not self._round.covers(others):
            self._finish(at)
            self._round.tried(rung.contact)
            self._anchor = rung.first_ring.uid
            self._turn(at)

    def _review(self, at: datetime) -> None:
        """The roster says something else from now on: move to whoever can and should be rung."""
        people = [link.contact for link in self._chain.people(at)]
        current = self._rung.contact
        if current is None and not people and self._rung.kind is self._chain.nobody(at):
            return
        waiting = (e for e in people if e not in self._round and e not in self._rested)
        wanted = next(waiting, None)
        if current and key_of(current) in map(key_of, people):
            rung = self._rung.first_ring is not None
            if rung or wanted is None or key_of(wanted) == key_of(current):
                return
        self._finish(at)
        self._turn(at, at.isoformat())

    # -- prompts ----------------------------------------------------------------------------------

    def _open_ring(self, kind: PromptKind, due: datetime, anchor: Uid, *moved: str) -> None:
        first = kind is PromptKind.RING or kind in ASKS_FOR
        rule = self._call.rule if first else self._rules.rule.id
        self._open(kind, rule, due, anchor, None, *moved)

    def _open(
        self,
        kind: PromptKind,
        rule: str,
        due: datetime,
        anchor: Uid,
        until: datetime | None = None,
        *moved: str,
    ) -> None:
        """Propose a prompt; it stands until ``_finish`` or its own end, whichever comes first."""
        if until is not None and until <= due:
            return
        contact = self._rung.contact
        person = f"{contact.post}/{contact.person}" if contact else ""
        uid = prompt_uid(self._incident, rule, anchor, self._call.post, kind, person, *moved)
        attempts, corrected = self.attempts, self._call.corrected
        post, own = self._call.post, self._attempts_with(contact)
        self._steps.append(
            Prompt(uid, kind, rule, post, contact, due, until, attempts, corrected, own)
        )

    def _finish(self, at: datetime) -> None:
        """End what is proposed now: something happened at this instant."""
        self._ended.add(cut(self._steps, at))
        self._steps = []
