"""The relief that does not come: whom to ring when a turn of duty began and nobody took over.

Computed from the office's events and the roster like everything the engine prompts for, so that a
crash, a sleep or a restart changes nothing. Whom to ring, how often, and who comes after whom is
what the ladder of the pack says for any other post.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import ADDED, RosterEntry
from xfconsole.core.incident.announce import prompt_announcements
from xfconsole.core.incident.calls import Call
from xfconsole.core.incident.chain import Chain
from xfconsole.core.incident.ladder import Ladder
from xfconsole.core.incident.plan import Plan, due
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.incident.snoozes import snoozed
from xfconsole.core.night.shift import Shift
from xfconsole.core.policy.pack import Policy, Rule
from xfconsole.core.roster.roster import ANY_UNIT, Roster
from xfconsole.core.words.desk import RELIEF_RULE, Contact, Level, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import among, same

_ABOUT_A_TURN = timedelta(days=2)
"""How far beyond now the roster is looked at: no turn of duty is longer."""


class MissingRelief(NamedTuple):
    """A turn of duty whose holder has not taken over: ``person`` is empty where nobody holds it."""

    person: str
    since: datetime


@frozen
class ReliefPlan:
    """Who is missing, if anybody, with the prompts; as of ``good_until`` it is made again."""

    missing: MissingRelief | None
    plan: Plan


@frozen
class ReliefView:
    """A prompt about the relief as the card shows it. ``officer`` waits to be relieved.

    ``deputy`` is rung when the prompt's contact is not reached; ``shown_at`` is when this desk
    first showed it.
    """

    prompt: Prompt
    missing: MissingRelief
    officer: str
    rule: Rule
    deputy: Contact | None
    shown_at: datetime
    policy: Policy = field(compare=False)

    @property
    def uid(self) -> Uid:
        """The prompt's name in the journal."""
        return self.prompt.uid


def relief_plan(shift: Shift, policy: Policy, roster: Roster, now: datetime) -> ReliefPlan:
    """Return who is missing at ``now`` and all that is to be done about it."""
    now = max(now, shift.announced.latest or now)
    post = policy.handover.post
    missing = _missing(shift, post, roster, now)
    turns = roster.next_change(post, ANY_UNIT, now) if shift.since else None
    if missing is None:
        return ReliefPlan(None, Plan(Level.NONE, (), (), (), None, turns))
    ladder = _ladder(shift, missing, policy, roster, now)
    prompts = [replace(each, rule=RELIEF_RULE) for each in ladder.prompts()]
    ends = [each for each in (turns, ladder.good_until) if each is not None]
    rested = sorted(snoozed(shift.office, shift.snoozes, prompts), key=lambda each: each.due)
    plan = Plan(Level.NONE, (), tuple(rested), (), None, min(ends, default=None))
    return ReliefPlan(missing, plan)


def relief_announcements(shift: Shift, plan: Plan, now: datetime) -> list[Fact]:
    """Return what the journal does not say yet; a clock set back takes nothing back."""
    now = max(now, shift.announced.latest or now)
    return list(prompt_announcements(shift.announced, plan, now))


def relief_views(
    shift: Shift, made: ReliefPlan, policy: Policy, roster: Roster, now: datetime
) -> list[ReliefView]:
    """Return what stands at ``now`` of what was said to be missing."""
    if made.missing is None:
        return []
    now = max(now, shift.announced.latest or now)
    said = shift.announced.prompts
    return [
        ReliefView(
            prompt,
            made.missing,
            shift.officer,
            policy.handover.rule,
            _after(prompt, shift, policy, roster, now),
            prompt.due + timedelta(seconds=said[prompt.uid].event.late_s),
            policy,
        )
        for prompt in due(made.plan, now)
        if prompt.uid in said
    ]


def _missing(shift: Shift, post: str, roster: Roster, now: datetime) -> MissingRelief | None:
    """Return the turn that began while somebody else sat at the desk, and goes on now.

    Whoever sat down while a turn was running stands in for its holder: nobody is missing then.
    Somebody added to be rung tonight can be asked to come, and is nobody's relief by that.
    """
    if shift.since is None:
        return None
    # However long the roster is, it is read once: it changes hands at every turn since.
    held = [
        each
        for each in roster.entries(shift.since, now + timedelta.resolution)
        if each.post == post and each.order != ADDED
    ]
    turns = _turns(held, shift.since)
    own = among(shift.officer, map(_holder, turns))
    missing: MissingRelief | None = None
    at = roster.next_change(post, ANY_UNIT, shift.since)
    while at is not None and at <= now:
        before, turns = turns, _turns(held, at)
        if among(shift.officer, map(_holder, turns)):
            missing, own = None, True
        elif turns and (own or _begins(missing, before, turns[0], at in shift.imports)):
            missing = MissingRelief(turns[0].person, at)
        elif not turns and (own or (missing and missing.person)):
            missing = MissingRelief("", at)
        own = own and missing is None
        at = roster.next_change(post, ANY_UNIT, at)
    return missing


def _turns(held: Iterable[RosterEntry], at: datetime) -> list[RosterEntry]:
    """Return the turns running at an instant, the holder's first."""
    running = (each for each in held if each.starts_at <= at < each.ends_at)
    return sorted(running, key=lambda each: each.order)


def _holder(turn: RosterEntry) -> str:
    return turn.person


def _begins(
    missing: MissingRelief | None, before: Sequence[RosterEntry], turn: RosterEntry, imported: bool
) -> bool:
    """Whether a turn begins whose holder is not missing yet, or stood in for."""
    if missing is not None:
        return not same(missing.person, turn.person)
    return not any(
        same(each.person, turn.person) and (imported or each.ends_at == turn.ends_at)
        for each in before[:1]
    )


def _ladder(
    shift: Shift, missing: MissingRelief, policy: Policy, roster: Roster, now: datetime
) -> Ladder:
    """Walk the duty post's ladder. The relief is late already: only what it promised counts."""
    handover = policy.handover
    began = missing.since + timedelta(minutes=handover.minutes)
    anchor = f"{missing.since.isoformat()}|{missing.person}"
    call = Call(handover.post, RELIEF_RULE, anchor, began, corrected=False)
    rings = [each for each in shift.rings if each.at >= missing.since]
    travel = policy.travel[policy.posts[handover.post].travel]
    at_once = {**policy.travel, travel.id: replace(travel, minutes=0)}
    return Ladder(
        shift.office,
        {},
        call,
        rings,
        replace(policy, travel=at_once),
        _others(shift, roster, missing.since, now),
        max(now, began),
    )


def _others(shift: Shift, roster: Roster, since: datetime, now: datetime) -> Roster:
    """Return who can be rung: everybody but the officer who waits to be relieved."""
    found = roster.entries(since - _ABOUT_A_TURN, now + _ABOUT_A_TURN)
    return Roster(each for each in found if not same(each.person, shift.officer))


def _after(
    prompt: Prompt, shift: Shift, policy: Policy, roster: Roster, now: datetime
) -> Contact | None:
    contact = prompt.contact
    if contact is None:
        return None
    others = _others(shift, roster, now, now)
    line = [link.contact for link in Chain(policy.handover.post, {}, policy, others).people(now)]
    places = [n for n, each in enumerate(line) if same(each.person, contact.person)]
    after = line[places[0] + 1 :] if places else line
    return next((each for each in after if not same(each.person, contact.person)), None)
