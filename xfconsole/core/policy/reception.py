"""Reception days: what a pack says of their notice, result and plan, and our own numbers.

default.toml says the same; an older pack, pinned by a journal, has no table for them.
"""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.policy.pack import ReceptionDays, Rule
from xfconsole.core.policy.reader import PackTable
from xfconsole.core.words.two_languages import BothLanguages

_PLAN = BothLanguages(
    "领导接待日制度（地方规定），各地不一，可改",
    "rules of the leaders' reception day (local); they differ by place, configurable",
)
NOTICE, RESULT, PLAN = "reception.notice", "reception.result", "reception.plan"
RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            NOTICE,
            _PLAN,
            BothLanguages(
                "谁来接待、在哪里、分管什么，提前公布，群众不白跑一趟。",
                "Who receives, where and for which field is made public ahead, so that nobody"
                " comes in vain.",
            ),
        ),
        Rule(
            RESULT,
            _PLAN,
            BothLanguages(
                "接待了没有、办得怎样，按季度公布，计划才作数。",
                "Whether it was held and what became of it is told each quarter: only then does"
                " the plan count.",
            ),
        ),
        Rule(
            PLAN,
            _PLAN,
            BothLanguages(
                "接待日按半年排定，领导早作安排，到时不落空。",
                "Reception days are planned for half a year, so that leaders keep them free.",
            ),
        ),
    )
}
MOST_DAYS = 60


def default_reception() -> ReceptionDays:
    """Return the built-in numbers."""
    return ReceptionDays(2, 5, 10, 15, RULES)


def read_reception(root: PackTable) -> ReceptionDays:
    """Return what the pack's ``[reception]`` says, the built-in numbers if there is none.

    The result is sound only if ``root.faults`` stayed empty.
    """
    table = root.table("reception") if root.has("reception") else None
    if table is None:
        return default_reception()
    rules: dict[str, Rule] = {}
    notice, remind = _numbers(table, rules, NOTICE, "days", "remind_days")
    (result,), (plan,) = (_numbers(table, rules, each, "days") for each in (RESULT, PLAN))
    table.done()
    return ReceptionDays(notice, remind, result, plan, rules)


def _numbers(outer: PackTable, rules: dict[str, Rule], rule: str, *keys: str) -> list[int]:
    """Read one rule, whose id its table's name makes, and its numbers of days."""
    table = outer.table(rule.partition(".")[2])
    if table is None:
        rules[rule] = RULES[rule]
        return [1] * len(keys)
    rules[rule] = Rule(rule, table.words("source"), table.words("reason"))
    numbers = [table.whole(key, 1, MOST_DAYS) for key in keys]
    table.done()
    return numbers
