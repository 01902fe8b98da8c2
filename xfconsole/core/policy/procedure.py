"""The procedure's numbers: what a pack says, and for one that says nothing ours with their sources.

default.toml says the same; an older pack, pinned by a journal, has no table for them.
"""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.policy.pack import (
    LEADER_WORKDAYS,
    SIGNATURES,
    SIMPLE_ACCEPT,
    SIMPLE_DECIDE,
    Post,
    Procedure,
    Rule,
)
from xfconsole.core.policy.reader import PackTable
from xfconsole.core.words.desk import MAX_HEADCOUNT
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.core.words.typed import MOST_MINUTES

_HABIT = BothLanguages(
    "值班惯例（未见明文规定），可改", "usual office practice (no text found), configurable"
)

OWNERS: Mapping[str, tuple[str, str]] = {
    "office": ("duty_officer", "office"),
    "unit": ("unit_head", "unit"),
    "upper": ("leader_in_charge", "office"),
    "township": ("township_head", "township"),
}
"""Who owes a duty of the procedure: the post of the default pack, and the scope it has there."""

DEFAULT_TOPICS = ("低保",)
"""What the limit for allowances is about, where a pack does not say."""

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "procedure.due_soon",
            _HABIT,
            BothLanguages(
                "到期前先提示，还来得及办，不等超期了再追。",
                "A reminder before the date leaves time to act, so that nothing has to be chased.",
            ),
        ),
        Rule(
            "procedure.chase",
            _HABIT,
            BothLanguages(
                "催了没有结果就要再催，不能一催了之。",
                "A chase that brought nothing is repeated: asking once is not enough.",
            ),
        ),
        Rule(
            "procedure.climb",
            _HABIT,
            BothLanguages(
                "过了控制期限还没有办，就报上一级岗位来管，不让群众一直等。",
                "Past its control date it goes to the next rank up, so that nobody has to wait.",
            ),
        ),
        Rule(
            "procedure.urgent_phone",
            BothLanguages(
                "《信访工作条例》第二十五条（及时报告）；二十分钟电话报告为地方预案，可改",
                "Regulation on petition work, art. 25 (report promptly);"
                " by phone within twenty minutes is a local plan's, configurable",
            ),
            BothLanguages(
                "紧急事项先打电话，上级早一分钟知道，就早一分钟调人。",
                "What is urgent is told by phone first: the sooner it is known, the sooner"
                " help comes.",
            ),
        ),
        Rule(
            "procedure.urgent_written",
            BothLanguages(
                "《信访工作条例》第二十五条（及时报告）；四十分钟书面报告为地方预案，可改",
                "Regulation on petition work, art. 25 (report promptly);"
                " in writing within forty minutes is a local plan's, configurable",
            ),
            BothLanguages(
                "电话说不全，书面报告把时间、地点、诉求和措施写清楚。",
                "A call leaves gaps; the written report gives time, place, requests and measures.",
            ),
        ),
        Rule(
            "procedure.split",
            BothLanguages(
                "《信访工作条例》第二十二条（十五日）；二〇一四年全国性通知分为五、三、三、四日，可改",
                "Regulation on petition work, art. 22 (15 days);"
                " a national notice of 2014 splits them 5, 3, 3, 4; configurable",
            ),
            BothLanguages(
                "十五日是各级加在一起的，每一级都要给下一级留出时间。",
                "The fifteen days are for all levels together: each leaves time for the next.",
            ),
        ),
        Rule(
            "procedure.allowance",
            BothLanguages(
                "地方低保办理规定（三十个工作日）；各地不一，可改",
                "local rules on subsistence allowances (30 working days);"
                " differ by place, configurable",
            ),
            BothLanguages(
                "低保关系基本生活，申请要按期作出决定。",
                "A subsistence allowance is what a household lives on: it is decided in time.",
            ),
        ),
        Rule(
            "procedure.simple",
            BothLanguages(
                "《信访事项简易办理办法（试行）》（2016年）：三个、十个工作日，可改",
                "trial measures on simplified handling (2016): 3 and 10 working days; configurable",
            ),
            BothLanguages(
                "事实清楚、争议不大的事，不必等满法定期限。",
                "What is clear and little disputed need not wait for the statutory time.",
            ),
        ),
        Rule(
            "procedure.leader",
            BothLanguages(
                "地方预案（十人以上联名的，领导包案）；几日内指定未见明文规定，可改",
                "local plan (ten or more signatures: a leader is assigned);"
                " no text says within how many days; configurable",
            ),
            BothLanguages(
                "多人联名的事，要有领导负责到底，不能只在部门之间转。",
                "What many have signed needs a leader who answers for it, not only a way between"
                " offices.",
            ),
        ),
    )
}


