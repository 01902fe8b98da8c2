"""The difference an officer accepts names every rule that changed, before and after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packs import TEXT, changed, default
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.load import parse
from xfconsole.core.policy.pack import Policy
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.policy import change_line

EDITS = [
    ("at_least = 5\n", "at_least = 8\n"),
    ("tell_minutes = 5", "tell_minutes = 6"),
    ("minutes = 20", "minutes = 25"),
    ("attempts = 2", "attempts = 3"),
    ("deputies = true", "deputies = false"),
    ('unit = "unit_head"', 'unit = "duty_leader"'),
    ("[5, 3, 3, 4]", "[5, 10]"),
]


def office(*edits: tuple[str, str]) -> Policy:
    text = TEXT
    for old, new in edits:
        text = changed(old, new, text)
    return parse(text, "office.toml")


def lines(old: Policy, new: Policy, language: str) -> list[str]:
    return [change_line(each, catalogue(language)) for each in difference(old, new)]


@pytest.mark.parametrize(
    ("edit", "zh", "en"),
    [
        pytest.param(
            ("at_least = 5\n", "at_least = 8\n"),
            "band.general　起算人数：5 人 → 8 人",
            "band.general  from: 5 people -> 8 people",
            id="a band",
        ),
        pytest.param(
            ('level = "general"\ntell_minutes = 10', 'level = "major"\ntell_minutes = 10'),
            "attend.receptionist　级别：一般 → 重大",
            "attend.receptionist  level: general -> major",
            id="a level",
        ),
        pytest.param(
            ("tell_minutes = 5", "tell_minutes = 6"),
            "attend.duty_leader　通知时限：5 分钟 → 6 分钟",
            "attend.duty_leader  to be told within: 5 min -> 6 min",
            id="the desk's own limit",
        ),
        pytest.param(
            ('post = "hall_safety"', 'post = "receptionist"'),
            "attend.hall_safety　岗位：大厅安全保障 → 接待人",
            "attend.hall_safety  post: hall safety -> receptionist",
            id="a post, by its name",
        ),
        pytest.param(
            ("attempts = 2", "attempts = 3"),
            "ladder.default　每人最多拨打：2 次 → 3 次",
            "ladder.default  rings of one person: 2 times -> 3 times",
            id="a ladder",
        ),
        pytest.param(
            ("deputies = true", "deputies = false"),
            "ladder.default　先找副职：是 → 否",
            "ladder.default  deputies first: yes -> no",
            id="deputies",
        ),
        pytest.param(
            ('scope = "unit"', 'scope = "office"'),
            "posts.unit_head　范围：责任单位 → 本单位",
            "posts.unit_head  scope: the responsible unit -> this office",
            id="a scope",
        ),
        pytest.param(
            ('next_rank = "principal_leader"', 'next_rank = ""'),
            "posts.leader_in_charge　上一级：主要领导 → 没有上一级",
            "posts.leader_in_charge  next rank: principal leader -> nobody above",
            id="the next rank",
        ),
        pytest.param(
            ("minutes = 60", "minutes = 45"),
            "report.follow_up　时限：60 分钟 → 45 分钟",
            "report.follow_up  limit: 60 min -> 45 min",
            id="a report",
        ),
        pytest.param(
            ("every_minutes = 10", "every_minutes = 8"),
            "chase.every_minutes　时限：10 分钟 → 8 分钟",
            "chase.every_minutes  limit: 10 min -> 8 min",
            id="chasing",
        ),
        pytest.param(
            ("snooze_max_minutes = 15", "snooze_max_minutes = 5"),
            "snooze_max_minutes　时限：15 分钟 → 5 分钟",
            "snooze_max_minutes  limit: 15 min -> 5 min",
            id="snooze",
        ),
        pytest.param(
            ('office = "duty_officer"', 'office = "receptionist"'),
            "procedure.owners.office　岗位：值班员 → 接待人",
            "procedure.owners.office  post: duty officer -> receptionist",
            id="who answers for a limit",
        ),
        pytest.param(
            ("days = 3\n", "days = 5\n"),
            "procedure.due_soon　天数：3 天 → 5 天",
            "procedure.due_soon  days: 3 days -> 5 days",
            id="due soon",
        ),
        pytest.param(
            ("days = 2\n", "days = 4\n"),
            "procedure.chase　天数：2 天 → 4 天",
            "procedure.chase  days: 2 days -> 4 days",
            id="chased again",
        ),
        pytest.param(
            ("minutes = 40", "minutes = 60"),
            "procedure.urgent_written　时限：40 分钟 → 60 分钟",
            "procedure.urgent_written  limit: 40 min -> 60 min",
            id="urgent in writing",
        ),
        pytest.param(
            ("[5, 3, 3, 4]", "[7, 8]"),
            "procedure.split　各级天数：5 / 3 / 3 / 4 → 7 / 8",
            "procedure.split  days of each level: 5 / 3 / 3 / 4 -> 7 / 8",
            id="the split of 15 days",
        ),
        pytest.param(
            ("workdays = 30", "workdays = 20"),
            "procedure.allowance　时限：30 个工作日 → 20 个工作日",
            "procedure.allowance  limit: 30 working days -> 20 working days",
            id="allowances",
        ),
        pytest.param(
            ('topics = ["低保"]', 'topics = ["低保", "临时救助"]'),
            "procedure.allowance　适用内容：低保 → 低保、临时救助",
            "procedure.allowance  topics: 低保 -> 低保, 临时救助",
            id="topics of allowances",
        ),
        pytest.param(
            ('topics = ["低保"]', "topics = []"),
            "procedure.allowance　适用内容：低保 → （无）",
            "procedure.allowance  topics: 低保 -> (none)",
            id="no topic left",
        ),
    ],
)
def test_one_change_in_words(edit: tuple[str, str], zh: str, en: str) -> None:
    assert lines(default(), office(edit), "zh") == [zh]
    assert lines(default(), office(edit), "en") == [en]


@pytest.mark.parametrize(
    ("old", "new", "rule", "field"),
    [
        ("最先报告", "先报告", "attend.duty_leader", "policy.field.reason"),
        ("接通知后", "通知后", "travel.house", "policy.field.source"),
        ("耐心听", "听", "safety.2", "policy.field.words"),
        ('"大厅安全保障"', '"大厅保障"', "posts.hall_safety", "policy.field.name"),
        ("早一分钟知道", "早知道", "procedure.urgent_phone", "policy.field.reason"),
    ],
    ids=["a reason", "a source", "the safety card", "a post's name", "a reason of procedure"],
)
def test_changed_words(old: str, new: str, rule: str, field: str) -> None:
    found = [(each.rule, each.field) for each in difference(default(), office((old, new)))]
    assert (rule, field) in found


def test_another_ground_to_come_shows_what_went_and_what_came() -> None:
    new = office(("at_least = 50", 'level = "major"'))
    assert lines(default(), new, "en") == [
        "attend.leader_in_charge  from: 50 people -> (none)",
        "attend.leader_in_charge  level: (none) -> major",
    ]


def test_a_rule_more_or_less_is_one_change() -> None:
    start = TEXT.index('[[attendance]]\nid = "attend.hall_safety"')
    end = TEXT.index('[[attendance]]\nid = "attend.unit_head"')
    fewer = parse(TEXT[:start] + TEXT[end:], "office.toml")
    reason = "Somebody sees to seats, water, first aid and free exits."
    assert lines(default(), fewer, "en") == [f"attend.hall_safety  rule: {reason} -> (none)"]
    assert lines(fewer, default(), "en") == [f"attend.hall_safety  rule: (none) -> {reason}"]


def test_id_version_title_and_comments_are_no_rules() -> None:
    new = office(('id = "default"', 'id = "ours"'), ("version = 1", "version = 2"))
    assert new.digest != default().digest
    assert difference(default(), new) == []


@given(st.lists(st.sampled_from(EDITS), unique=True), st.lists(st.sampled_from(EDITS), unique=True))
def test_there_and_back_are_the_same_changes_turned_round(
    left: list[tuple[str, str]], right: list[tuple[str, str]]
) -> None:
    old, new = office(*left), office(*right)
    there = {(each.rule, each.field, each.old, each.new) for each in difference(old, new)}
    back = {(each.rule, each.field, each.new, each.old) for each in difference(new, old)}
    assert there == back
    assert bool(there) == (set(left) != set(right))
