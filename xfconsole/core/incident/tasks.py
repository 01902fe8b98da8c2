"""What the office owes by itself, at no incident: what its own events ask for, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.incident.announce import prompt_announcements
from xfconsole.core.incident.fold import Announced, Snooze
from xfconsole.core.incident.plan import Plan, due
from xfconsole.core.incident.prompts import Prompt
from xfconsole.core.incident.snoozes import snoozed
from xfconsole.core.words.desk import Level, Uid
from xfconsole.core.words.frozen import frozen

OwedT = TypeVar("OwedT")


class TaskFold(Protocol):
    """What the office's events tell of one kind of task, and what was said of it."""

    office: Uid
    snoozes: dict[Uid, Snooze]
    announced: Announced

    def apply(self, event: Event) -> None:
        """Apply one event of the office; others are passed over."""


@frozen
class TaskPlan(Generic[OwedT]):
    """Everything owed with its prompts; ``owed`` says which prompt is for what."""

    plan: Plan
    owed: dict[Uid, OwedT]


def task_plan(found: TaskFold, asked: Mapping[Uid, tuple[Prompt, OwedT]]) -> TaskPlan[OwedT]:
    """Return the plan of what is owed at any time, by its prompts' names."""
    owed: dict[Uid, OwedT] = {}
    prompts: list[Prompt] = []
    for prompt, each in asked.values():
        parts = snoozed(found.office, found.snoozes, [prompt])
        owed |= {part.uid: each for part in parts}
        prompts += parts
    prompts.sort(key=lambda each: each.due)
    return TaskPlan(Plan(Level.NONE, (), tuple(prompts), (), None), owed)


def task_announcements(found: TaskFold, plan: Plan, now: datetime) -> list[Fact]:
    """Return what the journal does not say yet; a clock set back takes nothing back."""
    now = max(now, found.announced.latest or now)
    return list(prompt_announcements(found.announced, plan, now))


def standing_tasks(found: TaskFold, plan: Plan, now: datetime) -> list[Prompt]:
    """Return the prompts that stand at ``now`` of those that were said, here or elsewhere."""
    said = found.announced
    told = {*said.prompts, *said.elsewhere}
    return [each for each in due(plan, max(now, said.latest or now)) if each.uid in told]
