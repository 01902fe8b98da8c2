"""Finds what the journal does not say yet about a matter's deadlines and due work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xfconsole.core.due.stages import DutyPrompt, current_prompt
from xfconsole.core.facts.event import Fact, taken_from
from xfconsole.core.facts.of_procedure import (
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    DutyPrompted,
)
from xfconsole.core.matter.journaled import JournaledClock
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, Rules, deadlines
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.roster import Roster


def matter_announcements(
    life: MatterLife, rules: Rules, policy: Policy, roster: Roster, now: datetime
) -> list[Fact]:
    """Return the facts to journal so that it agrees with a matter's clocks at ``now``.

    A clock that was over before the desk first heard of it is not announced: nobody can keep it
    any more, and the file itself tells what became of it. What was announced stays announced when
    a clock is set back: no matter is looked at as of an instant before its last announcement.
    """
    now = life.journaled.not_before(now)
    found = deadlines(life, rules, now)
    keys = {each.key for each in found}
    facts: list[Fact] = [DeadlineDropped(*key) for key in life.journaled.clocks if key not in keys]
    for deadline in found:
        held = life.journaled.clocks.get(deadline.key)
        if held is not None or deadline.open(now):
            prompt, look_at = current_prompt(life, deadline, rules, policy, roster, now)
            new = list(_dates(deadline, held, look_at))
            begun = any(isinstance(each, DeadlineSet) for each in new)
            standing = held.prompt if held is not None and not begun else ""
            new += _prompt(standing, prompt, now)
            if held is not None and not new and _checked_too_early(held, now):
                new = [_moved(deadline, held, look_at)]
            facts += new
    return facts


def _checked_too_early(held: JournaledClock, now: datetime) -> bool:
    """Whether nothing is to be asked yet although it was time to look: a newer pack asks later.

    Unless the journal gets a later instant, the desk would look again and again.
    """
    return held.look_at is not None and held.look_at <= now


def _dates(
    deadline: Deadline, held: JournaledClock | None, look_at: datetime | None
) -> Iterator[Fact]:
    if deadline.met_at is not None:
        if held is not None and held.met_at != deadline.met_at:
            yield DeadlineMet(
                deadline.clock, deadline.anchor, deadline.met_at, deadline.met_by, deadline.part
            )
    elif held is None or held.met_at is not None:
        yield _set(deadline, look_at)
    else:
        if (held.target, held.rolled, held.due_at, held.provisional) != _ends(deadline):
            yield _moved(deadline, held, look_at)
        if held.unit != deadline.unit:
            # It went with the matter to another unit: whoever is asked there is somebody else.
            yield _set(deadline, look_at)


def _ends(deadline: Deadline) -> tuple[object, ...]:
    return deadline.target, deadline.rolled, deadline.due_at, deadline.provisional


def _prompt(standing: str, prompt: DutyPrompt | None, now: datetime) -> Iterator[Fact]:
    if prompt is None or standing == prompt.uid:
        return
    clock, anchor, part = prompt.key
    yield DutyPrompted(
        clock,
        anchor,
        prompt.uid,
        prompt.kind,
        prompt.step,
        prompt.post,
        prompt.contact.person if prompt.contact else "",
        prompt.due,
        int((now - prompt.due).total_seconds()),
        prompt.look_at,
        part,
    )


def _set(deadline: Deadline, look_at: datetime | None) -> DeadlineSet:
    return taken_from(DeadlineSet, deadline, look_at=look_at)


def _moved(deadline: Deadline, held: JournaledClock, look_at: datetime | None) -> DeadlineMoved:
    before = {"old_target": held.target, "old_rolled": held.rolled, "old_due_at": held.due_at}
    return taken_from(DeadlineMoved, deadline, look_at=look_at, **before)
