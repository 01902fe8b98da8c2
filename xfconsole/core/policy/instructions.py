"""Reads how soon a leader's instruction is passed on, or gives the built-in numbers."""

from __future__ import annotations

from xfconsole.core.policy.pack import Instructions, Rule
from xfconsole.core.policy.reader import PackTable
from xfconsole.core.words.two_languages import BothLanguages

RELAY_MINUTES = 10
RETRY_MINUTES = 5
LONGEST = 1440
RULE = Rule(
    "instructions",
    BothLanguages(
        "值班惯例（未见明文规定），可改", "usual office practice (no text found), configurable"
    ),
    BothLanguages(
        "批示到了值班台，就要转达到人；没有转达到，批示等于没有作出。",
        "An instruction that reached the desk is relayed: whoever never hears of it cannot act.",
    ),
)


def read_instructions(root: PackTable) -> Instructions:
    """Return what ``[instructions]`` says, the built-in numbers if there is none.

    The result is sound only if ``root.faults`` stayed empty.
    """
    table = root.table("instructions") if root.has("instructions") else None
    if table is None:
        return Instructions(RELAY_MINUTES, RETRY_MINUTES, RULE)
    found = Instructions(
        table.whole("relay_minutes", 1, LONGEST),
        table.whole("retry_minutes", 1, LONGEST),
        Rule(RULE.id, table.words("source"), table.words("reason")),
    )
    table.done()
    return found
