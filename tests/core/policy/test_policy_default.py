"""The pack that comes with the program says what docs/rules.md says, with its sources."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packs import PROCEDURE_IDS, TEXT, default
from xfconsole.core.policy.pack import Rule
from xfconsole.core.policy.reception import RULES as RECEPTION
from xfconsole.core.words.desk import Level

DOCUMENT = Path(__file__).parents[3] / "docs" / "policy.md"
ABOVE = {
    "duty_officer": "duty_leader",
    "duty_leader": "leader_in_charge",
    "receptionist": "duty_leader",
    "hall_safety": "duty_leader",
    "unit_head": "leader_in_charge",
    "township_head": "leader_in_charge",
    "assigned_leader": "leader_in_charge",
    "leader_in_charge": "principal_leader",
    "principal_leader": None,
}


def keys(table: dict[str, object]) -> Iterator[str]:
    for key, value in table.items():
        yield key
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from keys(inner)


RHYTHMS = "county henan henan_times taiyuan lanzhou yixing".split()
"""What the pack offers, for the office or a special period to choose from."""


def test_bands() -> None:
    assert [(each.level, each.at_least) for each in default().bands] == [
        (Level.GENERAL, 5),
        (Level.MAJOR, 30),
    ]


def test_attendance_and_the_desks_own_limits() -> None:
    found = {each.rule.id: each for each in default().attendance}
    assert {name: each.tell_minutes for name, each in found.items()} == {
        "attend.duty_leader": 5,
        "attend.receptionist": 10,
        "attend.hall_safety": 10,
        "attend.unit_head": 10,
        "attend.township_head": 10,
        "attend.leader_in_charge": 10,
        "attend.principal_leader": 10,
        "attend.assigned_leader": 10,
    }
    assert found["attend.leader_in_charge"].at_least == 50
    assert found["attend.principal_leader"].at_least == 100
    assert found["attend.assigned_leader"].assigned


def test_everybody_is_there_within_half_an_hour_of_being_told() -> None:
    assert {each.id: each.minutes for each in default().travel.values()} == {
        "house": 30,
        "city": 30,
        "township": 30,
    }


def test_ladder() -> None:
    ladder = default().ladders["default"]
    assert (ladder.attempts, ladder.minutes, ladder.retry_minutes) == (2, 10, 3)
    assert (ladder.again_minutes, ladder.deputies) == (5, True)


def test_posts_and_who_stands_above_them() -> None:
    assert {each.id: each.next_rank for each in default().posts.values()} == ABOVE


def test_the_scope_of_posts() -> None:
    scopes = {each.id: each.scope for each in default().posts.values() if each.scope != "office"}
    assert scopes == {"unit_head": "unit", "township_head": "township"}


def test_reports_and_chasing() -> None:
    reporting, chase = default().reporting, default().chase
    assert (reporting.first_minutes, reporting.every_minutes) == (20, 60)
    assert reporting.band_change_minutes == 0
    for level in (Level.GENERAL, Level.MAJOR):
        firsts = reporting.firsts(level)
        assert {each.form.value: each.minutes for each in firsts} == {"phone": 20, "written": 40}
    assert chase.every_minutes == 10
    assert default().snooze_max_minutes == 15


def test_the_ids_of_all_rules_are_those_in_the_journals_of_offices() -> None:
    assert [each.id for each in default().rules()] == [
        "band.general",
        "band.major",
        "attend.duty_leader",
        "attend.receptionist",
        "attend.hall_safety",
        "attend.unit_head",
        "attend.township_head",
        "attend.leader_in_charge",
        "attend.principal_leader",
        "attend.assigned_leader",
        "travel.house",
        "travel.city",
        "travel.township",
        "ladder.default",
        "report.first",
        "report.follow_up",
        "report.band_change",
        *(f"rhythm.{name}" for name in RHYTHMS),
        "report.after",
        "chase.late",
        "chase.eta",
        *PROCEDURE_IDS,
        "retention.suggestion",
        "retention.accusation",
        "retention.claim",
        "retention.confidential",
        "retention.request",
        "retention.cancel",
        "handover",
        "alarm",
        "instructions",
        "targets.first_time",
        "targets.ordered",
        "targets.settled",
        *RECEPTION,
    ]


def test_a_rule_is_found_by_its_id() -> None:
    found = default().rule("travel.city")
    assert found is not None
    assert found == default().travel["city"].rule
    assert default().rule("travel.moon") is None


@pytest.mark.parametrize("rule", default().rules(), ids=lambda rule: rule.id)
def test_every_rule_says_its_source_and_reason_in_both_languages(rule: Rule) -> None:
    for words in (rule.source, rule.reason):
        assert re.search("[\u4e00-\u9fff]", words.zh)
        assert re.search("[a-z]", words.en)
        assert not re.search("[\u4e00-\u9fff]", words.en)


@pytest.mark.parametrize("service", ["110", "119", "120"])
def test_the_first_line_of_the_safety_card_is_the_emergency_numbers(service: str) -> None:
    first = default().safety[0]
    assert service in first.zh
    assert service in first.en


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("do not argue", "不争辩"),
        ("no physical contact", "不发生肢体接触"),
        ("water", "饮水"),
        ("first aid", "急救；老人"),
        ("keep everybody safe", "人群安全"),
        ("at most 5", "不超过五人"),
        ("stay until it is over", "坚持到现场结束"),
    ],
)
def test_the_safety_card_has_the_conduct_of_staff(en: str, zh: str) -> None:
    told = sorted((en in line.en, zh in line.zh) for line in default().safety)
    assert told == [(False, False)] * (len(told) - 1) + [(True, True)]


def test_an_incident_can_pin_it_by_its_text() -> None:
    assert default().label == "default@1"
    assert default().text == TEXT
    assert default().digest == hashlib.sha256(TEXT.encode("utf-8")).hexdigest()


def test_every_key_of_the_pack_is_explained_in_the_handbook() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    named = set(tomllib.loads(TEXT)["posts"]) | {"house", "city", "township"}
    assert {key for key in keys(tomllib.loads(TEXT)) if f"`{key}`" not in document} - named == set()


def test_comments_explain_in_both_languages() -> None:
    comments = [line for line in TEXT.split("\n") if line.startswith("#")]
    assert sum(bool(re.search("[\u4e00-\u9fff]", line)) for line in comments) > 20
    assert sum(bool(re.search("[a-z]{3,}", line)) for line in comments) > 20
