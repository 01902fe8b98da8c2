"""What the journal is told of the plan: each thing once, and anew when it was wrong."""

from __future__ import annotations

from tests.desks import Night
from xfconsole.core.facts.announced import (
    LevelChanged,
    ObligationAdded,
    ObligationMet,
    PromptRaised,
)
from xfconsole.core.facts.of_incident import PostArrived
from xfconsole.core.incident.announce import announcements
from xfconsole.core.incident.fold import fold
from xfconsole.core.incident.plan import plan
from xfconsole.core.words.desk import Level


def left_to_say(night: Night, minutes: float = 0) -> list[str]:
    """Return the kinds still to be announced so many minutes from now."""
    incident = fold(night.events())
    now = night.at(night.clock.passed.total_seconds() / 60 + minutes)
    made = plan(incident, night.policy, night.desk.roster(), now)
    return [fact.kind for fact in announcements(incident, made, now)]


def test_nothing_is_left_to_say_after_a_verb() -> None:
    night = Night().open(33)
    assert left_to_say(night) == []
    night.after(7).ring("unit_head", "busy").count(55)
    assert left_to_say(night) == []


def test_an_earlier_instant_takes_nothing_back() -> None:
    night = Night().open(33).until(25)
    assert left_to_say(night, -24) == []


def test_a_later_instant_finds_what_fell_due() -> None:
    night = Night().open(33)
    assert left_to_say(night, 5) == []
    assert left_to_say(night, 6) == ["obligation.missed"]
    assert sorted(set(left_to_say(night, 21))) == ["obligation.missed", "prompt.raised"]


def test_a_level_is_said_when_it_changes() -> None:
    night = Night().open(28).count(29).count(30).count(31)
    assert [each.level for each in night.said(LevelChanged)] == [Level.GENERAL, Level.MAJOR]


def test_a_prompt_says_how_late_it_is() -> None:
    night = Night().open(33).sleep(21)
    [report] = night.said(PromptRaised, what="report_first")
    assert (report.due, report.late_s) == (night.at(20), 60)


def test_a_corrected_name_of_who_came_is_said_again() -> None:
    night = Night().open(5).ring("unit_head").after(5).arrive("unit_head")
    uid = night.entered(PostArrived).uid
    night.desk.correct(uid, {"person": "唐青"}, "来的是副职")
    assert [f.person for f in night.said(ObligationMet, post="unit_head")] == ["孙磊", "唐青"]
    assert len(night.said(ObligationAdded, post="unit_head")) == 1
