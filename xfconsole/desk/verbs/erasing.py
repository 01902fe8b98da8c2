"""Verbs on erasing what a complainant said of themselves, and the part of the tick that does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta, tzinfo

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import (
    ErasureApproved,
    ErasureCancelled,
    ErasureProposed,
    IdentityErased,
    Kept,
)
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.identity.due import (
    Held,
    Verdict,
    held_of,
    verdict,
    verdict_by,
    verdict_on_request,
)
from xfconsole.core.identity.erasure import Erasure, erasure_of
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.policy.pack import Retention
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.official import name_key, same
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, Work, reason_of

ERASED_AT_ONCE = 20
"""So many identities are erased in one transaction, so that none keeps the officer waiting."""


class ErasureVerbs(DeskBase):
    """One officer proposes, another approves, anybody on duty may cancel while there is time.

    Each verb takes matters by number or uid, never by who brought them, and does all of them or
    none.
    """

    def propose_erasures(self, matters: Sequence[str]) -> Done:
        """Propose to erase the identities of matters whose period is over.

        Refuses a matter that is not due, naming it and what keeps it, or that is proposed already.
        """
        return self._propose(matters, self._by_period)

    def propose_erasure_on_request(self, matter: str, reason: str) -> Done:
        """Propose to erase one matter's identity because the complainant asks for it.

        That is possible as soon as the matter is at rest. Refuses without a reason.
        """
        why = reason_of(reason)
        return self._propose([matter], lambda held, _: verdict_on_request(held), why)

    def approve_erasures(self, matters: Sequence[str], second: str) -> Done:
        """Approve proposals as ``second``, an officer whose passphrase was proven.

        From now on the pack's hours run in which any officer may cancel; then the desk erases by
        itself. Refuses whoever made the proposal, and a matter that something keeps by now.
        """
        self._refuse_stand_in()
        approver = neutral_line(second).strip()
        with self._work() as work:
            after = work.now + timedelta(hours=self._policy.retention.cancel_hours)
            for reference in matters:
                life, events = self._of(work, reference, approver)
                standing = _standing(life, events)
                if standing.proposal is None or standing.approval is not None:
                    raise Refused("erasure.refused.not_proposed", number=life.number)
                if not approver or same(approver, standing.proposal.officer):
                    raise Refused("erasure.refused.same_officer", number=life.number)
                found = _verdict_now(work, self._policy.retention, standing.rule, life.uid, events)
                _refuse_kept(life, found, self.zone)
                work.add(life.uid, ErasureApproved(standing.proposal.uid, approver, after))
            _look_again(work)
        return Done(tuple(work.events))

    def cancel_erasure(self, matter: str, reason: str) -> Done:
        """Take a proposal back, approved or not, saying why."""
        with self._work() as work:
            life, events = self._of(work, matter)
            standing = _standing(life, events)
            if standing.proposal is None:
                raise Refused("erasure.refused.not_proposed", number=life.number)
            work.add(life.uid, ErasureCancelled(standing.proposal.uid, reason_of(reason)))
            _look_again(work)
        return Done(tuple(work.events), life.uid, life.number)

    # --- parts -----------------------------------------------------------------------------------

    def _propose(
        self,
        matters: Sequence[str],
        asked: Callable[[Held, Work], Verdict],
        reason: str = "",
    ) -> Done:
        self._refuse_stand_in()
        with self._work() as work:
            for reference in matters:
                life, events = self._of(work, reference)
                if _standing(life, events).proposal is not None:
                    raise Refused("erasure.refused.proposed", number=life.number)
                found = asked(held_now(work, life.uid, events), work)
                _refuse_kept(life, found, self.zone)
                work.add(life.uid, ErasureProposed(found.rule, reason))
        return Done(tuple(work.events))

    def _by_period(self, held: Held, work: Work) -> Verdict:
        return verdict(held, self._policy.retention, self.zone, work.now)

    def _of(self, work: Work, reference: str, approver: str = "") -> tuple[MatterLife, list[Event]]:
        """Return a matter; keeps away whoever of the two has no hand in it, by name or unit."""
        work.flush()
        events = work.tx.events_of(work.matter(reference))
        life = life_of(events)
        roster, named = self._night.roster.without(life.bars), dict(life.bars.people)
        for person in filter(None, (self.officer, approver)):
            barring = named.get(name_key(person)) or roster.barring(person)
            if barring is not None:
                block = AccessBlocked(Barred.APPROVER, barring.bar, person=person)
                raise Blocked(life.uid, block)
        return life, events


def erase_ripe(work: Work, retention: Retention) -> None:
    """Carry out what was approved and can't be cancelled any more, some at a time.

    A matter that something keeps by now is not erased; the journal says what kept it.
    """
    for matter in work.tx.erasures_ripe(work.now, ERASED_AT_ONCE, work.night.own):
        events = work.tx.events_of(matter)
        standing = erasure_of(events)
        if standing.proposal is None or standing.approval is None:
            continue
        found = _verdict_now(work, retention, standing.rule, matter, events)
        if found.kept is not None:
            work.add(matter, ErasureCancelled(standing.proposal.uid, because=found.kept))
            continue
        by = standing.proposal.officer, standing.approved_by
        work.add(matter, IdentityErased(standing.rule, *by, standing.approval.uid))
        work.tx.destroy_key(matter)
    _look_again(work)


def held_now(work: Work, matter: Uid, events: Sequence[Event]) -> Held:
    """Return what keeps a matter's identity, within a transaction."""
    live = {each.incident.opened.matter for each in work.night.live}
    linked = (
        held_of(work.tx.events_of(other), work.rules, work.now, live=other in live)
        for other in work.tx.linked_with(matter)
    )
    return held_of(events, work.rules, work.now, live=matter in live, linked=linked)


def _verdict_now(
    work: Work, retention: Retention, rule: str, matter: Uid, events: Sequence[Event]
) -> Verdict:
    held = held_now(work, matter, events)
    return verdict_by(rule, held, retention, work.rules.zone, work.now)


def _standing(life: MatterLife, events: Sequence[Event]) -> Erasure:
    standing = erasure_of(events)
    if standing.erased is not None:
        raise Refused("erasure.refused.erased", number=life.number)
    return standing


def _refuse_kept(life: MatterLife, found: Verdict, zone: tzinfo) -> None:
    if found.kept is Kept.PERIOD and found.since is not None:
        since = found.since.astimezone(zone).date().isoformat()
        raise Refused("erasure.refused.period", number=life.number, since=since)
    if found.kept is Kept.NONE:
        raise Refused("erasure.refused.none", number=life.number)
    if found.kept is not None:
        raise Refused("erasure.refused.kept", number=life.number, kept=found.kept)


def _look_again(work: Work) -> None:
    """Plan the next check for when the next one is to be carried out."""
    work.flush()
    work.night.next_erasure = work.tx.next_erasure(work.now, work.night.own)
