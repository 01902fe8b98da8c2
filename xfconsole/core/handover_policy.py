"""The table ``[handover]`` of a pack: how long a relief may be late before somebody is rung."""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.facts_handover import RELIEF_RULE
from xfconsole.core.policy import Handover, Post, Rule, Words
from xfconsole.core.policy_reader import Table

LATE_MINUTES = 15
MOST_MINUTES = 1440
POST = "duty_officer"
RULE = Rule(
    RELIEF_RULE,
    Words("值班惯例（未见明文规定），可改", "usual office practice (no text found), configurable"),
    Words(
        "接班的人没到，值班台不能空着，也不能让一个人一直顶着。",
        "Without the relief the desk would stand empty, or one person would sit on without end.",
    ),
)


def read_handover(root: Table, posts: Mapping[str, Post], office_post: str) -> Handover:
    """Return what ``[handover]`` says, the built-in values if there is none.

    ``office_post`` answers for the office's own limits: it is the duty post of a pack that has no
    ``duty_officer``. The result is sound only if ``root.faults`` stayed empty.
    """
    usual = POST if POST in posts else office_post
    table = root.table("handover") if root.has("handover") else None
    if table is None:
        return Handover(usual, LATE_MINUTES, RULE)
    post = (
        table.one_of("post", posts, "policy.problem.unknown_post") if table.has("post") else usual
    )
    minutes = table.whole("minutes", 1, MOST_MINUTES)
    rule = Rule(RELIEF_RULE, table.words("source"), table.words("reason"))
    table.done()
    return Handover(post, minutes, rule)
