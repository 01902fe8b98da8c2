"""How much the desk asked for: by the hour and ten minutes of the clock, and what answered it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commanded import throw_away_offices
from tests.desks import OFFICER, START, ZONE, Night
from xfconsole.commands.report_desk import desk_lines
from xfconsole.core.desk_load import FLOOD, desk_load
from xfconsole.core.events import Event, PromptRaised, PromptSnoozed
from xfconsole.core.intake import MatterForm
from xfconsole.core.model import Channel, PromptKind, RingOutcome
from xfconsole.memory import MemoryStore


def raised(name: str, at: datetime) -> Event:
    fact = PromptRaised(name, PromptKind.RING, "r", "p", "p", "王强", at, 0)
    return Event(name, "incident", at, at, OFFICER, fact)


def snoozed(name: str, at: datetime) -> Event:
    return Event(f"a{name}", "incident", at, at, OFFICER, PromptSnoozed(name, at, "忙"))


def test_a_night_is_counted_as_it_was() -> None:
    night = Night().open(33).after(1)
    night.ring("duty_leader", RingOutcome.ANSWERED, eta=10)
    assert isinstance(night.store, MemoryStore)
    (day,) = desk_load(night.store.events, ZONE)
    told = [each.fact for each in night.store.events if isinstance(each.fact, PromptRaised)]
    assert (day.raised, day.live, day.due) == (len(told), len(told), 0)
    assert day.day.isoformat() == "2026-02-20"


@pytest.mark.parametrize(("count", "floods"), [(FLOOD, 0), (FLOOD + 1, 1)])
def test_a_flood_is_more_than_ten_in_ten_minutes(count: int, floods: int) -> None:
    begin = START.astimezone(ZONE).replace(minute=20, second=0)
    events = [raised(str(n), begin + timedelta(seconds=n)) for n in range(count)]
    (day,) = desk_load(events, ZONE)
    assert (day.most_ten, day.most_hour, day.floods) == (count, count, floods)


def test_the_first_act_that_names_a_prompt_answers_it() -> None:
    events = [raised("a", START), raised("b", START)]
    events += [snoozed("a", START + timedelta(minutes=2)), snoozed("a", START + timedelta(hours=1))]
    (day,) = desk_load(events, ZONE)
    assert (day.answered, day.median_s) == (1, 120)


@given(st.lists(st.integers(0, 3 * 86_400), max_size=60))
def test_the_days_add_up(seconds: list[int]) -> None:
    events = [raised(str(n), START + timedelta(seconds=s)) for n, s in enumerate(sorted(seconds))]
    days = list(desk_load(events, ZONE))
    assert sum(each.raised for each in days) == len(events)
    assert all(each.most_ten <= each.most_hour <= each.raised for each in days)
    assert all(each.floods * (FLOOD + 1) <= each.raised for each in days)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_prints_lines_and_one_object(language: str) -> None:
    with throw_away_offices() as found:
        form = MatterForm(Channel.GROUP_VISIT, "欠薪", unit="住建局", headcount=33)
        found.desk.register(form, opening=True)
        with found.read() as office:
            now = found.desk.now()
            lines = list(desk_lines(office, 7, now))
            told = json.loads("".join(desk_lines(office, 7, now, as_json=True)))
    assert len(lines) == 2
    (day,) = told["days"]
    assert day["raised"] == day["live"] > 0
    assert f"{day['raised']}" in lines[1]
    assert told["flood"] == FLOOD
