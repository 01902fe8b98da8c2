"""``show`` tells a matter's life: every date with how it came about, every act, every link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.commanded import NOW, TestOffices, throw_away_offices
from tests.lives import MOVES, WAYS
from xfconsole.core.days.workdays import WEEKENDS
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose, RingOutcome
from xfconsole.core.words.procedure import Act, Clock, State
from xfconsole.office_files.in_force import published_workdays
from xfconsole.ui.words import catalogue as i18n

KEYS = {
    *("clock", "part", "who", "unit", "law", "anchor", "started", "measure", "days", "first"),
    *("target", "rolled", "due_at", "skipped", "extended", "excluded", "provisional", "open"),
    *("met_at", "met_by", "overdue", "past_control", "late_days", "moved", "explanation"),
}


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        found.desk.rules = found.desk.rules._replace(workdays=published_workdays())
        yield found


def forwarded(offices: TestOffices, days_ago: int = 0) -> str:
    """Register a claim that came some days ago, and forward it now."""
    form = MatterForm(
        Channel.LETTER,
        "安置房逾期",
        purpose=Purpose.CLAIM,
        identity=Identity(name="某某"),
        received_at=NOW - timedelta(days=days_ago),
    )
    done = offices.desk.register(form)
    offices.desk.move(done.number, Move(Act.FORWARD, unit="住建局"))
    return done.number


def by_clock(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["clock"]: each for each in shown["deadlines"]}


def test_every_clock_has_its_keys_and_an_explanation(offices: TestOffices) -> None:
    found = by_clock(offices.run_json("show", forwarded(offices)))
    assert found.keys() == {"deal", "notice", "object", "accept"}
    assert all(each.keys() == KEYS for each in found.values())
    assert all(each["explanation"] for each in found.values())


def test_working_days_name_what_they_passed_over(offices: TestOffices) -> None:
    owed = by_clock(offices.run_json("show", forwarded(offices)))["object"]
    assert [each["date"] for each in owed["skipped"]] == ["2026-02-21", "2026-02-22", "2026-02-23"]
    assert {each["name"] for each in owed["skipped"]} == {"Spring Festival"}
    assert (owed["first"], owed["target"]) == ("2026-02-21", "2026-02-28")
    assert (owed["measure"], owed["days"], owed["law"]) == ("working", 5, "tg23")
    assert owed["anchor"]["kind"] == "matter.moved"


def test_calendar_days_have_a_control_date_and_a_statutory_day(offices: TestOffices) -> None:
    owed = by_clock(offices.run_json("show", forwarded(offices)))["accept"]
    assert (owed["target"], owed["rolled"]) == ("2026-03-07", "2026-03-09")
    assert [each["name"] for each in owed["skipped"]] == ["weekend", "weekend"]
    assert owed["due_at"] == "2026-03-10T00:00:00+08:00"
    assert (owed["past_control"], owed["overdue"]) == (False, False)


@pytest.mark.parametrize(("days_ago", "late"), [(15, 0), (16, 0), (40, 25)])
def test_what_was_met_says_how_late(offices: TestOffices, days_ago: int, late: int) -> None:
    met = by_clock(offices.run_json("show", forwarded(offices, days_ago)))["deal"]
    assert (met["met_by"], met["late_days"], met["open"]) == ("forward", late, False)
    assert (f"{late} day" in met["explanation"]) is (late > 0)


def test_acts_are_told_in_order(offices: TestOffices) -> None:
    number = forwarded(offices)
    offices.desk.chase(number, Clock.ACCEPT, RingOutcome.BUSY, text="再打")
    offices.desk.move(number, Move(Act.ACCEPT))
    acts = offices.run_json("show", number)["acts"]
    assert [(each["kind"], each["act"], each["to"]) for each in acts] == [
        ("matter.moved", "forward", "forwarded"),
        ("matter.chased", None, None),
        ("matter.moved", "accept", "accepted"),
    ]
    assert "再打" in acts[1]["text"]


def test_how_a_reply_was_served_and_what_a_follow_up_heard_is_told(offices: TestOffices) -> None:
    number = offices.desk.register(MatterForm(Channel.VISIT, "路灯不亮")).number
    for act in (*WAYS[State.SERVED], Act.FOLLOW_UP):
        offices.desk.move(number, MOVES[act])
    *_, served, heard = offices.run_json("show", number)["acts"]
    said = ("manner", "signing", "opinion", "satisfaction")
    assert [served[name] for name in said] == ["post", "signed", "disagrees", None]
    assert [heard[name] for name in said] == [None, None, None, "fairly_satisfied"]
    assert "by post, signed for, disagrees" in served["text"]
    assert "fairly satisfied" in offices.run("show", number).stdout


def test_the_plain_text_says_it_in_sentences(offices: TestOffices) -> None:
    number = forwarded(offices)
    other = offices.desk.register(MatterForm(Channel.VISIT, "安置房还没交")).number
    offices.desk.link(other, number)
    told = offices.run("show", number).stdout
    for words in (
        *(
            "Held by: 住建局",
            "Time limits:",
            "  accept · 住建局:",
            "    Rule: The responsible unit",
            "it does not move for holidays",
        ),
        *("What was done:", "forward (forwarded): 住建局", f"  {other}, registered, 安置房还没交"),
    ):
        assert words in told
    assert "某某" not in told


def test_it_speaks_chinese(offices: TestOffices) -> None:
    number = forwarded(offices)
    offices.language = "zh"
    i18n.use("zh")
    try:
        told = offices.run("show", number).stdout
    finally:
        i18n.use("en")
    assert "第二十二条" in told
    assert "春节" in told


def test_a_date_that_moved_keeps_both(offices: TestOffices) -> None:
    number = forwarded(offices)
    offices.desk.move(number, Move(Act.ACCEPT))
    offices.desk.move(number, Move(Act.EXTEND, approver="孙磊", days=30, text="复杂"))
    decide = by_clock(offices.run_json("show", number))["decide"]
    assert (decide["extended"], decide["days"], decide["target"]) == (30, 60, "2026-05-21")
    assert [(each["old_target"], each["target"]) for each in decide["moved"]] == [
        ("2026-04-21", "2026-05-21")
    ]


def test_a_year_without_holidays_is_provisional(offices: TestOffices) -> None:
    offices.desk.rules = offices.desk.rules._replace(workdays=WEEKENDS)
    owed = by_clock(offices.run_json("show", forwarded(offices)))["accept"]
    assert owed["provisional"]
    assert "2026" in owed["explanation"]
