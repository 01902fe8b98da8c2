"""Builds a policy from the tables of a pack noting what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.policy.checklist import read_checklist
from xfconsole.core.policy.instructions import read_instructions
from xfconsole.core.policy.pack import (
    Alarm,
    Attendance,
    Band,
    Chase,
    Handover,
    LadderPolicy,
    Policy,
    Post,
    Rule,
    Travel,
)
from xfconsole.core.policy.procedure import read_procedure
from xfconsole.core.policy.reader import PackTable
from xfconsole.core.policy.reception import read_reception
from xfconsole.core.policy.reporting import AfterClosing, Reporting, Rhythm
from xfconsole.core.policy.retention import read_retention
from xfconsole.core.policy.rhythms import chosen, read_rhythms
from xfconsole.core.policy.targets import read_targets
from xfconsole.core.words.desk import MAX_HEADCOUNT, RELIEF_RULE, Level
from xfconsole.core.words.two_languages import BothLanguages

DAY = 1440
"""No limit of a live incident is longer than a day, in minutes."""
_SCOPES = ("office", "unit", "township")
_LEVELS = (Level.GENERAL.value, Level.MAJOR.value)
_GROUNDS = ("level", "at_least", "assigned")
PER_TEN_MINUTES = 10
PER_HOUR = 30
MOST_PROMPTS = 1000
ALARM_RULE = Rule(
    "alarm",
    BothLanguages(
        "工业报警管理标准 ISA-18.2（信访工作未见明文规定），可改",
        "ISA-18.2, from industry (no text found here), configurable",
    ),
    BothLanguages(
        "每条提示都要人办一件事，一下子来得太多就会漏：同一个岗位、同一类的合成一张卡，一个电话办完。",
        "Each task asks for an act, and of too many at once some are missed: what shares post "
        "and kind is one card and one call.",
    ),
)
_NO_RULE = Rule("", BothLanguages("", ""), BothLanguages("", ""))


def build(root: PackTable, digest: str, text: str) -> Policy:
    """Read a whole pack. The result is sound only if ``root.faults`` stayed empty."""
    travel, ladders, posts = root.named("travel"), root.named("ladders"), root.named("posts")
    built = {name: _post(name, each, travel, ladders, posts) for name, each in posts.items()}
    procedure, rhythms = read_procedure(root, built), read_rhythms(root)
    policy = Policy(
        id=root.id(),
        version=root.whole("version", 1, 999_999),
        title=root.words("title"),
        digest=digest,
        bands=tuple(_band(each) for each in root.tables("bands")),
        attendance=tuple(_attendance(each, posts) for each in root.tables("attendance")),
        travel={name: _travel(name, each) for name, each in travel.items()},
        ladders={name: _ladder(name, each) for name, each in ladders.items()},
        posts=built,
        reporting=_reporting(root.table("reports"), rhythms),
        chase=_chase(root.table("chase")),
        procedure=procedure,
        retention=read_retention(root),
        handover=read_handover(root, built, procedure.owners.get("office", "")),
        alarm=_alarm(root),
        instructions=read_instructions(root),
        targets=read_targets(root),
        reception=read_reception(root),
        snooze_max_minutes=root.whole("snooze_max_minutes", 1, DAY),
        safety=tuple(each.two_languages() for each in root.tables("safety")),
        checklist=read_checklist(root),
        text=text,
    )
    root.done()
    return policy


def _level(table: PackTable) -> Level | None:
    value = table.one_of("level", _LEVELS, "policy.problem.unknown_level")
    return Level(value) if value in _LEVELS else None


def _band(table: PackTable) -> Band:
    band = Band(
        table.rule(), _level(table) or Level.NONE, table.whole("at_least", 1, MAX_HEADCOUNT)
    )
    table.done()
    return band


def _attendance(table: PackTable, posts: dict[str, PackTable]) -> Attendance:
    grounds = [each for each in _GROUNDS if table.has(each)]
    if len(grounds) != 1:
        table.faults.add(table.path, "policy.problem.grounds", known=", ".join(_GROUNDS))
    attendance = Attendance(
        table.rule(),
        table.one_of("post", posts, "policy.problem.unknown_post"),
        table.whole("tell_minutes", 0, DAY),
        level=_level(table) if "level" in grounds else None,
        at_least=table.whole("at_least", 1, MAX_HEADCOUNT) if "at_least" in grounds else None,
        assigned=table.flag("assigned") if "assigned" in grounds else False,
    )
    if grounds == ["assigned"] and not attendance.assigned:
        table.fault("assigned", "policy.problem.assigned")
    table.done()
    return attendance


def _travel(name: str, table: PackTable) -> Travel:
    travel = Travel(table.rule(), name, table.whole("minutes", 1, DAY))
    table.done()
    return travel


def _ladder(name: str, table: PackTable) -> LadderPolicy:
    ladder = LadderPolicy(
        table.rule(),
        name,
        attempts=table.whole("attempts", 1, 10),
        minutes=table.whole("minutes", 1, DAY),
        retry_minutes=table.whole("retry_minutes", 1, DAY),
        again_minutes=table.whole("again_minutes", 1, DAY),
        deputies=table.flag("deputies"),
    )
    table.done()
    return ladder


def _post(
    name: str,
    table: PackTable,
    travel: dict[str, PackTable],
    ladders: dict[str, PackTable],
    posts: dict[str, PackTable],
) -> Post:
    post = Post(
        name,
        table.words("name"),
        scope=table.one_of("scope", _SCOPES, "policy.problem.unknown_scope"),
        travel=table.one_of("travel", travel, "policy.problem.unknown_travel"),
        ladder=table.one_of("ladder", ladders, "policy.problem.unknown_ladder"),
        next_rank=table.one_of("next_rank", {*posts, ""}, "policy.problem.unknown_next_rank")
        or None,
    )
    table.done()
    return post


def _timed(outer: PackTable | None, key: str, least: int) -> tuple[Rule, int]:
    table = outer.table(key) if outer is not None else None
    if table is None:
        return _NO_RULE, least
    found = table.rule(), table.whole("minutes", least, DAY)
    table.done()
    return found


def _reporting(table: PackTable | None, rhythms: dict[str, Rhythm]) -> Reporting:
    first, first_minutes = _timed(table, "first", 0)
    # 0 would ask for the next report the moment one was filed, without end.
    follow_up, every_minutes = _timed(table, "follow_up", 1)
    band_change, band_change_minutes = _timed(table, "band_change", 0)
    followed, after = chosen(table, rhythms), None
    if table is not None and table.has("after"):
        after = AfterClosing(*_timed(table, "after", 0))
    if table is not None:
        table.done()
    return Reporting(
        first,
        first_minutes,
        follow_up,
        every_minutes,
        band_change,
        band_change_minutes,
        followed,
        tuple(rhythms.values()),
        after,
    )


def _rule(table: PackTable | None) -> Rule:
    if table is None:
        return _NO_RULE
    rule = table.rule()
    table.done()
    return rule


def _chase(table: PackTable | None) -> Chase:
    if table is None:
        return Chase(_NO_RULE, _NO_RULE, 1)
    chase = Chase(
        late=_rule(table.table("late")),
        eta=_rule(table.table("eta")),
        every_minutes=table.whole("every_minutes", 1, DAY),
    )
    table.done()
    return chase


LATE_MINUTES = 15
POST = "duty_officer"
RULE = Rule(
    RELIEF_RULE,
    BothLanguages(
        "值班惯例（未见明文规定），可改", "usual office practice (no text found), configurable"
    ),
    BothLanguages(
        "接班人未到岗，值班台不能空着，也不能由一人连续值守。",
        "Without the next officer the desk would stand empty, or one person would have to go on"
        " alone.",
    ),
)


def read_handover(root: PackTable, posts: Mapping[str, Post], office_post: str) -> Handover:
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
    minutes = table.whole("minutes", 1, DAY)
    rule = Rule(RELIEF_RULE, table.words("source"), table.words("reason"))
    table.done()
    return Handover(post, minutes, rule)


def _alarm(root: PackTable) -> Alarm:
    """Return what ``[alarm]`` says, the built-in numbers if there is none.

    The result is sound only if ``root.faults`` stayed empty.
    """
    table = root.table("alarm") if root.has("alarm") else None
    if table is None:
        return Alarm(PER_TEN_MINUTES, PER_HOUR, ALARM_RULE)
    alarm = Alarm(
        table.whole("per_ten_minutes", 1, MOST_PROMPTS),
        table.whole("per_hour", 1, MOST_PROMPTS),
        Rule(ALARM_RULE.id, table.words("source"), table.words("reason")),
    )
    table.done()
    return alarm
