"""The verbs on posts of one incident, as questions and what is done with the answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

from screens.live.ring_other import for_posts, ring_other
from screens.live.words import attends_words, duty_post, heading, limit_words
from screens.shared.form import Form
from screens.shared.question import Answers, Asking, Choice, Step
from xfconsole.core.incident.chain import PersonKey, key_of
from xfconsole.core.incident.placing import UNNAMED
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.words.desk import Contact, DutyState, RingOutcome, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import telephone
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import MOST_MINUTES, minutes, whole_number
from xfconsole.desk import Desk, Done
from xfconsole.ui.host import Host
from xfconsole.ui.keys.verb_table import Posts
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

Verb: TypeAlias = Callable[[Desk], Done]
SOMEBODY_ELSE = "other"
"""The answer that leads to the form for whoever the roster does not name."""
_THERE = (DutyState.ARRIVED, DutyState.RELIEVED)


def numbered(view: IncidentView) -> list[tuple[Uid, str, str, PersonKey | None]]:
    """Return what the numbers of an incident's list mean: the post, and whom to ring for it.

    A roster that spells somebody anew makes nobody else of them.
    """
    return [
        (view.uid, each.post, each.contact.post, key_of(each.contact))
        if each.contact
        else (view.uid, each.post, "", None)
        for each in view.plan.obligations
    ]


def concerns(posts: Posts, duty: Obligation) -> bool:
    """Whether a post is one of these."""
    match posts:
        case Posts.AWAITED:
            return duty.state not in _THERE and duty.state not in UNNAMED.values()
        case Posts.OPEN:
            return not duty.done
        case Posts.CORRECTED:
            return duty.corrected and not duty.done
    return True


def minutes_problem(text: str) -> str:
    """Return what is wrong with a number of minutes, or nothing."""
    wrong = minutes(text) is None
    return say("live.ask.minutes_wrong", most=MOST_MINUTES) if wrong else ""


def outcome_choices() -> tuple[Choice, ...]:
    """Return the five ways ringing can end."""
    return tuple(Choice(each.value, word(each)) for each in RingOutcome)


class PostVerbs:
    """Rings, arrivals, reliefs: whatever concerns one post. Answers begin with the post's number.

    ``prompt`` is the prompt that an act answers, if it does.
    """

    def __init__(
        self, host: Host, situation: Situation, view: IncidentView, prompt: Prompt | None = None
    ) -> None:
        self.host, self.situation, self.view = host, situation, view
        self.prompt, self._contact = prompt.uid if prompt else None, prompt and prompt.contact
        self.cursor = 0

    # --- what can be asked ---------------------------------------------------------------------

    def ring(self) -> Asking:
        """Ask for post, outcome and, when somebody answered, the minutes until they come."""

        def plan(answers: Answers) -> Step | None:
            if not answers:
                step = self._posts("ring")
                return replace(step, choices=(*step.choices, self._somebody_else()))
            if answers[-1] == SOMEBODY_ELSE:
                return None
            if len(answers) == 1:
                return self._outcome_step(self.duty(answers[0]))
            if len(answers) == 2 and answers[1] == RingOutcome.ANSWERED.value:
                return self.eta_step(optional=True)
            return None

        def opens(answers: Answers) -> Form | None:
            if answers[-1] != SOMEBODY_ELSE:
                return None
            return self.other(self.duty(answers[0]) if len(answers) > 1 else None)

        return Asking(self._heading("ring"), plan, self._ring, opens)

    def other(self, duty: Obligation | None = None, person: str = "", phone: str = "") -> Form:
        """Return the form for a ring of somebody whom the roster does not name.

        It is for ``duty``, else for any post that is not done with, the cursor's first. Raises
        Refused where somebody is here already.
        """
        if duty and duty.done:
            raise Refused("live.off.there", post=duty_post(self.view, duty.post))
        duties = [duty] if duty else self._to_ring()
        ringing = for_posts(self.situation, self.view, duties, self.prompt)
        return ring_other(self.host, ringing, person, phone)

    def _to_ring(self) -> list[Obligation]:
        if not self.view.plan.obligations:
            raise Refused("live.off.no_posts")
        found = [each for each in self.view.plan.obligations if not each.done]
        if not found:
            raise Refused("live.off.all_here")
        chosen = self.view.plan.obligations[self.cursor]
        return sorted(found, key=lambda each: each is not chosen)

    def eta(self) -> Asking:
        """Ask for the post and the minutes until it comes."""

        def plan(answers: Answers) -> Step | None:
            if not answers:
                return self._posts("eta", off=_THERE)
            return self.eta_step(optional=False) if len(answers) == 1 else None

        async def run(answers: Answers) -> object:
            return await self._ring((answers[0], RingOutcome.ANSWERED.value, answers[1]))

        return Asking(self._heading("eta"), plan, run)

    def arrive(self) -> Asking:
        """Ask for the post and how many minutes ago it arrived."""

        def plan(answers: Answers) -> Step | None:
            if not answers:
                return self._posts("arrive", off=_THERE)
            return self._ago_step() if len(answers) == 1 else None

        async def run(answers: Answers) -> object:
            duty, ago = self.duty(answers[0]), timedelta(minutes=int(answers[1] or 0))
            # Whom the question named: somebody else may have the turn by now.
            return await self._do(
                lambda desk: desk.arrive(
                    self.view.uid,
                    duty.post,
                    person=duty.expected(duty.post),
                    ago=ago,
                    prompt=self.prompt,
                )
            )

        return Asking(self._heading("arrive"), plan, run)

    def relieve(self) -> Asking:
        """Ask for the post and for the deputy who attends."""

        def plan(answers: Answers) -> Step | None:
            if not answers:
                return self._posts("relieve", off=_THERE)
            return self.deputy(self.duty(answers[0])).step(answers[1:])

        async def run(answers: Answers) -> object:
            deputy = self.deputy(self.duty(answers[0]))
            return await self._do(deputy.verb(answers[1:], self.prompt))

        return Asking(self._heading("relieve"), plan, run)

    def stand_down(self) -> Asking:
        """Ask for a post called on a corrected count, and why it need not come."""

        def plan(answers: Answers) -> Step | None:
            if not answers:
                return self._corrected_posts()
            if len(answers) == 1:
                initial = say("verb.stand_down.reason")
                return Step(say("live.ask.reason"), field=True, initial=initial)
            return None

        async def run(answers: Answers) -> object:
            post, reason = self.duty(answers[0]).post, answers[1]
            return await self._do(
                lambda desk: desk.stand_down(self.view.uid, post, reason, prompt=self.prompt)
            )

        return Asking(self._heading("stand_down"), plan, run)

    # --- questions -----------------------------------------------------------------------------

    def eta_step(self, *, optional: bool) -> Step:
        """Ask in how many minutes somebody comes."""
        key = "live.ask.eta_optional" if optional else "live.ask.eta"
        return Step(say(key), field=True, optional=optional, check=minutes_problem)

    def deputy(self, duty: Obligation) -> Deputy:
        """Return the questions about who attends for a post, the roster's deputies first."""
        return Deputy(
            self.host, self.situation, self.view, duty, lambda: self.eta_step(optional=True)
        )

    def _ago_step(self) -> Step:
        title = say("live.ask.ago")
        return Step(title, field=True, optional=True, check=minutes_problem)

    def _posts(self, verb: str, off: tuple[DutyState, ...] = ()) -> Step:
        choices = tuple(
            self._post_choice(number, duty, duty.state in off)
            for number, duty in enumerate(self.view.plan.obligations, start=1)
        )
        cursor = min(self.cursor, max(0, len(choices) - 1))
        return Step(say(f"verb.{verb}.whom"), choices, cursor=cursor)

    def _corrected_posts(self) -> Step:
        step = self._posts("stand_down")
        choices = tuple(
            each if duty.corrected else replace(each, off=say("desk.refused.still_needed"))
            for each, duty in zip(step.choices, self.view.plan.obligations, strict=True)
        )
        return replace(step, choices=choices)

    def _post_choice(self, number: int, duty: Obligation, there: bool) -> Choice:
        contact = duty.contact
        person = contact.person if contact else duty.person or glyph("none")
        phone = contact.phone if contact else ""
        post = duty_post(self.view, contact.post if contact else duty.post)
        label = f"{post} {person} {phone}  {attends_words(duty, self.host.zone)}"
        off = say("live.off.there", post=duty_post(self.view, duty.post)) if there else ""
        off = say("live.off.unnamed") if duty.state in UNNAMED.values() else off
        return Choice(str(number), label, off)

    def _somebody_else(self, duty: Obligation | None = None) -> Choice:
        """Return the way to whoever the roster does not name."""
        here = duty.done if duty else all(each.done for each in self.view.plan.obligations)
        off = say("live.off.all_here") if here else ""
        if duty and here:
            off = say("live.off.there", post=duty_post(self.view, duty.post))
        return Choice(SOMEBODY_ELSE, say("live.ask.somebody_else"), off)

    def _outcome_step(self, duty: Obligation) -> Step:
        choices = (*outcome_choices(), self._somebody_else(duty))
        cursor = 0 if duty.contact else len(choices) - 1
        return Step(self._rung_title(duty), choices, cursor=cursor)

    def _rung_title(self, duty: Obligation) -> str:
        contact = duty.contact
        if contact is None:
            return say("live.ask.ring_nobody", post=duty_post(self.view, duty.post))
        return say(
            "live.ask.ring_how",
            post=duty_post(self.view, contact.post),
            person=contact.person,
            phone=contact.phone or say("ui.prompt.no_phone"),
        )

    # --- acts ----------------------------------------------------------------------------------

    def duty(self, number: str) -> Obligation:
        """Return the post of this number on the list. Raises Refused when there is none."""
        obligations = self.view.plan.obligations
        place = whole_number(number)
        if place is None or not 1 <= place <= len(obligations):
            raise Refused("live.refused.no_post", number=number, most=len(obligations))
        return obligations[place - 1]

    async def _ring(self, answers: Answers) -> object:
        duty, outcome = self.duty(answers[0]), RingOutcome(answers[1])
        # The card's own: of two rules that call one post it is about one.
        contact = self._contact or duty.contact
        post, person = (contact.post, contact.person) if contact else (duty.post, "")
        minutes = int(answers[2]) if len(answers) > 2 and answers[2] else None

        def verb(desk: Desk) -> Done:
            eta = desk.now() + timedelta(minutes=minutes) if minutes is not None else None
            return desk.ring(
                self.view.uid, post, outcome, person=person, eta=eta, prompt=self.prompt
            )

        return await self._do(verb)

    def _do(self, verb: Verb) -> Awaitable[Done]:
        return self.host.desk_do(verb)

    def _heading(self, verb: str) -> str:
        return heading(self.view, verb, "prompt" if self.prompt else "live")


QUESTIONS: dict[str, Callable[[PostVerbs], Asking]] = {
    "ring": PostVerbs.ring,
    "arrive": PostVerbs.arrive,
    "eta": PostVerbs.eta,
    "relieve": PostVerbs.relieve,
    "stand_down": PostVerbs.stand_down,
}
"""What is asked for each verb on a post; but ``other`` has a form."""

_TOLD, _NOT_YET = "told", "not_yet"


@frozen
class _Given:
    """What the answers so far say; the number is asked only of whom the roster does not know."""

    name: str
    phone: str | None
    told: str = ""
    minutes: str | None = None


@frozen
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
