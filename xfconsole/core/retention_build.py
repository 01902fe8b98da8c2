"""Reads the table ``[retention]`` of a pack, noting what is wrong in it."""

from __future__ import annotations

from xfconsole.core.policy import Retention, Rule
from xfconsole.core.policy_reader import Table
from xfconsole.core.retention_policy import RULES, USUAL_MONTHS, default_retention

MOST_MONTHS = 1200
MOST_HOURS = 24 * 31
LEAST_HOURS = 1
"""Without any time to cancel, one slip of two tired officers could not be taken back."""


def read_retention(root: Table) -> Retention:
    """Return what the pack's ``[retention]`` says, the built-in periods if there is none.

    The result is sound only if ``root.faults`` stayed empty.
    """
    if not root.has("retention"):
        return default_retention()
    table = root.table("retention")
    if table is None:
        return default_retention()
    rules: dict[str, Rule] = {}
    months = {
        name: _number(table, rules, name, "months", (1, MOST_MONTHS)) for name in USUAL_MONTHS
    }
    _number(table, rules, "request")
    hours = _number(table, rules, "cancel", "hours", (LEAST_HOURS, MOST_HOURS))
    table.done()
    return Retention(months, hours, rules)


def _number(
    outer: Table,
    rules: dict[str, Rule],
    name: str,
    key: str = "",
    within: tuple[int, int] = (1, 1),
) -> int:
    """Read one rule, whose id its table's name makes, and its number if it has one."""
    table, rule_id = outer.table(name), f"retention.{name}"
    if table is None:
        rules[rule_id] = RULES[rule_id]
        return within[0]
    rules[rule_id] = Rule(rule_id, table.words("source"), table.words("reason"))
    number = table.whole(key, *within) if key else within[0]
    table.done()
    return number
