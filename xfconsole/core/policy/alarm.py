"""The table ``[alarm]`` of a pack: how many new prompts in ten minutes and an hour are enough."""

from __future__ import annotations

from xfconsole.core.policy.pack import Alarm, Rule, Words
from xfconsole.core.policy.reader import Table

PER_TEN_MINUTES = 10
PER_HOUR = 30
MOST = 1000
RULE = Rule(
    "alarm",
    Words(
        "工业报警管理标准 ISA-18.2（信访工作未见明文规定），可改",
        "ISA-18.2, from industry (no text found here), configurable",
    ),
    Words(
        "每条提示都要人办一件事，一下子来得太多就会漏：同一个岗位、同一类的合成一张卡，一个电话办完。",
        "Each prompt asks for an act, and of too many at once some are missed: what shares post "
        "and kind is one card and one call.",
    ),
)


def read_alarm(root: Table) -> Alarm:
    """Return what ``[alarm]`` says, the built-in numbers if there is none.

    The result is sound only if ``root.faults`` stayed empty.
    """
    table = root.table("alarm") if root.has("alarm") else None
    if table is None:
        return Alarm(PER_TEN_MINUTES, PER_HOUR, RULE)
    alarm = Alarm(
        table.whole("per_ten_minutes", 1, MOST),
        table.whole("per_hour", 1, MOST),
        Rule(RULE.id, table.words("source"), table.words("reason")),
    )
    table.done()
    return alarm
