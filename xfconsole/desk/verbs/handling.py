"""Verbs on a matter's life: moving it, chasing who owes a duty, parties, links and documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from xfconsole.core.due.stages import DutyPrompt, asked_for_duty, current_prompt, place_of_duty
from xfconsole.core.facts import of_procedure
from xfconsole.core.facts.of_matter import MatterRegistered, QueryCodeGiven
from xfconsole.core.matter.acts import Move, blocked, check_target, checked_move
from xfconsole.core.matter.life import MatterLife, life_of
from xfconsole.core.matter.limits import Deadline, deadlines
from xfconsole.core.matter.query_code import drawn
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.roster.roster import ANY_UNIT
from xfconsole.core.words.desk import Contact, RingOutcome, Uid
from xfconsole.core.words.documents import FORMS, Document
from xfconsole.core.words.official import among, same
from xfconsole.core.words.procedure import Bar, Barred, Clock
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.typed import as_numbered
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, Work
from xfconsole.desk.verbs.ringing import named_and_numbered, offer_tonight

_EVER = timedelta(days=366 * 100)


class HandleVerbs(DeskBase):
    """What the regulation asks of the office after the night; each verb one transaction."""

    def move(self, reference: str, move: Move, *, at: datetime | None = None) -> Done:
        """Record an act on a matter, done at ``at`` (default: now).

        Refuses as core.matter.acts.checked_move does. A barred party is kept away (TG 28, TG 30):
        that is refused too, and the block itself is journaled.
        """
        with self._work() as work:
            life = self._own_life(work, reference)
            block = blocked(life, move, self._night.roster)
            if block is not None:
                raise Blocked(life.uid, block)
            when = at or work.now
            if when > work.now:
                raise Refused("desk.refused.future")
            if move.target:
                move = replace(move, target=work.matter(move.target))
                check_target(life, move, work.life(move.target))
            fact = checked_move(
                life,
                move,
                when,
                self.rules,
                officer=self.officer,
                shift_since=self._since(work),
            )
            work.add(life.uid, fact, when)
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
        phone: str = "",
    ) -> Done:
        """Chase (催办) whoever is to be asked about a duty that is still owed, or ``person``.

        Reached, they are asked again after the pack's days; not reached, after its ladder's pause.
        Until then the prompt about that duty rests; ``prompt`` says which, where a matter owes
        several of a kind. ``phone`` is the number of somebody whom the roster does not name, who
        can be asked for the post until the roster's day ends. Refuses a duty that is not open, and
        a person barred from the matter.
        """
        with self._work() as work:
            life = self._own_life(work, reference)
            fact = self._chased(
                work, life, clock, outcome, text=text, prompt=prompt, person=person, phone=phone
            )
            work.add(life.uid, fact)
        return Done(tuple(work.events), life.uid, life.number)

    def chase_bundle(
        self,
        prompts: Collection[Uid],
        outcome: RingOutcome,
        *,
        text: str = "",
        person: str = "",
        phone: str = "",
    ) -> Done:
        """Chase one person about due work that is one card: each matter has it in its journal.

        What is over by now is passed over. Refuses where nothing is left, and a person barred from
        one of the matters.
        """
        with self._work() as work:
            for duty, life in self._standing_work(work, prompts):
                named = {"prompt": duty.prompt, "person": person, "phone": phone}
                fact = self._chased(work, life, duty.clock, outcome, text=text, **named)
                work.add(life.uid, fact)
                # Whoever is offered tonight by the first of them is known to the others.
                work.flush()
        return Done(tuple(work.events))

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
            fact = of_procedure.PartyBarred(bar, named, neutral_line(post).strip(), where)
            if any(_same_bar(fact, each) for each in life.parties):
                raise Refused("life.refused.bar_again")
            work.add(life.uid, fact)
        return Done(tuple(work.events), life.uid, life.number)

    def link(self, reference: str, other: str) -> Done:
        """Confirm that two matters are the same; both keep their files, numbers and clocks."""
        with self._work() as work:
            life, target = self._own_life(work, reference), work.matter(other)
            self._refuse_own(work.life(target))
            if target == life.uid:
                raise Refused("life.refused.link_self")
            if target in life.links or life.uid in work.life(target).links:
                raise Refused("life.refused.link_again")
            work.add(life.uid, of_procedure.MatterLinked(target))
        return Done(tuple(work.events), life.uid, life.number)

    def unlink(self, reference: str, other: str) -> Done:
        """Take a link away that turned out to be wrong."""
        with self._work() as work:
            life, target = self._own_life(work, reference), work.matter(other)
            linked = work.life(target)
            self._refuse_own(linked)
            if target in life.links:
                work.add(life.uid, of_procedure.MatterUnlinked(target))
            elif life.uid in linked.links:
                work.add(target, of_procedure.MatterUnlinked(life.uid))
            else:
                raise Refused("life.refused.link_none")
        return Done(tuple(work.events), life.uid, life.number)

    def issue(
        self,
        reference: str,
        document: Document,
        made: Callable[[str], tuple[str, Mapping[str, str]]],
        unit: str = "",
        language: str = "",
    ) -> Done:
        """Record that a document was made out, with its whole text; a notice ends its clock.

        ``made`` returns the text, and the fields that filled its template in ``language``. It is
        given the code that the matter's papers bear (查询码): for a document with that field it is
        drawn in the same step, where the matter has none yet. A paper that would go to a barred
        ``unit``, or be its own, is refused, and the block is journaled.
        """
        to = neutral_line(unit).strip()
        with self._work() as work:
            life = self._own_life(work, reference)
            if (bar := life.barred(person=to, unit=to)) is not None:
                block = of_procedure.AccessBlocked(Barred.TARGET, bar, unit=to)
                raise Blocked(life.uid, block)
            bears = "query_code" in FORMS[document].record
            text, fields = made(_code(work, life) if bears else "")
            clean = neutral(text).strip("\n")
            if not clean.strip():
                raise Refused("desk.refused.no_text")
            filled = tuple(
                of_procedure.FieldSaid(name, neutral(value))
                for name, value in fields.items()
                if value
            )
            work.add(life.uid, of_procedure.DocumentIssued(document, clean, to, language, filled))
        return Done(tuple(work.events), life.uid, life.number)

    def log_block(self, reference: str, barred: Barred) -> Done:
        """Journal that the officer at the desk was kept from reading a matter they are barred from.

        Does nothing when nothing bars them.
        """
        with self._work() as work:
            life = work.life(work.matter(reference))
            bar = life.barred(person=self.officer)
            if bar is not None:
                work.add(life.uid, of_procedure.AccessBlocked(barred, bar, person=self.officer))
        return Done(tuple(work.events), life.uid, life.number)

    def life(self, reference: str) -> MatterLife:
        """Return where a matter stands; stores nothing but that a barred reader was kept away."""
        with self._store.begin() as tx:
            name = as_numbered(reference)
            uid = tx.find_number(name) or name
            events = tx.events_of(uid)
        if not events or not isinstance(events[0].fact, MatterRegistered):
            raise Refused("desk.refused.no_matter")
        life = life_of(events)
        if life.barred(person=self.officer):
            with self._work():
                self._refuse_own(life)
        return life

    # --- parts -----------------------------------------------------------------------------------

    def _life(self, work: Work, reference: str) -> MatterLife:
        return work.life(work.matter(reference))

    def _own_life(self, work: Work, reference: str) -> MatterLife:
        """Return a matter's life, unless the officer at the desk may not handle it."""
        life = self._life(work, reference)
        self._refuse_own(life)
        return life

    def _since(self, work: Work) -> datetime:
        """Return since when the running shift lasts; without one nothing earlier is its own."""
        return self._night.shift.since or work.now

    def _chased(
        self,
        work: Work,
        life: MatterLife,
        clock: Clock,
        outcome: RingOutcome,
        *,
        text: str,
        prompt: Uid,
        person: str,
        phone: str,
    ) -> of_procedure.MatterChased:
        """Return the fact of a chase; refuses whom the matter bars."""
        duty, stands = self._duty(life, clock, prompt, work.now)
        step = stands.step if stands else 0
        asked = asked_for_duty(life, duty, step, self._policy, self._night.roster, work.now)
        name, number = named_and_numbered(person, phone)
        named = name or (asked.contact.person if asked.contact else "")
        barring = self._night.roster.without(life.bars).barring(named)
        if barring is not None:
            raise Blocked(
                life.uid, of_procedure.AccessBlocked(Barred.ATTENDEE, barring.bar, person=named)
            )
        unit = place_of_duty(life, duty).get(self._policy.posts[asked.post].scope, ANY_UNIT)
        whom = Contact(asked.post, named, number)
        number = offer_tonight(work, life.bars, whom, unit, outcome, work.now)
        return of_procedure.MatterChased(
            clock,
            asked.post,
            named,
            outcome,
            work.now + self._pause(asked.post, outcome),
            neutral(text).strip(),
            stands.uid if stands else "",
            number,
        )

    def _duty(
        self, life: MatterLife, clock: Clock, prompt: Uid, now: datetime
    ) -> tuple[Deadline, DutyPrompt | None]:
        """Return the duty that is owed and what is asked about it, if anything, by now."""
        now = life.journaled.not_before(now)
        found = [
            (each, current_prompt(life, each, self.rules, self._policy, self._night.roster, now)[0])
            for each in deadlines(life, self.rules, now)
            if each.clock is clock and each.duty and each.met_at is None
        ]
        if not found:
            raise Refused("life.refused.no_duty", clock=clock)
        return next((each for each in found if each[1] and each[1].uid == prompt), found[0])

    def _pause(self, post: str, outcome: RingOutcome) -> timedelta:
        if outcome is RingOutcome.ANSWERED:
            return timedelta(days=self._policy.procedure.chase_again_days)
        ladder = self._policy.ladders[self._policy.posts[post].ladder]
        return timedelta(minutes=ladder.again_minutes)

    def _is_official(self, person: str, now: datetime) -> bool:
        entries = self._night.roster.entries(now - _EVER, now + _EVER)
        return among(person, [self.officer, *(each.person for each in entries)])


def _code(work: Work, life: MatterLife) -> str:
    """Return a matter's query code; one that has none has it drawn now."""
    if life.code:
        return life.code
    code = drawn(work.new_uid())
    while work.tx.find_code(code):
        code = drawn(work.new_uid())
    work.add(life.uid, QueryCodeGiven(code))
    return code


def _same_bar(fact: of_procedure.PartyBarred, other: of_procedure.PartyBarred) -> bool:
    alike = (fact.bar, fact.post) == (other.bar, other.post)
    return alike and same(fact.person, other.person) and same(fact.unit, other.unit)
