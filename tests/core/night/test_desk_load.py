"""How much the desk asked for: by the hour and ten minutes of the clock, and what answered it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commanded import throw_away_offices
from tests.desks import OFFICER, START, ZONE, Night, default_policy, pinned
from xfconsole.commands.report_desk import desk_lines
from xfconsole.core.due.load import DeskLoad, Load, desk_load, recent
from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import PromptSnoozed
from xfconsole.core.facts.of_office import ShiftStarted
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, PromptKind, RingOutcome
from xfconsole.desk.state.night import Night as Mind
from xfconsole.drill.memory import MemoryStore

ALARM = default_policy().alarm


def raised(name: str, at: datetime) -> Event:
    fact = PromptRaised(name, PromptKind.RING, "r", "p", "p", "王强", at, 0)
    return Event(name, "incident", at, at, OFFICER, fact)


def snoozed(name: str, at: datetime) -> Event:
    return Event(f"a{name}", "incident", at, at, OFFICER, PromptSnoozed(name, at, "忙"))


def started(at: datetime) -> Event:
    return Event(f"s{at}", "office", at, at, OFFICER, ShiftStarted())


def loads(events: Iterable[Event]) -> DeskLoad:
    return desk_load(events, ZONE, ALARM)


def only_day(events: Iterable[Event]) -> Load:
    ((_, load),) = loads(events).days
    return load


def test_a_night_is_counted_as_it_was() -> None:
    night = Night().open(33).after(1)
    night.ring("duty_leader", RingOutcome.ANSWERED, eta=10)
    assert isinstance(night.store, MemoryStore)
    ((day, load),) = loads(night.store.events).days
    told = [each.fact for each in night.store.events if isinstance(each.fact, PromptRaised)]
    assert (load.raised, load.live, load.due) == (len(told), len(told), 0)
    assert day.isoformat() == "2026-02-20"


@pytest.mark.parametrize(("count", "floods"), [(10, 0), (11, 1)])
def test_a_flood_is_more_than_the_packs_figure_in_ten_minutes(count: int, floods: int) -> None:
    begin = START.astimezone(ZONE).replace(minute=20, second=0)
    events = [raised(str(n), begin + timedelta(seconds=n)) for n in range(count)]
    load = only_day(events)
    assert (load.most_ten, load.most_hour, load.floods) == (count, count, floods)
    assert load.full_hours == 0


@pytest.mark.parametrize(("count", "full"), [(30, 0), (31, 1)])
def test_an_hour_is_full_above_the_packs_figure(count: int, full: int) -> None:
    begin = START.astimezone(ZONE).replace(minute=0, second=0)
    events = [raised(str(n), begin + timedelta(seconds=n * 110)) for n in range(count)]
    load = only_day(events)
    assert (load.most_hour, load.full_hours, load.floods) == (count, full, 0)


def test_the_most_is_of_any_ten_minutes_not_of_the_clocks() -> None:
    begin = START.astimezone(ZONE).replace(minute=25, second=0)
    load = only_day(raised(str(n), begin + timedelta(minutes=n)) for n in range(10))
    assert (load.most_ten, load.floods) == (10, 0)


@pytest.mark.parametrize(
    ("seconds", "ten", "hour"),
    [(-1, 0, 0), (0, 1, 1), (599, 1, 1), (600, 0, 1), (3599, 0, 1), (3600, 0, 0)],
)
def test_a_prompt_is_new_for_ten_minutes_and_for_an_hour(seconds: int, ten: int, hour: int) -> None:
    assert recent([START], START + timedelta(seconds=seconds)) == (ten, hour)


def test_a_desk_left_open_keeps_in_mind_only_what_counts() -> None:
    mind = Mind(pinned)
    hours = [START + timedelta(hours=each) for each in range(40)]
    for at in hours:
        mind.count([raised(str(at), at)], ALARM, at)
    assert mind.raised == hours[-25:], "a day of bundles, and the hour before"


def test_each_shift_has_its_own_figures_whatever_day_it_is() -> None:
    noon = START.astimezone(ZONE).replace(hour=12, minute=0)
    at = [noon + timedelta(hours=each) for each in range(30)]
    events = [raised("a", at[0]), started(at[1]), raised("b", at[2]), started(at[3])]
    events += [raised("c", at[4]), raised("d", at[20]), snoozed("d", at[21])]
    found = loads(events)
    assert [(s.since, s.until, s.load.raised, s.load.answered) for s in found.shifts] == [
        (None, at[1], 1, 0),
        (at[1], at[3], 1, 0),
        (at[3], None, 2, 1),
    ]
    assert [each.load.raised for each in found.days] == [3, 1]


def test_the_first_act_that_names_a_prompt_answers_it() -> None:
    events = [raised("a", START), raised("b", START)]
    events += [snoozed("a", START + timedelta(minutes=2)), snoozed("a", START + timedelta(hours=1))]
    load = only_day(events)
    assert (load.answered, load.median_s) == (1, 120)


def test_an_answer_taken_back_was_none_and_its_prompt_is_not_asked_anew() -> None:
    night = Night().open(33).after(1)
    assert isinstance(night.store, MemoryStore)
    before = only_day(night.store.events)
    asked = night.desk.situation().prompts[0].prompt
    for outcome in ("busy", "answered"):
        night.after(1).do(
            lambda desk, how=outcome: desk.ring(  # type: ignore[misc]
                night.incident, asked.duty, RingOutcome(how), prompt=asked.uid
            )
        )
        assert only_day(night.store.events).answered == 1
        if outcome == "busy":
            night.after(seconds=30).do(lambda desk: desk.undo())
            assert only_day(night.store.events) == before
    assert only_day(night.store.events) == replace(before, answered=1, median_s=210)


@given(st.lists(st.integers(0, 3 * 86_400), max_size=60), st.sets(st.integers(0, 3 * 86_400)))
def test_the_days_and_the_shifts_add_up(seconds: list[int], begun: set[int]) -> None:
    events = [raised(str(n), START + timedelta(seconds=s)) for n, s in enumerate(sorted(seconds))]
    events += [started(START + timedelta(seconds=each)) for each in begun]
    found = loads(sorted(events, key=lambda each: each.recorded_at))
    for stretches in (found.days, found.shifts):
        told = [each.load for each in stretches]
        assert sum(each.raised for each in told) == len(seconds)
        assert all(each.most_ten <= each.most_hour <= each.raised for each in told)
        assert all(each.floods * 11 <= each.raised for each in told)
        assert all(each.full_hours * 31 <= each.raised for each in told)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_prints_lines_and_one_object(language: str) -> None:
    with throw_away_offices() as found:
        found.language = language
        form = MatterForm(Channel.GROUP_VISIT, "欠薪", unit="住建局", headcount=33)
        found.desk.register(form, opening=True)
        with found.duty() as office:
            lines = list(desk_lines(office, 7))
            told = json.loads("".join(desk_lines(office, 7, as_json=True)))
    assert len(lines) == 8
    (day,), (shift,) = told["days"], told["shifts"]
    assert day["raised"] == day["live"] > 0
    assert (shift["since"], shift["until"], shift["raised"]) == (None, None, day["raised"])
    assert f"{day['raised']}" in lines[1]
    assert (told["per_ten_minutes"], told["per_hour"]) == (10, 30)
    assert {"zh": "此前 至 现在", "en": "before to now"}[language] in lines[3]
