"""The control date never rolls, the statutory day does, and nobody is overdue before it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.journal.codec import instant_text
from tests.data.files import File, Uids, contents, new_file
from tests.data.store.test_rebuild import rebuilt
from tests.desks import Night
from tests.due import at, forwarded, raised, standing, told, until
from tests.lives import Walk, local
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import DeadlineMoved, DeadlineSet, DutyPrompted
from xfconsole.core.matter.limits import deadlines
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.matter.transitions import DUTIES
from xfconsole.core.words.desk import Channel, PromptKind
from xfconsole.core.words.procedure import Act, Clock
from xfconsole.office_files.in_force import published_workdays

SECOND = timedelta(seconds=1)
WEEKENDS = Workdays({}, (), ())
"""No table: weekends are assumed."""

ENDS = [
    pytest.param("2026-03-05", "2026-03-20", "2026-03-20", id="friday"),
    pytest.param("2026-03-06", "2026-03-21", "2026-03-23", id="saturday"),
    pytest.param("2026-01-31", "2026-02-15", "2026-02-24", id="first day of a long holiday"),
    pytest.param("2026-02-13", "2026-02-28", "2026-02-28", id="make-up working saturday"),
    pytest.param("2025-12-20", "2026-01-04", "2026-01-04", id="make-up working sunday"),
]


@pytest.mark.parametrize(("received", "control", "statutory"), ENDS)
@pytest.mark.parametrize(
    ("day", "after", "past", "overdue"),
    [
        pytest.param("control", -1, False, False, id="last second of the control date"),
        pytest.param("control", 0, True, None, id="first second after the control date"),
        pytest.param("statutory", -1, None, False, id="last second of the statutory day"),
        pytest.param("statutory", 0, True, True, id="first second after the statutory day"),
    ],
)
def test_a_duty_is_past_one_day_and_overdue_after_the_other(
    received: str,
    control: str,
    statutory: str,
    day: str,
    after: int,
    past: bool | None,
    overdue: bool | None,
) -> None:
    """None: where both days are one, the other boundary decides."""
    walk = Walk(f"{received} 10:30")
    on = date.fromisoformat(control if day == "control" else statutory)
    walk.wait(local(f"{on + timedelta(days=1)} 00:00") + after * SECOND)
    deadline, now = walk.deadline(Clock.DEAL), walk.now()
    assert (deadline.target.isoformat(), deadline.rolled.isoformat()) == (control, statutory)
    same = control == statutory
    assert deadline.past_control(now) is (past if past is not None else not same)
    assert deadline.overdue(now) is (overdue if overdue is not None else same)
    kinds = {each.what for each in walk.shown(Clock.DEAL)}
    assert (PromptKind.OVERDUE in kinds) is deadline.overdue(now)


def test_a_year_without_a_table_rolls_over_the_weekend_that_is_assumed() -> None:
    walk = Walk("2026-01-31 10:30", workdays=WEEKENDS)
    deadline = walk.deadline(Clock.DEAL)
    assert (deadline.target, deadline.rolled) == (date(2026, 2, 15), date(2026, 2, 16))
    assert deadline.provisional


@given(
    received=st.dates(date(2025, 11, 1), date(2026, 6, 30)),
    days=st.integers(0, 40),
    seconds=st.integers(0, 86_399),
)
def test_nobody_is_overdue_who_is_not(received: date, days: int, seconds: int) -> None:
    walk = Walk(f"{received} 00:00").do(Act.FORWARD)
    walk.wait(walk.now() + timedelta(days=days, seconds=seconds))
    now = walk.now()
    for deadline in walk.clocks(Clock.ACCEPT):
        assert deadline.past_control(now) or not deadline.overdue(now)
        rolled = published_workdays().next_working(deadline.target)
        assert deadline.overdue(now) is (now >= local(f"{rolled + timedelta(days=1)} 00:00"))
    told_of = {e.clock for e in walk.facts(DutyPrompted) if e.what is PromptKind.OVERDUE}
    every = deadlines(walk.life(), walk.desk.rules, now)
    assert told_of <= {each.clock for each in every if each.overdue(now)}


def test_it_climbs_on_from_the_control_date_and_says_when_it_is_overdue(night: Night) -> None:
    matter = forwarded(night)
    until(night, "03-09", "12:00")
    [view] = standing(night)
    assert (view.left.past_control, view.left.days, view.left.late) == (True, -2, 0)
    until(night, "03-10", "12:00")
    [view] = standing(night)
    assert (view.left.past_control, view.left.late) == (False, 1)
    assert raised(night, matter)[1:] == [
        "03-08 00:00 past_control 0 unit_head 孙磊",
        "03-10 00:00 overdue 1 leader_in_charge 郑岚",
    ]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    with new_file(tmp_path) as found:
        yield found


# --- a file from before --------------------------------------------------------------------------


def as_before(event: Event) -> Event:
    """Return an event as a version from before the two last days wrote it."""
    match event.fact:
        case DeadlineSet() as fact if fact.clock in DUTIES:
            return replace(event, fact=replace(fact, control_at=None, due_at=fact.control))
        case DeadlineSet() as fact:
            return replace(event, fact=replace(fact, control_at=None))
        case DutyPrompted(what=PromptKind.PAST_CONTROL) as fact:
            # Its name says what it asks.
            name = str(uuid5(UUID(fact.prompt), "overdue"))
            return replace(event, fact=replace(fact, what=PromptKind.OVERDUE, prompt=name))
    return event


def written_before(file: File) -> Night:
    """Fill a file with a matter whose control date was 02-16, then open it on 02-20."""
    table = published_workdays()
    old = Night()
    old.desk.rules = old.desk.rules._replace(workdays=table)
    form = MatterForm(Channel.LETTER, "停水三天", received_at=local("2026-02-01 09:00"))
    matter = old.desk.register(form).subject
    old.desk.tick()
    with old.store.begin() as tx:
        events = tx.events_of(matter)
    with file.store.begin() as tx:
        tx.next_number("matter-2026")
        tx.append([as_before(each) for each in events])
    night = Night(store=file.store, roster=RosterImported("", ()))
    night.desk.rules = night.desk.rules._replace(workdays=table)
    made = Uids(9000)
    night.ids.new = made.new  # type: ignore[method-assign]
    return night


def test_what_was_overdue_on_a_holiday_is_reckoned_anew_once(file: File, tmp_path: Path) -> None:
    night = written_before(file)
    overdue = "SELECT count(*) FROM deadline WHERE what = 'overdue'"
    assert file.rows(overdue) == [(1,)]
    night.desk.tick()
    [matter] = [uid for (uid,) in file.rows("SELECT uid FROM matter")]
    [moved] = told(night, matter, DeadlineMoved)
    assert (moved.rule_alone, moved.target, moved.rolled) == (
        *(True, date(2026, 2, 16), date(2026, 2, 24)),
    )
    assert (moved.old_due_at, moved.due_at) == (at("02-17"), at("02-25"))
    assert file.rows(overdue) == [(0,)]
    assert file.rows("SELECT due_at FROM matter") == [(instant_text(at("02-25")),)]
    kinds = [each.what for each in told(night, matter, DutyPrompted)]
    assert kinds == [PromptKind.OVERDUE, PromptKind.PAST_CONTROL]  # what was told stays written
    assert night.desk.tick().events == ()
    assert rebuilt(file, tmp_path) == contents(file.reader)
