"""Verbs of the handover: the desk changes hands, and the running clocks with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from xfconsole.core.days.night import shift_night
from xfconsole.core.facts.of_incident import ClockSaidBack
from xfconsole.core.facts.of_office import (
    ClocksAccepted,
    ReliefRung,
    ShiftEnded,
    ShiftHandedOver,
    ShiftStarted,
)
from xfconsole.core.night.handover import RunningWork, reports_clock
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.ports import Transaction
from xfconsole.core.roster.parties import NOBODY
from xfconsole.core.roster.roster import ANY_UNIT
from xfconsole.core.words.desk import Contact, RingOutcome, Uid
from xfconsole.core.words.official import name_key, same
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.core.words.typed import MOST_MINUTES
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.work import Done, Work
from xfconsole.desk.verbs.ringing import named_and_numbered, offer_tonight

DRAFT = "handover"
"""The draft in which the note and the clocks ticked so far are kept."""
ALL = 1_000_000
"""More due work than any office has."""


class HandoverClock(NamedTuple):
    """A running clock: the number it is shown under, and who may not take it over, folded.

    ``incident`` is whose it is, where people are here now: such a clock is said back.
    """

    number: str
    barred: frozenset[str]
    incident: Uid = ""


class HandOverVerbs(DeskBase):
    """Call them for an officer who proved to be there; the desk itself knows no passphrases."""

    def running(self) -> RunningWork:
        """Return all that runs besides what the situation shows, for the sheet; stores nothing."""
        with self._store.begin() as tx:
            return self._running_in(tx)

    def _running_in(self, tx: Transaction) -> RunningWork:
        shift = self._night.shift.shift
        officer = shift.officer or self.officer
        return RunningWork(
            tx.standing_duties(ALL, self._night.own)[0], officer, shift.since, tx.head()
        )

    def hand_over(
        self,
        to: str,
        note: str = "",
        accepted: Collection[Uid] = (),
        said: Mapping[Uid, str] | None = None,
    ) -> Done:
        """Give the desk to another officer, with the running clocks they accept.

        ``said`` is how they said each live clock back, empty where that was aloud; where it is
        given, one accepted unsaid is refused.

        All of it is one transaction: a crash leaves the old shift or the new one. ``accepted`` are
        live incidents and matters with due work; what is over by now is passed over. What is not
        accepted stays with whoever answered for it. Both sign the duty daily of the night with it.
        Refuses what ``to`` is barred from.
        """
        to = neutral_line(to).strip()
        if not to or same(to, self.officer):
            raise Refused("handover.refused.nobody_else")
        with self._work() as work:
            running = self._running(work)
            taken = tuple(uid for uid in running if uid in accepted)
            for uid in taken:
                if name_key(to) in running[uid].barred:
                    raise Refused("handover.refused.barred", number=running[uid].number, to=to)
            _check_said(running, taken, said)
            kept = tuple(uid for uid in running if uid not in accepted)
            head = work.tx.head().typed
            since = work.night.shift.since
            if since is not None:
                work.add(work.office, ShiftEnded())
            daily = shift_night(since, work.now, self.zone)
            fact = ShiftHandedOver(to, neutral(note).strip(), taken, kept, head, daily)
            work.add(work.office, fact)
            work.officer = to
            work.add(work.office, ShiftStarted())
            _say_back(work, running, taken, said)
            work.tx.drop_draft(DRAFT)
        self.officer = to
        self._revision += 1
        return Done(tuple(work.events), work.office)

    def accept_clocks(self, clocks: Collection[Uid], said: Mapping[Uid, str] | None = None) -> Done:
        """Take over clocks that stayed with somebody before. Refuses what one is barred from.

        ``said`` is as in ``hand_over``.
        """
        with self._work() as work:
            running, kept = self._running(work), work.night.shift.kept
            taken = tuple(uid for uid in running if uid in clocks and uid in kept)
            if not taken:
                raise Refused("handover.refused.nothing")
            for uid in taken:
                if name_key(self.officer) in running[uid].barred:
                    number = running[uid].number
                    raise Refused("handover.refused.barred", number=number, to=self.officer)
            _check_said(running, taken, said)
            work.add(work.office, ClocksAccepted(taken))
            _say_back(work, running, taken, said)
        return Done(tuple(work.events), work.office)

    def ring_relief(
        self,
        prompt: Uid,
        outcome: RingOutcome,
        eta_minutes: int | None = None,
        *,
        person: str = "",
        phone: str = "",
    ) -> Done:
        """Log how ringing whom a prompt about the relief names, or ``person`` instead, ended.

        ``phone`` is the number of somebody whom the roster does not name, who can be rung for the
        desk's post until the roster's day ends. Refuses whoever waits to be relieved.
        """
        with self._work() as work:
            view = self._relief(prompt, work.now)
            if view is None:
                raise Refused("desk.refused.prompt_gone")
            whom = self._relief_rung(view, *named_and_numbered(person, phone))
            eta = self._promised(work.now, outcome, eta_minutes)
            number = offer_tonight(work, NOBODY, whom, ANY_UNIT, outcome, work.now)
            fact = ReliefRung(whom.post, whom.person, outcome, eta, prompt, number)
            work.add(work.office, fact)
        return Done(tuple(work.events), work.office)

    def _relief_rung(self, view: ReliefView, name: str, number: str) -> Contact:
        if not name:
            if view.prompt.contact is None:
                raise Refused("desk.refused.prompt_gone")
            return replace(view.prompt.contact, phone="")
        if same(name, view.officer):
            raise Refused("relief.refused.waiting", person=view.officer)
        return Contact(self._policy.handover.post, name, number)

    def _promised(
        self, now: datetime, outcome: RingOutcome, minutes: int | None
    ) -> datetime | None:
        if minutes is None:
            return None
        if outcome is not RingOutcome.ANSWERED:
            raise Refused("desk.refused.eta_unanswered")
        if not 1 <= minutes <= MOST_MINUTES:
            raise Refused("handover.refused.eta", most=MOST_MINUTES)
        return now + timedelta(minutes=minutes)

    def _kept_by_others(self) -> dict[Uid, str]:
        return {
            uid: who for uid, who in self._night.shift.kept.items() if not same(who, self.officer)
        }

    def _relief_views(self, now: datetime) -> Sequence[ReliefView]:
        return self._night.shift.views(self._policy, self._night.roster, now)

    def _relief(self, prompt: Uid, now: datetime) -> ReliefView | None:
        return next((each for each in self._relief_views(now) if each.uid == prompt), None)

    def _running(self, work: Work) -> dict[Uid, HandoverClock]:
        """Return all that runs: live incidents with what they owe, then matters with due work."""
        running: dict[Uid, HandoverClock] = {}
        for live in self._night.lives.values():
            if not self._night.keeping(live).here:
                continue
            over = live.incident.closed_at is not None
            uid, barred = live.incident.uid, frozenset(name for name, _ in live.bars.people)
            clock = HandoverClock(live.number, barred, uid)
            owed = bool(self._night.plan_of(work.tx, live, work.now).owed)
            if over and self._night.policies[live.incident.policy].reporting.after is not None:
                owed = owed or bool(live.incident.upward.untaken)
            own = () if over else (uid,)
            running |= dict.fromkeys((*own, *([reports_clock(uid)] if owed else [])), clock)
            running |= dict.fromkeys((e.uid for e in live.incident.instructed.open), clock)
        for duty in work.tx.standing_duties(ALL, self._night.own)[0]:
            running.setdefault(duty.matter, HandoverClock(duty.number, duty.barred))
        return running


def _check_said(
    running: Mapping[Uid, HandoverClock], taken: Collection[Uid], said: Mapping[Uid, str] | None
) -> None:
    for uid in taken:
        if said is not None and running[uid].incident and uid not in said:
            raise Refused("handover.refused.unsaid", number=running[uid].number)


def _say_back(
    work: Work,
    running: Mapping[Uid, HandoverClock],
    taken: Collection[Uid],
    said: Mapping[Uid, str] | None,
) -> None:
    """Journal on each incident how its clocks were said back, by whoever takes them."""
    for uid in taken:
        if (incident := running[uid].incident) and uid in (said or {}):
            text = neutral_line((said or {})[uid]).strip()
            work.add(incident, ClockSaidBack(uid, text, not text))
