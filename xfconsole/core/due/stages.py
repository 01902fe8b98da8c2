"""Due work on matters: when a duty is prompted for, whom it names, and how it climbs.

A duty is due soon some days before its control date. When that is over it climbs one rank at a time
like an arrival does; it is overdue only once the statutory last day is over too. Like the prompts
of a live incident these are computed from facts; a chase (催办) or a snooze lets the prompt it
answered rest, and nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta

from xfconsole.core.due.asking import Asked, whom_to_ask
from xfconsole.core.incident.chain import upward
from xfconsole.core.incident.prompts import prompt_uid
from xfconsole.core.matter.journaled import ClockKey
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, Rules, midnight
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.desk import Contact, PromptKind, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Measure, Who


@frozen
class DutyPrompt:
    """What is asked of the desk about one duty from ``due`` on.

    ``step`` is how many ranks it has climbed; ``contact`` is None where nobody who
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


@frozen
class _Stage:
    kind: PromptKind
    step: int
    since: datetime


def current_prompt(
    life: MatterLife,
    deadline: Deadline,
    rules: Rules,
    policy: Policy,
    roster: Roster,
    now: datetime,
) -> tuple[DutyPrompt | None, datetime | None]:
    """Return what is asked about one duty now, if anything, and when to look again.

    What the complainant may do, and what a unit may still object to, is never prompted for; nor is
    what was overdue when a file brought the matter, until an officer takes it up.
    """
    rings_from = life.journaled.rings_from(deadline.due_at)
    if not deadline.duty or deadline.met_at is not None or rings_from is None:
        return None, None
    if rings_from == deadline.due_at:
        stages = list(_stages(deadline, rules, policy))
    else:
        stages = list(_climb(deadline, policy, rings_from))
    begun = [each for each in stages if each.since <= now]
    later = [each.since for each in stages if each.since > now]
    if not begun:
        return None, min(later)
    stage = begun[-1]
    uid, rest_until = _name(life, deadline, stage)
    if rest_until is not None and rest_until > now:
        return None, min([*later, rest_until])
    asked = asked_for_duty(life, deadline, stage.step, policy, roster, now)
    prompt = DutyPrompt(
        uid,
        deadline.key,
        stage.kind,
        stage.step,
        max(stage.since, rest_until or stage.since),
        asked.post,
        asked.contact,
        min(later, default=None),
    )
    return prompt, prompt.look_at


def asked_for_duty(
    life: MatterLife, deadline: Deadline, step: int, policy: Policy, roster: Roster, now: datetime
) -> Asked:
    """Return who is asked about a duty that has climbed so many ranks, and who comes next.

    Who holds the post for the unit that owes the duty, or for the matter's township.
    """
    place = place_of_duty(life, deadline)
    return whom_to_ask(ranks_of(deadline.who, policy)[step:], place, policy, roster, life.bars, now)


def place_of_duty(life: MatterLife, deadline: Deadline) -> dict[str, str]:
    """Return the unit that owes a duty and the matter's township, by a post's scope."""
    return {"unit": deadline.unit, "township": life.township}


def ranks_of(who: Who, policy: Policy) -> tuple[str, ...]:
    """Return the post that answers for the duties of ``who``, then those it climbs to."""
    return upward(policy.procedure.owners[who.value], policy)


def climbs_at(control_at: datetime, step: int, who: Who, policy: Policy) -> datetime | None:
    """Return when a duty past its control date goes one rank up again, None at the top."""
    if step + 1 >= len(ranks_of(who, policy)):
        return None
    return control_at + timedelta(days=(step + 1) * policy.procedure.climb_days)


def _stages(deadline: Deadline, rules: Rules, policy: Policy) -> Iterator[_Stage]:
    numbers = rules.procedure
    if deadline.measure is Measure.MINUTES:
        yield _Stage(PromptKind.DUE_SOON, 0, deadline.started_at)
    else:
        soon = deadline.target - timedelta(days=numbers.due_soon_days)
        yield _Stage(PromptKind.DUE_SOON, 0, max(deadline.started_at, midnight(soon, rules.zone)))
    yield from _climb(deadline, policy, deadline.control_at)


def _climb(deadline: Deadline, policy: Policy, since: datetime) -> Iterator[_Stage]:
    """Yield a stage for each rank from an instant on, and one when the statutory day is over."""
    ranks = range(len(ranks_of(deadline.who, policy)))
    climbs = [since + timedelta(days=step * policy.procedure.climb_days) for step in ranks]
    for at in sorted({*climbs, max(since, deadline.due_at)}):
        kind = PromptKind.OVERDUE if at >= deadline.due_at else PromptKind.PAST_CONTROL
        yield _Stage(kind, bisect_right(climbs, at) - 1, at)


def _name(life: MatterLife, deadline: Deadline, stage: _Stage) -> tuple[Uid, datetime | None]:
    """Return the name of a stage's prompt, and until when the last rest before it lasts.

    To become overdue is a step of its own that no rest puts off. What is overdue no more, because a
    holiday moved the statutory day, rests on: nobody is asked again for what became less.
    """
    window = life.journaled.window(deadline.key, deadline.control_at)
    place = str(deadline.part), deadline.unit

    def named(kind: PromptKind, rest: Uid = "") -> Uid:
        parts = (*place, kind.value, str(stage.step), str(window), rest)
        return prompt_uid(life.uid, deadline.clock, deadline.anchor, *parts)

    # Each rest gives the prompt after it a name of its own; ``own`` is without what was graver.
    uid = own = named(stage.kind)
    graver = named(PromptKind.OVERDUE) if stage.kind is PromptKind.PAST_CONTROL else ""
    until: datetime | None = None
    for rest in life.journaled.rests:
        if rest.prompt in (uid, own):
            uid = own = named(stage.kind, rest.uid)
        elif graver and rest.prompt == graver:
            uid, graver = named(stage.kind, rest.uid), named(PromptKind.OVERDUE, rest.uid)
        else:
            continue
        until = rest.until
    return uid, until
