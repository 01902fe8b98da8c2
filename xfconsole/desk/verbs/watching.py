"""The desk's watch: what is due now, answering it, putting it off, and the night at a glance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from xfconsole.core.due.bundles import DutyBundle, PromptBudget, bundles
from xfconsole.core.due.contested import ContestedView, beside
from xfconsole.core.due.list import DutyView
from xfconsole.core.due.past import PastView, next_morning
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.incident.fold import Incident
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.placing import place_of
from xfconsole.core.incident.plan import due
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.night.desk_clock import Observed, observe
from xfconsole.core.night.handover import RunningWork
from xfconsole.core.night.outcome import TAKEN_BACK_WITHIN
from xfconsole.core.night.situation import IncidentView, LiveViews, PromptView, Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.core.roster.roster import ANY_UNIT
from xfconsole.core.rows import RequestRow
from xfconsole.core.words.desk import Contact, Place, Uid
from xfconsole.core.words.official import same
from xfconsole.core.words.refusal import NotStored, Refused
from xfconsole.desk.state.live import Live
from xfconsole.desk.state.unstored import RolledBack
from xfconsole.desk.state.work import Done, reason_of
from xfconsole.desk.verbs.daily import DailyVerbs
from xfconsole.desk.verbs.erasing import erase_ripe
from xfconsole.desk.verbs.handing_over import HandOverVerbs

KEEP_EVERY = timedelta(seconds=10)
"""How often a quiet tick writes down that the desk was awake."""


class WatchVerbs(DailyVerbs, HandOverVerbs):
    """Prompts are computed from the journal at every look; no timer is remembered."""

    def tick(self) -> Done:
        """Announce what became due, notice sleep and moved clocks; call at least every second.

        From the first one on the desk is on watch, until somebody leaves it.
        """
        if self._watch is None:
            self._watch = True
        if self._seen is not None:
            observed = observe(self._seen, self._clock.read())
            if not observed.facts and self._may_wait(observed):
                self._seen = observed.reading
                return Done(())
        try:
            with self._work() as work:
                if not self._stand_in:
                    erase_ripe(work, self._policy.retention)
        except NotStored as refused:
            self._show_unstored(refused)
            return Done(())
        return Done(tuple(work.events))

    def _may_wait(self, observed: Observed) -> bool:
        """Whether nothing can be due yet, and it is too early to write down that nothing was."""
        again_at = self._unstored.again_at
        if again_at is not None:
            return observed.now < again_at
        if self._kept is None or self._kept.attended is not self._watch:
            return False
        if not self._night.waits(observed.now):
            return False
        return observed.reading.wall - self._kept.wall < KEEP_EVERY

    def _show_unstored(self, why: NotStored) -> None:
        """Compute the night as if it could be stored, and leave nothing of that in the journal."""
        try:
            with self._store.begin() as tx:
                work, observed = self._begun(tx)
                self._undo = self._finish(work)
                self._night.due_work(tx)
                self._night.past_brought(tx)
                self._unstored.note(observed.facts, work.events, work.now)
                self._seen = self._watched(observed.reading)
                self._note_blind(observed)
                shown = self._situation()
                self._revision += self._unstored.show(shown, why, self.next_change())
                raise RolledBack
        except RolledBack:
            pass
        finally:
            self._lived = None
            self._night.forget()

    def snooze(self, prompt: Uid, minutes: int, reason: str) -> Done:
        """Put a prompt, about an incident, a relief or due work, off for some minutes, saying why.

        The most that is allowed is the pack's: an incident's own, the office's for due work.
        """
        with self._work() as work:
            live, number = self._standing(prompt, work.now), ""
            if live is not None:
                subject, number = live.incident.uid, live.number
                policy = self._night.policy(work.tx, live.incident.policy)
            elif self._relief(prompt, work.now) or self._daily(prompt, work.now):
                subject, policy = work.office, self._policy
            else:
                ((duty, _),) = self._standing_work(work, (prompt,))
                subject, number, policy = duty.matter, duty.number, self._policy
            work.add(subject, _snoozed(prompt, minutes, reason, policy, work.now))
        return Done(tuple(work.events), subject, number)

    def snooze_bundle(self, prompts: Collection[Uid], minutes: int, reason: str) -> Done:
        """Put due work that is one card off for some minutes, all of it, saying why.

        What is over by now is passed over; refuses where nothing is left.
        """
        with self._work() as work:
            for duty, _ in self._standing_work(work, prompts):
                fact = _snoozed(duty.prompt, minutes, reason, self._policy, work.now)
                work.add(duty.matter, fact)
        return Done(tuple(work.events))

    def put_off(self, prompt: Uid, reason: str) -> Done:
        """Put off until the office's next working morning what waits for one, saying why.

        That is an import's line, that of what is to be settled, or a task about a reception day.
        """
        with self._work() as work:
            past = self._night.past_brought(work.tx)
            names = {e.uid for e in beside(work.office, self._night.contested, past)}
            names |= {
                each.uid for each in self._night.reception.views(self._policy, self.zone, work.now)
            }
            if prompt not in names:
                raise Refused("desk.refused.prompt_gone")
            until = next_morning(work.now, self.rules.workdays, self.zone)
            work.add(work.office, PromptSnoozed(prompt, until, reason_of(reason)))
        return Done(tuple(work.events), work.office)

    def next_change(self) -> datetime | None:
        """Return when something is due next, or None, for a caller that ticks only when needed."""
        times = [live.look_again_at for live in self._night.lives.values()]
        night = self._night
        times += [night.next_erasure, night.next_check]
        times += [night.shift.look_again_at, *(each.look_again_at for each in night.tasks)]
        return min((each for each in times if each is not None), default=None)

    def read_situation(self) -> tuple[Situation, RunningWork]:
        """Return the night as the journal tells it, for a desk beside a console; stores nothing.

        What became due since the last tick of a console is not among the prompts.
        """
        self._lived = None
        with self._store.begin() as tx:
            self._seen = observe(self._seen or tx.heartbeat(), self._clock.read()).reading
            self._night.load(tx, self._store.office, self.now())
            for live in self._night.lives.values():
                self._night.plan_of(tx, live, self.now())
            self._night.shift.found(self._policy, self._night.roster, self.now())
            for tasks in self._night.tasks:
                tasks.announce(self._policy, self.zone, self.now())
            self._night.due_work(tx)
            self._night.past_brought(tx)
            running = self._running_in(tx)
        return self.situation(), running

    def acknowledge_blind(self) -> None:
        """The officer has read in which stretch the desk was blind."""
        self._blind = None
        self._revision += 1

    def situation(self) -> Situation:
        """Return the night as it stands: live incidents with their plans, prompts in rank order."""
        shown = self._unstored.situation
        if shown is None:
            return self._situation()
        return replace(shown, at=self.now(), revision=self._revision, blind=self._blind)

    def _situation(self) -> Situation:
        now, kept = self.now(), self._kept_by_others()
        incidents, followed, prompts = self._live_views(kept, now)
        leaders = self._night.roster.holders("duty_leader", ANY_UNIT, now)
        duties, waiting = self._due_views(now)
        past, shift = self._past_views(now), self._night.shift.shift
        bundled = self._bundles(duties, kept, now)
        return Situation(
            now,
            self._revision,
            self.officer,
            leaders[0] if leaders else None,
            incidents,
            prompts,
            self._blind,
            self._night.roster,
            duties,
            waiting,
            tuple(self._relief_views(now)),
            kept,
            past=past,
            reception=self._night.reception.views(self._policy, self.zone, now),
            sessions=self._night.reception.found.sessions,
            followed=followed,
            daily=self._night.daily.views(now),
            dailies=tuple(self._night.daily.found.reports),
            bundles=bundled,
            heard=shift.heard,
            ask_bell=shift.ask_bell,
            letter=self._night.letter,
            desks=self._night.desks,
            undo_until=self._undo_until(),
        )

    def _live_views(self, kept: Mapping[Uid, str], now: datetime) -> LiveViews:
        """Return the incidents with something to do and their prompts in rank order.

        Until the next look at them is due, or somebody does something, they stay as they are.
        """
        if self._lived is None or not self._night.waits(now):
            lives = [live for live in self._night.lives.values() if live.plan is not None]
            kept_here = [live for live in lives if self._night.keeping(live).here]
            prompts = [each for live in kept_here for each in self._prompts(live, now)]
            prompts.sort(key=lambda e: (e.over, -e.level.rank, e.limit, e.prompt.due))
            views = [self._view(each, kept, now) for each in lives]
            live, followed = (tuple(e for e in views if e.over is over) for over in (False, True))
            self._lived = live, followed, tuple(prompts)
        return self._lived

    def _undo_until(self) -> datetime | None:
        last = self._undo
        own = last is not None and same(last.officer, self.officer)
        return last.recorded_at + TAKEN_BACK_WITHIN if last and own else None

    def _past_views(self, now: datetime) -> tuple[ContestedView | PastView, ...]:
        """Return a line for what is to be settled, and one for each import with something past its
        limit, unless it was put off."""
        rests = self._night.rests
        views = beside(self._store.office, self._night.contested, self._night.past or ())
        shown = tuple(each for each in views if rests.get(each.uid, now) <= now)
        if shown != self._past_shown:
            self._past_shown = shown
            self._revision += 1
        return shown

    def _bundles(
        self, duties: tuple[DutyView, ...], kept: Mapping[Uid, str], now: datetime
    ) -> tuple[DutyBundle, ...]:
        """Return what of the due work is one card, above the budget of the office's pack."""
        found = bundles(
            self._store.office,
            duties,
            PromptBudget(self._policy.alarm, self._night.raised, now),
            live={each.incident.opened.matter for each in self._night.live},
            kept=kept,
        )
        if found != self._bundled:
            self._bundled = found
            self._revision += 1
        return found

    def _due_views(self, now: datetime) -> tuple[tuple[DutyView, ...], int]:
        """Return the due work as it is shown, and how much there is in all."""
        duties, waiting = self.due_work()
        roster = self._night.roster
        if self._due.renew(duties, self.rules, self._policy, roster, self.officer, now):
            # A day or a turn of duty that ended changes what is shown, without any event.
            self._revision += 1
        return self._due.views, waiting

    def _standing(self, prompt: Uid, now: datetime) -> Live | None:
        for live in self._night.lives.values():
            if live.plan and any(each.uid == prompt for each in due(live.plan, _at(live, now))):
                return live
        return None

    def _view(self, live: Live, kept: Mapping[Uid, str], now: datetime) -> IncidentView:
        incident, opened = live.incident, live.incident.opened
        hidden = self._is_hidden(live)
        assert live.plan is not None
        return IncidentView(
            incident.uid,
            live.number,
            opened.matter,
            live.matter_number,
            HIDDEN if hidden else opened.topic,
            opened.channel,
            incident.places[Place.UNIT],
            incident.places[Place.TOWNSHIP],
            incident.headcount,
            incident.source,
            incident.opened_at,
            self._pinned(incident),
            live.plan.ahead(_at(live, now)),
            tuple(map(_hidden, live.requests)) if hidden else live.requests,
            incident.policy != self._policy.digest,
            tuple(map(_withheld, incident.upward.reports) if hidden else incident.upward.reports),
            tuple(_unread(each) if hidden else each for each in incident.instructed.all),
            dict(incident.ticks),
            live.bars,
            hidden,
            kept.get(incident.uid, ""),
            incident.closed_at is not None,
            self._night.keeping(live),
            live.contested,
        )

    def _is_hidden(self, live: Live) -> bool:
        """Whether the officer at the desk may not read what the incident's matter is about."""
        return live.bars.person(self.officer) is not None

    def _pinned(self, incident: Incident) -> Policy:
        return self._night.policies[incident.policy]

    def _prompts(self, live: Live, now: datetime) -> list[PromptView]:
        assert live.plan is not None
        policy = self._pinned(live.incident)
        said = live.incident.announced.prompts
        # Of two rules that call one post the first is meant, as it is by the keys of the card.
        running = {each.post: each.running for each in reversed(live.plan.obligations)}
        return [
            PromptView(
                prompt,
                live.incident.uid,
                live.number,
                HIDDEN if self._is_hidden(live) else live.incident.opened.topic,
                live.plan.level,
                policy.rule(prompt.rule),
                self._next_in_line(live, prompt, now),
                _shown_at(prompt, said[prompt.uid].event.late_s),
                limit or prompt.ends,
                clock,
                place_of(prompt.duty, policy) is not None,
                live.incident.closed_at is not None,
            )
            for prompt in due(live.plan, _at(live, now))
            if prompt.uid in said
            for clock, limit in [running.get(prompt.duty, ("", None))]
        ]

    def _next_in_line(self, live: Live, prompt: Prompt, now: datetime) -> Contact | None:
        """Return who is to be rung after the contact of a prompt, for the card."""
        if prompt.contact is None:
            return None
        scope = self._pinned(live.incident).posts[prompt.contact.post].scope
        unit = live.incident.places.get(scope, ANY_UNIT)
        holders = self._night.roster_for(live).holders(prompt.contact.post, unit, now)
        later = [each for each in holders if each.order > prompt.contact.order]
        return later[0] if later else None


def _at(live: Live, now: datetime) -> datetime:
    latest = live.incident.announced.latest
    return max(now, latest) if latest else now


def _snoozed(
    prompt: Uid, minutes: int, reason: str, policy: Policy, now: datetime
) -> PromptSnoozed:
    most = policy.snooze_max_minutes
    if not 1 <= minutes <= most:
        raise Refused("desk.refused.snooze_minutes", most=most)
    return PromptSnoozed(prompt, now + timedelta(minutes=minutes), reason_of(reason))


def _hidden(request: RequestRow) -> RequestRow:
    """Return a request of which only is told whether it was met."""
    answer, step = (HIDDEN if each else "" for each in (request.answer, request.step))
    return replace(request, text=HIDDEN, answer=answer, step=step)


def _withheld(report: FiledReport) -> FiledReport:
    """Return a report of which only is told that it went up."""
    return replace(report, parts=("", "", "", ""))


def _unread(instruction: Instruction) -> Instruction:
    """Return an instruction of which only is told that it was given."""
    result = HIDDEN if instruction.result else ""
    return replace(instruction, text=HIDDEN, result=result)


def _shown_at(prompt: Prompt, late_s: int) -> datetime:
    return prompt.due + timedelta(seconds=late_s)
