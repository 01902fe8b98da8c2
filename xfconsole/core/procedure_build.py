"""Reads the table ``[procedure]`` of a pack, noting what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.policy import Post, Procedure, Rule
from xfconsole.core.policy_reader import Table
from xfconsole.core.procedure_policy import (
    DEFAULT_TOPICS,
    OWNERS,
    RULES,
    default_procedure,
)

MOST_DAYS = 366
MOST_MINUTES = 1440
MOST_LEVELS = 6
"""From the centre down to a village there are no more levels."""
TG_22_DAYS = 15
"""What the levels share (TG 22): more than these they cannot give away."""
MOST_TOPICS = 20


def read_procedure(root: Table, posts: Mapping[str, Post]) -> Procedure:
    """Return what the pack's ``[procedure]`` says, the built-in values if there is none.

    The result is sound only if ``root.faults`` stayed empty.
    """
    if not root.has("procedure"):
        return default_procedure(posts)
    table = root.table("procedure")
    if table is None:
        return default_procedure(posts)
    procedure = _Reading(table, posts).procedure()
    table.done()
    return procedure


class _Reading:
    """One table being read: its rules are collected by the ids that their tables' names make."""

    def __init__(self, table: Table, posts: Mapping[str, Post]) -> None:
        self._table, self._posts = table, posts
        self._rules: dict[str, Rule] = {}

    def procedure(self) -> Procedure:
        owners = self._owners()
        due_soon, chase, climb = (self._days(each) for each in ("due_soon", "chase", "climb"))
        phone, written = self._minutes("urgent_phone"), self._minutes("urgent_written")
        split = self._split()
        allowance, topics = self._allowance()
        return Procedure(
            owners=owners,
            due_soon_days=due_soon,
            chase_again_days=chase,
            climb_days=climb,
            urgent_phone_minutes=phone,
            urgent_written_minutes=written,
            split_days=split,
            allowance_workdays=allowance,
            allowance_topics=topics,
            rules=self._rules,
        )

    def _owners(self) -> dict[str, str]:
        table = self._table.table("owners")
        if table is None:
            return {}
        owners = {
            who: table.one_of(who, self._posts, "policy.problem.unknown_post") for who in OWNERS
        }
        table.done()
        return owners

    def _rule(self, name: str) -> Table | None:
        table = self._table.table(name)
        rule_id = f"procedure.{name}"
        if table is None:
            self._rules[rule_id] = RULES[rule_id]
        else:
            self._rules[rule_id] = Rule(rule_id, table.words("source"), table.words("reason"))
        return table

    def _number(self, name: str, key: str, most: int) -> int:
        table = self._rule(name)
        if table is None:
            return 1
        number = table.whole(key, 1, most)
        table.done()
        return number

    def _days(self, name: str) -> int:
        return self._number(name, "days", MOST_DAYS)

    def _minutes(self, name: str) -> int:
        return self._number(name, "minutes", MOST_MINUTES)

    def _split(self) -> tuple[int, ...]:
        table = self._rule("split")
        if table is None:
            return ()
        days = table.wholes("days", 1, TG_22_DAYS, most_numbers=MOST_LEVELS)
        if sum(days) > TG_22_DAYS and not table.faults.under(*table.path, "days"):
            table.fault("days", "policy.problem.split_sum", sum=sum(days), most=TG_22_DAYS)
        table.done()
        return days

    def _allowance(self) -> tuple[int, tuple[str, ...]]:
        table = self._rule("allowance")
        if table is None:
            return 1, ()
        workdays = table.whole("workdays", 1, MOST_DAYS)
        topics = table.strings("topics", MOST_TOPICS) if table.has("topics") else DEFAULT_TOPICS
        table.done()
        return workdays, topics
