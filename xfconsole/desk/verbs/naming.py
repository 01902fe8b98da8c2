"""Verbs that name the unit or township of a live incident, so that its holders can be told."""

from __future__ import annotations

from typing import NamedTuple

from xfconsole.core.facts.of_incident import PlaceNamed, PostStoodDown
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.incident.placing import place_of
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import DutyState, Place, Uid
from xfconsole.core.words.official import name_key, same
from xfconsole.core.words.procedure import Barred
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.state.base import DeskBase
from xfconsole.desk.state.live import Live
from xfconsole.desk.state.work import Done, Work


class Coming(NamedTuple):
    """Somebody on the way for a post of a unit or township, and for which one."""

    post: str
    person: str
    name: str


class NameVerbs(DeskBase):
    """Which unit and township an incident concerns; ``incident`` is its uid or number."""

    def name_unit(self, incident: str, unit: str = "", *, prompt: Uid | None = None) -> Done:
        """Say which unit an incident concerns; an empty name: it is not known yet.

        Its head is to be told from now on. Whoever was told for another unit need not come.
        """
        return self._name(incident, Place.UNIT, unit, prompt)

    def name_township(
        self, incident: str, township: str = "", *, prompt: Uid | None = None
    ) -> Done:
        """Say which sub-district or township an incident concerns, as ``name_unit`` does a unit."""
        return self._name(incident, Place.TOWNSHIP, township, prompt)

    def _name(self, incident: str, place: Place, name: str, prompt: Uid | None) -> Done:
        with self._work() as work:
            live = work.live(incident)
            self._check_prompt(live, prompt)
            clean = neutral_line(name).strip()
            # A name of nothing that can be seen names nothing.
            clean = clean if name_key(clean) else ""
            if clean and same(clean, live.incident.places[place]):
                of_unit = place is Place.UNIT
                raise Refused(
                    "desk.refused.unit_same" if of_unit else "desk.refused.township_same",
                    name=clean,
                )
            self._refuse_barred_place(live, clean)
            coming = self._coming(work, live)
            work.add(live.incident.uid, PlaceNamed(place, clean, prompt))
            self._stand_down_others(work, live, coming)
        incident = live.incident.uid
        return Done(tuple(work.events), incident, live.number, incident, live.number)

    def _check_prompt(self, live: Live, prompt: Uid | None) -> None:
        """Refuse to answer what this incident never asked; a prompt that went stays answerable."""
        if prompt is not None and prompt not in live.incident.announced.prompts:
            raise Refused("desk.refused.prompt_gone")

    def _refuse_barred_place(self, live: Live, name: str) -> None:
        """Refuse to make the unit that an accused leads the one to answer (TG 30)."""
        bar = live.bars.unit(name)
        if bar is not None:
            block = AccessBlocked(Barred.TARGET, bar, unit=name)
            raise Blocked(live.incident.opened.matter, block)

    def _coming(self, work: Work, live: Live) -> list[Coming]:
        """Return who is on the way for a post of the incident's unit or township."""
        plan = self._night.plan_of(work.tx, live, work.now)
        policy = self._night.policy(work.tx, live.incident.policy)
        return [
            Coming(duty.post, duty.contact.person, live.incident.places[place])
            for duty in plan.obligations
            if duty.state is DutyState.EN_ROUTE and duty.contact and duty.contact.post == duty.post
            if (place := place_of(duty.post, policy)) is not None
        ]

    def _stand_down_others(self, work: Work, live: Live, coming: list[Coming]) -> None:
        """Write down who need not come: by what was just said the duty is another unit's."""
        work.flush()
        live = work.live(live.incident.uid)
        now = {(each.post, name_key(each.person)) for each in self._coming(work, live)}
        for each in coming:
            if (each.post, name_key(each.person)) not in now:
                fact = PostStoodDown(each.post, person=each.person, place=each.name)
                work.add(live.incident.uid, fact)
