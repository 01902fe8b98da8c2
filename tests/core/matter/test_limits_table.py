"""The table of time limits, row by row: who owes what, how long, by which article."""

from __future__ import annotations

import pytest

from xfconsole.core.matter.limits import LIMITS
from xfconsole.core.words.procedure import Clock, Law, Measure, Who

TABLE = [
    pytest.param(Clock.DEAL, Who.OFFICE, 15, Measure.CALENDAR, Law.TG_22, id="deal-TG22"),
    pytest.param(Clock.NOTICE, Who.UNIT, 15, Measure.CALENDAR, Law.TG_23, id="notice-TG23"),
    pytest.param(Clock.OBJECT, Who.UNIT, 5, Measure.WORKING, Law.TG_23, id="object-TG23"),
    pytest.param(Clock.REPORT, Who.UNIT, 0, Measure.ORDERED, Law.TG_22, id="report-TG22"),
    pytest.param(Clock.DECIDE, Who.UNIT, 60, Measure.CALENDAR, Law.TG_34, id="decide-TG34"),
    pytest.param(
        Clock.ASK_REVIEW, Who.COMPLAINANT, 30, Measure.CALENDAR, Law.TG_35, id="ask-review-TG35"
    ),
    pytest.param(
        Clock.ASK_FINAL, Who.COMPLAINANT, 30, Measure.CALENDAR, Law.TG_36, id="ask-final-TG36"
    ),
    pytest.param(Clock.REVIEW, Who.UPPER, 30, Measure.CALENDAR, Law.TG_35, id="review-TG35"),
    pytest.param(Clock.FINAL, Who.UPPER, 30, Measure.CALENDAR, Law.TG_36, id="final-TG36"),
    pytest.param(
        Clock.URGENT_PHONE, Who.OFFICE, 0, Measure.MINUTES, Law.TG_25, id="urgent-phone-TG25"
    ),
    pytest.param(
        Clock.URGENT_WRITTEN, Who.OFFICE, 0, Measure.MINUTES, Law.TG_25, id="urgent-written-TG25"
    ),
    pytest.param(
        Clock.SUGGESTION, Who.UNIT, 30, Measure.CALENDAR, Law.HABIT, id="suggestion-habit"
    ),
    pytest.param(Clock.ALLOWANCE, Who.TOWNSHIP, 0, Measure.WORKING, Law.PLAN, id="allowance-plan"),
    pytest.param(
        Clock.SIMPLE_ACCEPT, Who.UNIT, 0, Measure.WORKING, Law.TRIAL_2016, id="simple-accept-2016"
    ),
    pytest.param(
        Clock.SIMPLE_DECIDE, Who.UNIT, 0, Measure.WORKING, Law.TRIAL_2016, id="simple-decide-2016"
    ),
    pytest.param(Clock.LEADER, Who.OFFICE, 0, Measure.WORKING, Law.PLAN, id="leader-plan"),
    pytest.param(Clock.SPLIT, Who.OFFICE, 0, Measure.CALENDAR, Law.PLAN, id="split-plan"),
    pytest.param(Clock.ACCEPT, Who.UNIT, 15, Measure.CALENDAR, Law.TG_23, id="accept-TG23"),
    pytest.param(Clock.SHADOW, Who.UNIT, 60, Measure.CALENDAR, Law.TG_34, id="shadow-TG34"),
]


@pytest.mark.parametrize(("clock", "who", "days", "measure", "law"), TABLE)
def test_who_owes_what_by_which_article(
    clock: Clock, who: Who, days: int, measure: Measure, law: Law
) -> None:
    found = LIMITS[clock]
    assert (found.who, found.days, found.measure, found.law) == (who, days, measure, law)
