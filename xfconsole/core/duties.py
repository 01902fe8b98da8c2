"""Due work on matters: when a duty is prompted for, whom it names, and how it climbs.

A duty is due soon some days before its last day, overdue when that day is over, and then climbs
one rank at a time like an arrival does. Like the prompts of a live incident these are computed from
facts; a chase (催办) or a snooze lets the prompt it answered rest, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from xfconsole.core.chain import upward
from xfconsole.core.deadlines import Measure
from xfconsole.core.matter_life import ClockKey, MatterLife
from xfconsole.core.model import Contact, PromptKind, Uid
from xfconsole.core.policy import Policy
from xfconsole.core.procedure import Deadline, Rules, midnight
from xfconsole.core.prompts import prompt_uid
from xfconsole.core.roster import Roster


@dataclass(frozen=True, slots=True)
class DutyPrompt:
    """What is asked of the desk about one duty from ``due`` on.

    ``step`` is how many ranks an overdue duty has climbed; ``contact`` is None where nobody who
    may be asked holds the post. ``look_at``: when something else is to be asked (None: never).
    """

    uid: Uid
    key: ClockKey
    kind: PromptKind
    step: int
    due: datetime
    post: str
    contact: Contact | None
    look_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Stage:
    kind: PromptKind
    step: int
    since: datetime


def look(
    life: MatterLife,
    deadline: Deadline,
    rules: Rules,
    policy: Policy,
    roster: Roster,
    now: datetime,
) -> tuple[DutyPrompt | None, datetime | None]:
    """Return what is asked about one duty now, if anything, and when to look again.

    What the complainant may do, and what a unit may still object to, is never prompted for.
    """
    if not deadline.duty or deadline.met_at is not None:
        return None, None
    stages = list(_stages(deadline, rules, policy))
    begun = [each for each in stages if each.since <= now]
    later = [each.since for each in stages if each.since > now]
    if not begun:
        return None, min(later)
    stage = begun[-1]
    anchor, rest_until = _rest(life, deadline, stage, now)
    if rest_until is not None and rest_until > now:
        return None, min([*later, rest_until])
    post = _post(deadline, stage, policy)
    prompt = DutyPrompt(
        prompt_uid(life.uid, deadline.clock, deadline.anchor, *_parts(deadline, stage), anchor),
        deadline.key,
        stage.kind,
        stage.step,
        max(stage.since, rest_until or stage.since),
        post,
        contact_of(life, deadline, post, policy, roster, now),
        min(later, default=None),
    )
    return prompt, prompt.look_at


def contact_of(
    life: MatterLife,
    deadline: Deadline,
    post: str,
    policy: Policy,
    roster: Roster,
    now: datetime,
) -> Contact | None:
    """Return whom to ask for a post: the first holder with a number whom nothing bars (TG 28, 30).

    Who holds it for the unit that owes the duty, or for the matter's township.
    """
    scope = policy.posts[post].scope
    unit = {"unit": deadline.unit, "township": life.township}.get(scope, "")
    for contact in roster.holders(post, unit, now):
        if contact.phone and life.barred(contact.person, contact.unit) is None:
            return contact
    return None


def _stages(deadline: Deadline, rules: Rules, policy: Policy) -> Iterator[_Stage]:
    numbers = rules.procedure
    if deadline.measure is Measure.MINUTES:
        yield _Stage(PromptKind.DUE_SOON, 0, deadline.started_at)
    else:
        soon = deadline.target - timedelta(days=numbers.due_soon_days)
        yield _Stage(PromptKind.DUE_SOON, 0, max(deadline.started_at, midnight(soon, rules.zone)))
    ranks = len(upward(numbers.owners[_owner(deadline)], policy))
    for step in range(ranks):
        climbed = timedelta(days=step * numbers.climb_days)
        yield _Stage(PromptKind.OVERDUE, step, deadline.due_at + climbed)


def _parts(deadline: Deadline, stage: _Stage) -> tuple[str, ...]:
    return str(deadline.part), stage.kind.value, str(stage.step), deadline.due_at.isoformat()


def _rest(
    life: MatterLife, deadline: Deadline, stage: _Stage, now: datetime
) -> tuple[Uid, datetime | None]:
    """Return the last rest of this stage's prompt, and until when it lasts."""
    anchor: Uid = ""
    until: datetime | None = None
    parts = _parts(deadline, stage)
    for rest in life.rests:
        # Each rest gives the prompt after it a name of its own.
        uid = prompt_uid(life.uid, deadline.clock, deadline.anchor, *parts, anchor)
        if rest.prompt == uid:
            anchor, until = rest.uid, rest.until
    return anchor, until


def _post(deadline: Deadline, stage: _Stage, policy: Policy) -> str:
    ranks = upward(policy.procedure.owners[_owner(deadline)], policy)
    return ranks[min(stage.step, len(ranks) - 1)]


def _owner(deadline: Deadline) -> str:
    """Return whose owner in the pack answers for a duty: a unit's head for the unit's."""
    return deadline.who.value
