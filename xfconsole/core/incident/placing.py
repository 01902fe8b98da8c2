"""Whose a duty is when its post belongs to a unit or township: asked for, named, and named anew.

Nobody is rung by chance: as long as the place is not named only holders of the whole office count.
A duty moves with the name, and whoever was told for another place is none of its own any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from xfconsole.core.incident.calls import Call
from xfconsole.core.incident.fold import Incident, NamedDeputy, PlaceNaming
from xfconsole.core.incident.prompts import Prompt, cut, prompt_uid
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import ANY_UNIT, Roster
from xfconsole.core.words.desk import DutyState, Place, PromptKind, RingOutcome
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import same

ASKS_FOR: Mapping[PromptKind, Place] = {
    PromptKind.NAME_UNIT: Place.UNIT,
    PromptKind.NAME_TOWNSHIP: Place.TOWNSHIP,
}
"""Prompts that ask which unit or township it is; nobody is rung for them."""
ASKED_BY: Mapping[str, PromptKind] = {place.value: kind for kind, place in ASKS_FOR.items()}
"""The same prompts by a post's scope."""
UNNAMED: Mapping[PromptKind, DutyState] = {
    PromptKind.NAME_UNIT: DutyState.UNIT_UNNAMED,
    PromptKind.NAME_TOWNSHIP: DutyState.TOWNSHIP_UNNAMED,
}
"""How a duty stands while such a prompt waits for its answer."""


def place_of(post: str, policy: Policy) -> Place | None:
    """Return what a post's holders belong to, or None where the whole office's count."""
    known = policy.posts.get(post)
    return ASKS_FOR[ASKED_BY[known.scope]] if known and known.scope in ASKED_BY else None


@frozen
class Placing:
    """Tells what was done for the unit or township that an incident concerns by now."""

    incident: Incident
    policy: Policy
    roster: Roster

    def moved(self, call: Call) -> Call:
        """Return a post's call as it stands since the name of its place changed last.

        It begins anew then, unless somebody who holds the post there too was told before, or came.
        """
        turns = self._turns(call.post)
        if len(turns) < 2 or turns[-1].at <= call.at:
            return call
        since = turns[-1].at
        if any(at < since and self.counts(call.post, who, at) for who, at in self._done(call.post)):
            return call
        return replace(call, at=since, anchor=turns[-1].uid)

    def counts(self, post: str, person: str, at: datetime) -> bool:
        """Whether somebody did something for a post at an instant, and not for another place."""
        turns = self._turns(post)
        others = self._other_names(turns)
        if len(turns) < 2 and not others:
            return True
        excused = [
            each.at
            for each in self.incident.excused
            if each.post == post and same(each.person, person)
        ]
        if self._holds(post, person, turns[-1].name, at):
            return not excused or at > max(excused)
        if excused:
            return False
        if len(turns) > 1 and at < turns[-1].at:
            then = [each.name for each in turns if each.at <= at] or [turns[0].name]
            return not then[-1] and not self._holds(post, person, ANY_UNIT, at)
        return not any(self._holds(post, person, name, at) for name in others)

    def names(self, passed: NamedDeputy) -> bool:
        """Whether a deputy was named for the place that it is by now, or before it had a name."""
        turns = self._turns(passed.post)
        if len(turns) < 2 or passed.at >= turns[-1].at:
            return True
        return self.counts(passed.post, passed.person, passed.at)

    def _turns(self, post: str) -> list[PlaceNaming]:
        """Return the names of a post's place as they followed each other; none for the office's."""
        place = place_of(post, self.policy)
        turns: list[PlaceNaming] = []
        for each in self.incident.named(place) if place else ():
            if not turns or not same(each.name, turns[-1].name):
                turns.append(each)
        return turns

    def _done(self, post: str) -> Iterator[tuple[str, datetime]]:
        """Yield who said that they come, or came, for a post, and when."""
        for ring in self.incident.rings:
            if ring.post == post and ring.outcome is RingOutcome.ANSWERED:
                yield ring.person, ring.at
        for ending in self.incident.endings.get(post, ()):
            if ending.state is not DutyState.STOOD_DOWN:
                yield ending.person, ending.at

    def _other_names(self, turns: Sequence[PlaceNaming]) -> set[str]:
        places = {each.place for each in turns}
        said = {name for place, name in self.incident.names_said if place in places}
        named = said | {each.name for each in turns}
        return {name for name in named if name and not same(name, turns[-1].name)}

    def _holds(self, post: str, person: str, unit: str | None, at: datetime) -> bool:
        return any(same(each.person, person) for each in self.roster.holders(post, unit, at))


def place_prompts(prompts: Iterable[Prompt], incident: Incident, policy: Policy) -> list[Prompt]:
    """Ask for each place once, however many posts wait for it, and rest after "not known yet"."""
    asked: dict[Prompt, None] = {}
    last: dict[PromptKind, Prompt] = {}
    others: list[Prompt] = []
    for each in sorted(prompts, key=lambda each: each.due):
        if each.kind not in ASKS_FOR:
            others.append(each)
            continue
        before = last.get(each.kind)
        if before and (before.until is None or each.due <= before.until):
            del asked[before]
            each = replace(before, until=_later(before.until, each.until))
        asked[each] = None
        last[each.kind] = each
    return others + [part for each in asked for part in _rested(each, incident, policy)]


def _later(until: datetime | None, other: datetime | None) -> datetime | None:
    return None if until is None or other is None else max(until, other)


def _rested(prompt: Prompt, incident: Incident, policy: Policy) -> Iterator[Prompt]:
    """Split the prompt where the place was said not to be known yet: it comes back after a pause.

    The pause is that of the post's ladder before it starts over.
    """
    pause = policy.ladders[policy.posts[prompt.duty].ladder].again_minutes
    for each in incident.named(ASKS_FOR[prompt.kind]):
        if not each.name and each.uid != incident.opened_event.uid and prompt.standing(each.at):
            yield from cut([prompt], each.at)
            uid, due = prompt_uid(incident.uid, prompt.rule, each.uid), each.at
            back = replace(prompt, uid=uid, due=due + timedelta(minutes=pause))
            if back.until is not None and back.until <= back.due:
                return
            prompt = back
    yield prompt
