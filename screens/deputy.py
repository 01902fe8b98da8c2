"""Naming a deputy for a post: who, under which number, and whether they were told already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from screens.ask_steps import Answers, Choice, Step
from screens.live_words import limit_words
from xfconsole.core.escalation import Obligation
from xfconsole.core.model import Contact, Uid
from xfconsole.core.situation import IncidentView, Situation
from xfconsole.core.telephone import telephone
from xfconsole.desk import Desk, Done
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say

_TOLD, _NOT_YET = "told", "not_yet"


@dataclass(frozen=True, slots=True)
class _Given:
    """What the answers so far say; the number is asked only of whom the roster does not know."""

    name: str
    phone: str | None
    told: str = ""
    minutes: str | None = None


@dataclass(frozen=True, slots=True)
class Deputy:
    """The questions for one duty, and what is done with the answers."""

    host: Host
    situation: Situation
    view: IncidentView
    duty: Obligation
    eta_step: Callable[[], Step]

    def step(self, answers: Answers) -> Step | None:
        """Return the next question after these answers, or None when they suffice."""
        if not answers:
            return self._who()
        given = self._given(answers)
        if given.phone is None:
            title = say("live.ask.deputy_phone", person=given.name)
            return Step(title, field=True, optional=True, check=number_problem)
        if not given.told:
            return self._told(given)
        return self.eta_step() if given.told == _TOLD and given.minutes is None else None

    def verb(self, answers: Answers, prompt: Uid | None) -> Callable[[Desk], Done]:
        """Return the verb that the answers ask for."""
        given = self._given(answers)

        def name(desk: Desk) -> Done:
            eta = desk.now() + timedelta(minutes=int(given.minutes)) if given.minutes else None
            return desk.relieve(
                self.view.uid, self.duty.post, given.name, phone=given.phone or "",
                told=given.told == _TOLD, eta=eta, prompt=prompt,
            )  # fmt: skip

        return name

    def _given(self, answers: Answers) -> _Given:
        name, *rest = answers
        roster = self.situation.roster.without(self.view.bars)
        known = roster.phone(name, self.situation.at, self.duty.post)
        phone = known or (rest.pop(0) if rest else None)
        told = rest.pop(0) if rest else ""
        return _Given(name, phone, told, rest[0] if rest else None)

    def _who(self) -> Step:
        found = self.situation.stand_ins(self.view, self.duty.post)
        choices = tuple(Choice(each.person, _contact(each)) for each in found)
        return Step(say("live.ask.relief"), choices, field=True)

    def _told(self, given: _Given) -> Step:
        limit = limit_words(self.duty, self.host.zone)
        no_phone = "" if given.phone else say("live.off.no_phone")
        choices = (
            Choice(_NOT_YET, say("live.ask.deputy_not_told"), no_phone),
            Choice(_TOLD, say("live.ask.deputy_told")),
        )
        lines = (say("live.ask.deputy_clock", limit=limit),)
        title = say("live.ask.deputy_is_told", person=given.name)
        return Step(title, choices, lines=lines, cursor=int(bool(no_phone)))


def number_problem(text: str) -> str:
    """Return what is wrong with a telephone number, or nothing."""
    return say("desk.refused.no_number") if telephone(text) is None else ""


def _contact(each: Contact) -> str:
    return f"{each.person} {each.phone}"
