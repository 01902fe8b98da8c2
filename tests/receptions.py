"""Reception days for tests: a plan of Mondays, and the sessions it makes."""

from __future__ import annotations

from datetime import date
from typing import Any

from xfconsole.core.reception.planning import Pattern, leaders_named
from xfconsole.core.reception.sessions import Session
from xfconsole.core.roster.shifts import shift_meant
from xfconsole.core.words.desk import Uid
from xfconsole.desk import Desk

LEADERS = "王强=城乡建设、孙磊"
MONDAY = date(2026, 3, 2)
"""The first session of the plan, eleven days after the night of the tests."""


def monthly(desk: Desk, leaders: str = LEADERS, **more: Any) -> Pattern:
    """Return five Mondays from 9:00 to 11:30, by the leaders named in turn."""
    hours = shift_meant("9:00-11:30", ())
    assert hours is not None
    turns = leaders_named(leaders, desk.roster().everybody(), desk.policy)
    given = {"place": "信访接待大厅", **more}
    return Pattern(MONDAY, date(2026, 3, 30), frozenset({0}), hours, leaders=turns, **given)


def planned_by(desk: Desk, pattern: Pattern | None = None) -> list[Uid]:
    """Plan the sessions of a pattern; returns their names in order."""
    known = {each.uid for each in desk.sessions()}
    desk.plan_receptions(pattern or monthly(desk))
    return [each.uid for each in desk.sessions() if each.uid not in known]


def session(desk: Desk, uid: Uid) -> Session:
    """Return one session as it is by now."""
    return next(each for each in desk.sessions() if each.uid == uid)
