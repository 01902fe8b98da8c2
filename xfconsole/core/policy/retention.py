"""How long identities are kept: what a pack says, and for one that says nothing our own numbers.

default.toml says the same; an older pack, pinned by a journal, has no table for them. No text
names a period for any class, so every number is the office's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.policy.pack import Retention, Rule
from xfconsole.core.policy.reader import PackTable
from xfconsole.core.words.two_languages import BothLanguages

_PLAN = BothLanguages(
    "未见明文规定：按本单位档案保管办法确定，可改",
    "no text found: set it by the office's own records plan, configurable",
)
_HABIT = BothLanguages(
    "值班惯例（未见明文规定），可改", "usual office practice (no text found), configurable"
)

USUAL_MONTHS: Mapping[str, int] = {
    "suggestion": 12,
    "accusation": 60,
    "claim": 60,
    "confidential": 36,
}
"""Calendar months after the matter was finished; ``confidential`` goes before the purposes."""
USUAL_CANCEL_HOURS = 72

REQUEST = "retention.request"
"""The rule by which an identity is erased because the complainant asks for it."""

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "retention.suggestion",
            _PLAN,
            BothLanguages(
                "建议办完以后，很少再需要知道是谁提的。",
                "Once a suggestion is dealt with, who made it is hardly ever needed again.",
            ),
        ),
        Rule(
            "retention.accusation",
            _PLAN,
            BothLanguages(
                "检举可能多年后还要核实，但检举人的身份不能一直留着。",
                "An accusation may have to be checked years later; the name must not be kept"
                " for ever.",
            ),
        ),
        Rule(
            "retention.claim",
            _PLAN,
            BothLanguages(
                "申诉办完后可能要复查、执行和回访，过了这段时间就用不着身份了。",
                "A claim may be reviewed, carried out and followed up; after that nobody needs"
                " the name.",
            ),
        ),
        Rule(
            "retention.confidential",
            _PLAN,
            BothLanguages(
                "要求保密的人，身份留得越短越安全。",
                "The shorter the name is kept, the safer for someone who asked for"
                " confidentiality.",
            ),
        ),
        Rule(
            REQUEST,
            _HABIT,
            BothLanguages(
                "群众要求删除自己的身份信息，事情办完了就应当删。",
                "People may ask for what they said of themselves to be erased once their matter"
                " is finished.",
            ),
        ),
        Rule(
            "retention.cancel",
            _HABIT,
            BothLanguages(
                "身份删了就找不回来，要留出撤回时间。",
                "An erased identity never comes back: there is time to think again.",
            ),
        ),
    )
}


def default_retention() -> Retention:
    """Return the built-in periods."""
    return Retention(USUAL_MONTHS, USUAL_CANCEL_HOURS, RULES)


MOST_MONTHS = 1200
MOST_HOURS = 24 * 31
LEAST_HOURS = 1
"""Without any time to cancel, one slip of two tired officers could not be taken back."""


def read_retention(root: PackTable) -> Retention:
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
    outer: PackTable,
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
