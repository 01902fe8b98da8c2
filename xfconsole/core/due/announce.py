"""Finds what the journal does not say yet about a matter's deadlines and due work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xfconsole.core.due.stages import DutyPrompt, look
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
    now = life.said.not_before(now)
    found = deadlines(life, rules, now)
    keys = {each.key for each in found}
    facts: list[Fact] = [DeadlineDropped(*key) for key in life.said.clocks if key not in keys]
    for deadline in found:
        said = life.said.clocks.get(deadline.key)
        if said is not None or deadline.open(now):
            prompt, look_at = look(life, deadline, rules, policy, roster, now)
            new = list(_dates(deadline, said, look_at))
            begun = any(isinstance(each, DeadlineSet) for each in new)
            standing = said.prompt if said is not None and not begun else ""
            new += _prompt(standing, prompt, now)
            if said is not None and not new and _looked_for_nothing(said, now):
                new = [_moved(deadline, said, look_at)]
            facts += new
    return facts


def _looked_for_nothing(said: JournaledClock, now: datetime) -> bool:
    """Whether nothing is to be asked yet although it was time to look: a newer pack asks later.

    Unless the journal gets a later instant, the desk would look again and again.
    """
    return said.look_at is not None and said.look_at <= now


def _dates(
    deadline: Deadline, said: JournaledClock | None, look_at: datetime | None
) -> Iterator[Fact]:
    if deadline.met_at is not None:
        if said is not None and said.met_at != deadline.met_at:
            yield DeadlineMet(
                deadline.clock, deadline.anchor, deadline.met_at, deadline.met_by, deadline.part
            )
    elif said is None or said.met_at is not None:
        yield _set(deadline, look_at)
    else:
        if (said.target, said.rolled, said.due_at, said.provisional) != _ends(deadline):
            yield _moved(deadline, said, look_at)
        if said.unit != deadline.unit:
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


def _moved(deadline: Deadline, said: JournaledClock, look_at: datetime | None) -> DeadlineMoved:
    before = {"old_target": said.target, "old_rolled": said.rolled, "old_due_at": said.due_at}
    return taken_from(DeadlineMoved, deadline, look_at=look_at, **before)
