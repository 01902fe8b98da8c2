"""Every clock explains itself in both languages, and long stretches of days are told as one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.desks import ZONE, default_policy
from xfconsole.core.days.workdays import WEEKENDS
from xfconsole.core.matter.derivation import Derivation, Skipped, runs
from xfconsole.core.matter.life import Running
from xfconsole.core.matter.limits import Rules, deadline_of
from xfconsole.core.words.procedure import Clock
from xfconsole.office_files.in_force import published_workdays
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.deadlines import days_left, late_days, standing
from xfconsole.ui.words.derivation import explanation, sentences

STARTED = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)
RULES = Rules(default_policy().procedure, published_workdays(), ZONE)


@pytest.fixture(params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def running(clock: Clock, **more: object) -> Running:
    part = 1 if clock is Clock.SPLIT else 0
    on = date(2026, 3, 7) if clock is Clock.REPORT else None
    return Running(clock, "event", STARTED, part, "住建局", on, **more)  # type: ignore[arg-type]


def derived(clock: Clock, rules: Rules = RULES, **more: object) -> Derivation:
    counted = running(clock, **more)
    deadline = deadline_of(counted, rules)
    free = deadline.span.free if deadline.span else ()
    skipped = tuple(Skipped(day, rules.workdays.name(day)) for day in free)
    heard = tuple(counted.excluded)
    unknown = (2026,) if deadline.provisional else ()
    return Derivation(deadline, None, skipped, heard, (), unknown)


@pytest.mark.parametrize("clock", Clock)
def test_every_clock_names_its_rule_its_start_and_its_end(clock: Clock, language: str) -> None:
    found = derived(clock)
    told = list(sentences(found, STARTED, ZONE, 3))
    assert all(label and sentence for label, sentence in told)
    whole = explanation(found, STARTED, ZONE, 3)
    assert found.deadline.target.isoformat() in whole
    assert found.deadline.rolled.isoformat() in whole
    assert "{" not in whole


def test_a_hearing_says_which_days_it_took(language: str) -> None:
    held = [(date(2026, 3, 2), date(2026, 3, 4))]
    found = derived(Clock.FINAL, excluded=held)
    whole = explanation(found, STARTED, ZONE, 3)
    assert found.deadline.target == date(2026, 3, 25)
    assert "2026-03-02" in whole
    assert "03-04" in whole


def test_a_year_without_a_table_says_so(language: str) -> None:
    found = derived(Clock.DEAL, RULES._replace(workdays=WEEKENDS))
    assert found.unknown
    marks = {"zh": "暂按周末推算", "en": "weekends are assumed"}
    assert marks[language] in explanation(found, STARTED, ZONE, 3)


@pytest.mark.parametrize(
    ("days", "said", "left", "late"),
    [
        (0, "15 days left", 15, 0),
        (11, "4 days left", 4, 0),
        (12, "due soon, 3 days left", 3, 0),
        (15, "due soon, today", 0, 0),
        (16, "1 day past the control date", -1, 0),
        (17, "2 days past the control date", -2, 0),
        (18, "overdue 1 day", -3, 1),
        (40, "overdue 23 days", -25, 23),
    ],
)
def test_how_a_duty_stands_on_both_sides_of_each_boundary(
    days: int, said: str, left: int, late: int
) -> None:
    duty, now = derived(Clock.DEAL).deadline, STARTED + timedelta(days=days)
    stands = standing(duty, now, ZONE, 3)
    assert stands.said == said
    assert stands.pressing is (left <= 3)
    assert (days_left(duty, now, ZONE), late_days(duty, now, ZONE)) == (left, late)


def test_days_under_one_name_are_told_as_one_stretch() -> None:
    names = ["春节", "春节", "", "春节", ""]
    skipped = [Skipped(date(2026, 2, 19 + n), name) for n, name in enumerate(names)]
    told = [(first.on.day, last.on.day) for first, last in runs(skipped)]
    assert told == [(19, 20), (21, 21), (22, 22), (23, 23)]
    assert runs([]) == []


def test_of_a_long_list_the_rest_is_a_number() -> None:
    owed = derived(Clock.ALLOWANCE, RULES._replace(workdays=WEEKENDS))
    assert len(runs(owed.skipped)) == 6
    longer = derived(Clock.OBJECT, RULES, extended=60)
    assert len(runs(longer.skipped)) > 8
    assert "days more" in explanation(longer, STARTED, ZONE, 3)
