"""The office's targets for rates: what a pack says, and for one that says nothing the usual ones.

default.toml says the same; an older pack, pinned by a journal, has no table for them. A target is
the office's own wish for its work, of which no law speaks.
"""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.policy.pack import Rule, Target
from xfconsole.core.policy.reader import PackTable
from xfconsole.core.words.rates import Rate
from xfconsole.core.words.two_languages import BothLanguages

_PLAN = BothLanguages(
    "某地信访工作目标（地方规定，各地不一），可改",
    "one place's targets for petition work (local, differ by place), configurable",
)
USUAL: Mapping[Rate, Target] = {
    Rate.FIRST_TIME: Target(
        Rule(
            "targets.first_time",
            _PLAN,
            BothLanguages(
                "第一次就办好，群众不必再跑一趟。",
                "What is done well at once need not be brought a second time.",
            ),
        ),
        98,
    ),
    Rate.ORDERED: Target(
        Rule(
            "targets.ordered",
            _PLAN,
            BothLanguages(
                "交办的事项定了日期，到期就要有办理结果。",
                "A matter assigned with a date has its result by that date.",
            ),
        ),
        100,
    ),
    Rate.SETTLED: Target(
        Rule(
            "targets.settled",
            _PLAN,
            BothLanguages(
                "事情有结果才算办完，不能长期挂着。",
                "A matter is done when it has an outcome; none is left open for good.",
            ),
        ),
        95,
    ),
}
"""The targets of a pack that has no table for them."""


def read_targets(root: PackTable) -> Mapping[Rate, Target]:
    """Return what the pack's ``[targets]`` says, the usual targets if there is no such table.

    A rate that the table does not name has no target. The result is sound only if ``root.faults``
    stayed empty.
    """
    table = root.table("targets") if root.has("targets") else None
    if table is None:
        return USUAL
    found = {rate: _target(table, rate) for rate in Rate if table.has(rate)}
    table.done()
    return {rate: target for rate, target in found.items() if target is not None}


def _target(outer: PackTable, rate: Rate) -> Target | None:
    table = outer.table(rate)
    if table is None:
        return None
    rule = Rule(f"targets.{rate}", table.words("source"), table.words("reason"))
    target = Target(rule, table.whole("percent", 1, 100))
    table.done()
    return target
