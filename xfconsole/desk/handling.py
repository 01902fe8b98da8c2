"""Verbs on a matter's life: moving it, chasing who owes a duty, parties, links and documents."""

from __future__ import annotations

from datetime import datetime, timedelta

from xfconsole.core.documents import Document
from xfconsole.core.duties import contact_of
from xfconsole.core.events import (
    AccessBlocked,
    CalendarAdopted,
    DocumentIssued,
    MatterChased,
    MatterLinked,
    MatterRegistered,
    MatterUnlinked,
    PartyBarred,
)
from xfconsole.core.life_words import Bar, Barred, Clock
from xfconsole.core.matter_life import MatterLife, life_of
from xfconsole.core.model import RingOutcome, Uid
from xfconsole.core.moving import Move, blocked, check_target, checked_move
from xfconsole.core.ports import StandingDuty
from xfconsole.core.procedure import Deadline, deadlines
from xfconsole.core.refusal import Refused
from xfconsole.core.text import neutral, neutral_line
from xfconsole.core.workdays import Workdays, changed
from xfconsole.desk.base import DeskBase
from xfconsole.desk.work import Done, Work

_EVER = timedelta(days=366 * 100)


class HandleVerbs(DeskBase):
    """What the regulation asks of the office after the night; each verb one transaction."""

    def move(self, reference: str, move: Move, *, at: datetime | None = None) -> Done:
        """Record an act on a matter, done at ``at`` (default: now).

        Refuses as core.moving.checked_move does. A barred party is kept away (TG 28, TG 30): that
        is refused too, and the block itself is journaled.
        """
        with self._work() as work:
            life = self._life(work, reference)
            block = self._own_block(life) or blocked(life, move)
            if block is not None:
                work.add(life.uid, block)
            else:
                when = at or work.now
                if when > work.now:
                    raise Refused("desk.refused.future")
                self._check_target(work, life, move)
                fact = checked_move(
                    life,
                    move,
                    when,
                    self.rules,
                    officer=self.officer,
                    shift_since=self._since(work),
                )
                work.add(life.uid, fact, when)
        if block is not None:
            raise _refused(block)
        return Done(tuple(work.events), life.uid, life.number)

    def chase(
        self,
        reference: str,
        clock: Clock,
        outcome: RingOutcome,
        *,
        text: str = "",
        prompt: Uid = "",
        person: str = "",
    ) -> Done:
        """Chase (催办) whoever is to be asked about a duty that is still owed.

        Reached, they are asked again after the pack's days; not reached, after its ladder's pause.
        Refuses a duty that is not open, and a person who is barred from the matter.
        """
        with self._work() as work:
            life = self._life(work, reference)
            duty = self._duty(life, clock, work.now)
            asked = self._asked(work, life, duty, prompt)
            post = asked.post if asked else self._policy.procedure.owners[duty.who.value]
            contact = contact_of(life, duty, post, self._policy, self._night.roster, work.now)
            named = neutral_line(person).strip() or (contact.person if contact else "")
            bar = life.barred(person=named) if named else None
            if bar is not None:
                work.add(life.uid, AccessBlocked(Barred.ATTENDEE, bar, person=named))
            else:
                again_at = work.now + self._pause(post, outcome)
                rests = asked.prompt if asked else ""
                fact = MatterChased(
                    clock, post, named, outcome, again_at, neutral(text).strip(), rests
                )
                work.add(life.uid, fact)
        if bar is not None:
            raise _refused(AccessBlocked(Barred.ATTENDEE, bar, person=named))
        return Done(tuple(work.events), life.uid, life.number)

    def bar(
        self, reference: str, bar: Bar, *, person: str = "", post: str = "", unit: str = ""
    ) -> Done:
        """Record that an official is accused in a matter (TG 30) or recused from it (TG 28).

        ``person`` is an official of the roster, ``unit`` the one an accused leads. Nobody who came
        is ever named here. Refuses a person whom the roster does not know, and nobody at all.
        """
        named, where = neutral_line(person).strip(), neutral_line(unit).strip()
        with self._work() as work:
            life = self._life(work, reference)
            if not named and not (where and bar is Bar.ACCUSED):
                raise Refused("life.refused.bar_nobody")
            if named and not self._is_official(named, work.now):
                raise Refused("life.refused.bar_unknown", person=named)
            fact = PartyBarred(bar, named, neutral_line(post).strip(), where)
            if fact in life.parties:
                raise Refused("life.refused.bar_again")
            work.add(life.uid, fact)
        return Done(tuple(work.events), life.uid, life.number)

    def link(self, reference: str, other: str) -> Done:
        """Confirm that two matters are the same; both keep their files, numbers and clocks."""
        with self._work() as work:
            life, target = self._life(work, reference), work.matter(other)
            if target == life.uid:
                raise Refused("life.refused.link_self")
            if target in life.links or life.uid in work.life(target).links:
                raise Refused("life.refused.link_again")
            work.add(life.uid, MatterLinked(target))
        return Done(tuple(work.events), life.uid, life.number)

    def unlink(self, reference: str, other: str) -> Done:
        """Take a link away that turned out to be wrong."""
        with self._work() as work:
            life, target = self._life(work, reference), work.matter(other)
            if target in life.links:
                work.add(life.uid, MatterUnlinked(target))
            elif life.uid in work.life(target).links:
                work.add(target, MatterUnlinked(life.uid))
            else:
                raise Refused("life.refused.link_none")
        return Done(tuple(work.events), life.uid, life.number)

    def issue(self, reference: str, document: Document, text: str, *, unit: str = "") -> Done:
        """Record that a document was made out, with its whole text; a notice ends its clock."""
        clean = neutral(text).strip("\n")
        if not clean.strip():
            raise Refused("desk.refused.no_text")
        with self._work() as work:
            life = self._life(work, reference)
            block = self._own_block(life)
            fact = block or DocumentIssued(document, clean, neutral_line(unit).strip())
            work.add(life.uid, fact)
        if block is not None:
            raise _refused(block)
        return Done(tuple(work.events), life.uid, life.number)

    def log_block(self, reference: str, barred: Barred) -> Done:
        """Journal that the officer at the desk was kept from reading a matter they are barred from.

        Does nothing when nothing bars them.
        """
        with self._work() as work:
            life = work.life(work.matter(reference))
            bar = life.barred(person=self.officer)
            if bar is not None:
                work.add(life.uid, AccessBlocked(barred, bar, person=self.officer))
        return Done(tuple(work.events), life.uid, life.number)

    def adopt_calendar(self) -> Done:
        """Reckon with the table of holidays in force; journals it, and every date it moves.

        Does nothing when the office has reckoned with the same table before.
        """
        with self._work() as work:
            now_known = self.rules.workdays
            last = next(
                (
                    event.fact
                    for event in reversed(work.tx.events_of(work.office))
                    if isinstance(event.fact, CalendarAdopted)
                ),
                None,
            )
            if last is not None and last.digest == now_known.digest:
                return Done(())
            work.add(work.office, _adopted(now_known))
            if last is not None:
                days = changed(_as_workdays(last), now_known)
                if days is not None:
                    for matter in work.tx.matters_dated(*days):
                        work.to_look_at[matter] = None
        return Done(tuple(work.events), work.office)

    def life(self, reference: str) -> MatterLife:
        """Return where a matter stands; stores nothing."""
        with self._store.begin() as tx:
            name = neutral_line(reference)
            uid = tx.find_number(name) or name
            events = tx.events_of(uid)
        if not events or not isinstance(events[0].fact, MatterRegistered):
            raise Refused("desk.refused.no_matter")
        return life_of(events)

    # --- parts -----------------------------------------------------------------------------------

    def _life(self, work: Work, reference: str) -> MatterLife:
        return work.life(work.matter(reference))

    def _own_block(self, life: MatterLife) -> AccessBlocked | None:
        """The accused cannot handle the matter from the desk either."""
        bar = life.barred(person=self.officer)
        return AccessBlocked(Barred.READER, bar, person=self.officer) if bar else None

    def _since(self, work: Work) -> datetime:
        """Return since when the running shift lasts; without one only today's acts are its own."""
        return self._night.shift_since or work.now

    def _check_target(self, work: Work, life: MatterLife, move: Move) -> None:
        if move.ground is not None and move.target:
            check_target(life, move, work.life(work.matter(move.target)))

    def _duty(self, life: MatterLife, clock: Clock, now: datetime) -> Deadline:
        for deadline in deadlines(life, self.rules, now):
            if deadline.clock is clock and deadline.duty and deadline.met_at is None:
                return deadline
        raise Refused("life.refused.no_duty", clock=clock)

    def _pause(self, post: str, outcome: RingOutcome) -> timedelta:
        if outcome is RingOutcome.ANSWERED:
            return timedelta(days=self._policy.procedure.chase_again_days)
        ladder = self._policy.ladders[self._policy.posts[post].ladder]
        return timedelta(minutes=ladder.again_minutes)

    def _is_official(self, person: str, now: datetime) -> bool:
        entries = self._night.roster.entries(now - _EVER, now + _EVER)
        return person == self.officer or any(each.person == person for each in entries)

    def _asked(
        self, work: Work, life: MatterLife, duty: Deadline, prompt: Uid
    ) -> StandingDuty | None:
        """Return the prompt that stands for a duty; the one named, where there are several."""
        standing, _ = self._night.due_work(work.tx)
        found = [each for each in standing if (each.matter, *_key(each)) == (life.uid, *duty.key)]
        return next((each for each in found if each.prompt == prompt), None) or next(
            iter(found), None
        )


def _key(standing: StandingDuty) -> tuple[Clock, Uid, int]:
    return standing.clock, standing.anchor, standing.part


def _refused(block: AccessBlocked) -> Refused:
    party = block.person or block.unit
    return Refused("life.refused.barred", party=party, barred=block.barred, law=block.bar.law)


def _adopted(workdays: Workdays) -> CalendarAdopted:
    return CalendarAdopted(
        workdays.digest,
        tuple(sorted(workdays.covered)),
        tuple(sorted(workdays.holidays)),
        tuple(sorted(workdays.working)),
    )


def _as_workdays(fact: CalendarAdopted) -> Workdays:
    return Workdays(dict.fromkeys(fact.holidays, ""), fact.working, fact.covered)
