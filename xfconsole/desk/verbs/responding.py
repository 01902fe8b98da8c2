"""Verbs of a live incident: count, ring, arrive, name a deputy, report, close."""

from __future__ import annotations

from datetime import datetime, timedelta

from xfconsole.core.facts import of_incident
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.incident.fold import fold
from xfconsole.core.incident.plan import Obligation, due, left_open
from xfconsole.core.incident.plan import plan as planned
from xfconsole.core.matter.registration import check_headcount
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.roster.roster import ANY_UNIT
from xfconsole.core.words.desk import (
    Contact,
    CountSource,
    DutyState,
    EmergencyService,
    Level,
    Place,
    RingOutcome,
    Uid,
)
from xfconsole.core.words.official import phone_key, same
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.typed import as_numbered, keyed
from xfconsole.desk.state.live import Live
from xfconsole.desk.state.work import Done, Work, reason_of
from xfconsole.desk.verbs.instructing import InstructVerbs
from xfconsole.desk.verbs.reporting import done as done_with
from xfconsole.desk.verbs.ringing import named_and_numbered, offer_tonight, telephone_of

_NOW = timedelta(0)


class RespondVerbs(InstructVerbs):
    """Everything the officer does at a live incident; ``incident`` is its uid or number."""

    def count(self, incident: str, value: int, source: CountSource = CountSource.COUNTED) -> Done:
        """Record how many people are there. A lower count takes back nobody's duty to come."""
        with self._work() as work:
            live = work.live(incident)
            check_headcount(value)
            work.add(live.incident.uid, of_incident.HeadcountRecorded(value, source))
        return done_with(work, live)

    def raise_level(self, incident: str, level: Level, reason: str) -> Done:
        """Raise the level by hand, for a complex or heated small group."""
        with self._work() as work:
            live = work.live(incident)
            if level.rank <= live.incident.announced.level.rank:
                raise Refused("desk.refused.level_not_higher")
            work.add(live.incident.uid, of_incident.LevelRaised(level, reason_of(reason)))
        return done_with(work, live)

    def ring(
        self,
        incident: str,
        post: str,
        outcome: RingOutcome,
        *,
        person: str = "",
        phone: str = "",
        eta: datetime | None = None,
        ago: timedelta = _NOW,
        prompt: Uid | None = None,
    ) -> Done:
        """Log how ringing a post ended; without ``person`` it was the one to be rung now.

        ``phone`` is the number of somebody whom the roster does not name, who can then be rung for
        the post until the roster's day ends. Refuses an ETA with any outcome but answered, and one
        that is not after the call.
        """
        with self._work() as work:
            live = work.live(incident)
            self._check_prompt(live, prompt)
            self._check_post(work, live, post)
            at = work.time(live, ago)
            name, number = named_and_numbered(person, phone)
            whom = name or self._whom(work, live, post, at)
            _check_eta(eta, at, told=outcome is RingOutcome.ANSWERED)
            self._refuse_barred(live, whom)
            number = self._offer(work, live, Contact(post, whom, number), outcome, at)
            work.add(
                live.incident.uid,
                of_incident.PostRung(post, whom, outcome, eta, prompt, number),
                at,
            )
        return done_with(work, live)

    def arrive(
        self,
        incident: str,
        post: str,
        *,
        person: str = "",
        ago: timedelta = _NOW,
        prompt: Uid | None = None,
    ) -> Done:
        """Log that a post's holder is on the scene, ``ago`` before now.

        Without ``person`` it is the one on the way, or the one to be rung first. After rings in
        vain nobody knows who came, and no name is written down.
        """
        with self._work() as work:
            live = work.live(incident)
            self._check_prompt(live, prompt)
            duty = self._on_duty_list(work, live, post)
            at = work.time(live, ago)
            whom = neutral_line(person).strip() or duty.expected(post)
            self._refuse_barred(live, whom)
            work.add(live.incident.uid, of_incident.PostArrived(post, whom, prompt), at)
        return done_with(work, live)

    def relieve(
        self,
        incident: str,
        post: str,
        by: str,
        *,
        phone: str = "",
        told: bool = False,
        eta: datetime | None = None,
        ago: timedelta = _NOW,
        prompt: Uid | None = None,
    ) -> Done:
        """Log that a post's duty passes to a named deputy; its clocks run on, and nobody came yet.

        ``told``: the deputy said yes at once, to come at ``eta``. Without ``phone`` the roster's
        number counts. Refuses to name whoever has the turn already, unless told.
        """
        with self._work() as work:
            live = work.live(incident)
            self._check_prompt(live, prompt)
            duty = self._on_duty_list(work, live, post)
            at = work.time(live, ago)
            if not (name := neutral_line(by).strip()):
                raise Refused("desk.refused.relief_unnamed")
            _check_eta(eta, at, told=told)
            known = self._night.roster_for(live).phone(name, at, duty.post)
            number = telephone_of(phone) or known
            self._refuse_barred(live, name)
            if not _has_turn(duty, name, number):
                work.add(
                    live.incident.uid, of_incident.DeputyNamed(duty.post, name, number, prompt), at
                )
                if not known:
                    self._offer(work, live, Contact(duty.post, name, number), None, at)
            elif not told:
                raise Refused("desk.refused.deputy_already", person=name)
            if told:
                rung = of_incident.PostRung(duty.post, name, RingOutcome.ANSWERED, eta, prompt)
                work.add(live.incident.uid, rung, at)
        return done_with(work, live)

    def stand_down(
        self, incident: str, post: str, reason: str, *, prompt: Uid | None = None
    ) -> Done:
        """Tell a post called on a corrected count that it need not come."""
        with self._work() as work:
            live = work.live(incident)
            self._check_prompt(live, prompt)
            duty = self._on_duty_list(work, live, post)
            if not duty.corrected:
                raise Refused("desk.refused.still_needed")
            work.add(live.incident.uid, of_incident.PostStoodDown(post, reason_of(reason), prompt))
        return done_with(work, live)

    def emergency(self, incident: str, service: EmergencyService, reason: str) -> Done:
        """Log that 110, 119 or 120 was rung for danger to life, and why."""
        with self._work() as work:
            live = work.live(incident)
            work.add(live.incident.uid, of_incident.EmergencyCalled(service, reason_of(reason)))
        return done_with(work, live)

    def note(self, reference: str, text: str) -> Done:
        """Write a line into the log of a live incident or a matter."""
        with self._work() as work:
            subject = self._subject(work, reference)
            work.add(subject, of_incident.NoteAdded(_text(text)))
        return Done(tuple(work.events), subject)

    def check(self, incident: str, item: str, *, done: bool = True) -> Done:
        """Note that a line of the checklist was seen to, or was not after all.

        Refuses a line that is not on the list at the incident's level.
        """
        with self._work() as work:
            live = work.live(incident)
            policy = self._night.policy(work.tx, live.incident.policy)
            level = live.incident.announced.level
            listed = {each.id: each.words for each in policy.checklist_for(level)}
            name = keyed(item)
            if name not in listed:
                raise Refused("checklist.refused.none")
            if (name in live.incident.ticks) is done:
                raise Refused("checklist.refused.same")
            fact = of_incident.ChecklistTicked(name, listed[name], done)
            work.add(live.incident.uid, fact)
        return done_with(work, live)

    def accept_policy(self, incident: str) -> Done:
        """Switch a live incident to the office's present pack, after the difference was shown."""
        with self._work() as work:
            live = work.live(incident)
            if live.incident.policy == self._policy.digest:
                raise Refused("desk.refused.same_policy")
            self._refuse_stand_in()
            work.keep_policy(self._policy)
            fact = of_incident.PolicyAccepted(self._policy.digest, self._policy.label)
            work.add(live.incident.uid, fact)
        return done_with(work, live)

    def close(self, incident: str, summary: str = "", evaluation: str = "") -> Done:
        """End an incident, summed up, and the office's own work on it evaluated.

        Refused while a request has neither an answer nor a dated next step, or an instruction is
        neither carried out nor goes on with the matter.
        """
        with self._work() as work:
            live = work.live(incident)
            open_requests = sum(each.open for each in live.requests)
            if open_requests:
                raise Refused("desk.refused.open_requests", count=open_requests)
            if left := live.incident.instructed.undecided:
                raise Refused("desk.refused.open_instructions", count=len(left))
            said = [neutral(each).strip() for each in (summary, evaluation)]
            follows = self._leaves_open(work, live)
            work.add(live.incident.uid, of_incident.IncidentClosed(said[0], said[1], follows))
        return done_with(work, live)

    def _leaves_open(self, work: Work, live: Live) -> bool:
        """Whether something goes on being asked for once an incident ends now."""
        over = fold([*work.tx.events_of(live.incident.uid)])
        over.closed_at = work.now
        policy, roster = self._night.policy(work.tx, over.policy), self._night.roster_for(live)
        return left_open(over, policy, planned(over, policy, roster, work.now, zone=self.zone))

    # -- what the verbs share -----------------------------------------------------------------

    def _subject(self, work: Work, reference: str) -> Uid:
        name = as_numbered(reference)
        for live in self._night.lives.values():
            if name in (live.incident.uid, live.number):
                return live.incident.uid
        return work.matter(reference)

    def _refuse_barred(self, live: Live, person: str) -> None:
        """Refuse that anybody attends whom the matter bars, or who leads a barred unit."""
        barring = self._night.roster_for(live).barring(person)
        if barring is not None:
            block = AccessBlocked(Barred.ATTENDEE, barring.bar, person=person)
            raise Blocked(live.incident.opened.matter, block)

    def _offer(
        self, work: Work, live: Live, whom: Contact, outcome: RingOutcome | None, at: datetime
    ) -> str:
        """Return a number that the roster does not give, and let its person be rung again."""
        scope = self._night.policy(work.tx, live.incident.policy).posts[whom.post].scope
        unit = live.incident.places.get(scope, ANY_UNIT)
        return offer_tonight(work, live.bars, whom, unit, outcome, at)

    def _whom(self, work: Work, live: Live, post: str, at: datetime) -> str:
        """Return who is meant when only a post is named: the one to ring, else its holder.

        Refuses a post that nobody holds: then only the officer knows who was rung.
        """
        plan = self._night.plan_with(work.tx, live, work.now, at)
        asked = [each.contact for each in due(plan, at) if each.contact]
        known = asked + [each.contact for each in plan.obligations if each.contact]
        for contact in known:
            if contact.post == post:
                return contact.person
        policy = self._night.policy(work.tx, live.incident.policy)
        scope = policy.posts[post].scope
        unit = live.incident.places.get(scope, ANY_UNIT)
        holders = self._night.roster_for(live).holders(post, unit, at)
        if not holders and unit == "":
            of_unit = scope == Place.UNIT
            raise Refused(
                "desk.refused.unit_unnamed" if of_unit else "desk.refused.township_unnamed"
            )
        if not holders:
            raise Refused("desk.refused.nobody_holds", post=policy.posts[post].name)
        return holders[0].person

    def _on_duty_list(self, work: Work, live: Live, post: str) -> Obligation:
        """Return the duty that a post owes, its own or one it was asked to stand in for.

        Refuses a post that nobody called.
        """
        called = [
            duty
            for duty in self._night.plan_of(work.tx, live, work.now).obligations
            if duty.post == post or (duty.contact and duty.contact.post == post)
        ]
        if not called:
            known = self._night.policy(work.tx, live.incident.policy).posts.get(post)
            name = known.name if known else neutral_line(post)
            raise Refused("desk.refused.not_called", post=name)
        for duty in called:
            if not duty.done or duty.state is DutyState.STOOD_DOWN:
                return duty
        posts = self._night.policy(work.tx, live.incident.policy).posts
        raise Refused("desk.refused.already_there", post=posts[post].name)


def _check_eta(eta: datetime | None, at: datetime, *, told: bool) -> None:
    if eta is not None and not told:
        raise Refused("desk.refused.eta_unanswered")
    if eta is not None and eta <= at:
        raise Refused("desk.refused.eta_past")


def _has_turn(duty: Obligation, name: str, number: str) -> bool:
    """Whether somebody was named already, or is on the way, under this number."""
    contact = duty.contact
    if contact is None or not (duty.deputy or duty.state is DutyState.EN_ROUTE):
        return False
    known = not number or phone_key(number) == phone_key(contact.phone)
    return known and same(contact.person, name)


def _text(text: str) -> str:
    clean = neutral(text).strip()
    if not clean:
        raise Refused("desk.refused.no_text")
    return clean