def default_procedure(posts: Mapping[str, Post]) -> Procedure:
    """Return the built-in numbers, owed by posts out of ``posts``, those of a pack."""
    return Procedure(
        owners={who: _owner(who, posts) for who in OWNERS},
        due_soon_days=3,
        chase_again_days=2,
        climb_days=2,
        urgent_phone_minutes=20,
        urgent_written_minutes=40,
        split_days=(5, 3, 3, 4),
        allowance_workdays=30,
        allowance_topics=DEFAULT_TOPICS,
        rules=RULES,
    )


def _owner(who: str, posts: Mapping[str, Post]) -> str:
    """The post of the default pack; else the first of its scope, the topmost for ``upper``."""
    name, scope = OWNERS[who]
    if name in posts:
        return name
    others = [each for each in posts.values() if each.scope == scope] or list(posts.values())
    if who == "upper":
        others.sort(key=lambda post: post.next_rank is not None)
    return others[0].id if others else ""


MOST_DAYS = 366
MOST_LEVELS = 6
"""From the centre down to a village there are no more levels."""
TG_22_DAYS = 15
"""What the levels share (TG 22): more than these they cannot give away."""
MOST_TOPICS = 20


def read_procedure(root: PackTable, posts: Mapping[str, Post]) -> Procedure:
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

    def __init__(self, table: PackTable, posts: Mapping[str, Post]) -> None:
        self._table, self._posts = table, posts
        self._rules: dict[str, Rule] = {}

    def procedure(self) -> Procedure:
        owners = self._owners()
        due_soon, chase, climb = (self._days(each) for each in ("due_soon", "chase", "climb"))
        phone, written = self._minutes("urgent_phone"), self._minutes("urgent_written")
        split = self._split()
        allowance, topics = self._allowance()
        accept, decide = self._simple()
        signatures, workdays = self._leader()
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
            simple_accept_workdays=accept,
            simple_decide_workdays=decide,
            leader_signatures=signatures,
            leader_workdays=workdays,
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

    def _rule(self, name: str) -> PackTable | None:
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

    def _later(self, name: str) -> PackTable | None:
        """Return a table that packs of before do not have: then the usual rule holds."""
        if self._table.has(name):
            return self._rule(name)
        self._rules[f"procedure.{name}"] = RULES[f"procedure.{name}"]
        return None

    def _leader(self) -> tuple[int, int]:
        table = self._later("leader")
        if table is None:
            return SIGNATURES, LEADER_WORKDAYS
        signatures = table.whole("signatures", 1, MAX_HEADCOUNT)
        workdays = table.whole("workdays", 1, MOST_DAYS)
        table.done()
        return signatures, workdays

    def _simple(self) -> tuple[int, int]:
        table = self._later("simple")
        if table is None:
            return SIMPLE_ACCEPT, SIMPLE_DECIDE
        accept, decide = (
            table.whole(f"{name}_workdays", 1, MOST_DAYS) for name in ("accept", "decide")
        )
        table.done()
        return accept, decide

    def _allowance(self) -> tuple[int, tuple[str, ...]]:
        table = self._rule("allowance")
        if table is None:
            return 1, ()
        workdays = table.whole("workdays", 1, MOST_DAYS)
        topics = table.strings("topics", MOST_TOPICS) if table.has("topics") else DEFAULT_TOPICS
        table.done()
        return workdays, topics
