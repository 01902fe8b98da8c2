"""Which duties and matters rates are counted from, of matters that walked through their life."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.data.files import File, asked_of_files
from tests.desks import ZONE, Night
from tests.lives import MOVES, Walk
from xfconsole.core.facts.of_instruction import InstructionGiven
from xfconsole.core.figures.rates import DutyRow, Figures, Share, measure_period
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.timeliness import TimelinessRow
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Act, Satisfaction, State
from xfconsole.core.words.rates import Rate

RECEIVED = "2026-03-02 09:00"
"""A Monday; fifteen days later is Tuesday, 17 March, sixty days after that 16 May, a Saturday."""


def walk(file: File) -> Walk:
    return Walk(RECEIVED, store=file.store, topic=("城乡建设", "物业"), unit="住建局")


DAY = date(2026, 3, 2)


def duties(file: File, life: Walk) -> list[DutyRow]:
    rows = file.views.figure_rows(ZONE, life.now(), DAY, DAY)
    return [each for each in rows if isinstance(each, DutyRow)]


def figures(file: File, life: Walk) -> Figures:
    rows = file.views.figure_rows(ZONE, life.now(), DAY, DAY)
    today = life.now().astimezone(ZONE).date()
    return measure_period(rows, today, life.workdays).total


def kept(file: File, life: Walk, rate: Rate) -> list[bool | None]:
    return [each.kept for each in duties(file, life) if each.rate is rate]


def test_a_duty_is_open_until_it_is_done_or_its_statutory_day_is_over(file: File) -> None:
    life = walk(file).do(Act.FORWARD)
    assert kept(file, life, Rate.ACCEPTED) == [None]
    life.wait("2026-03-17 23:59:59")
    assert kept(file, life, Rate.ACCEPTED) == [None]
    life.wait("2026-03-18 00:00:00")
    assert kept(file, life, Rate.ACCEPTED) == [False]
    assert kept(file, life, Rate.DEALT) == [True]


@pytest.mark.parametrize(("at", "in_time"), [("17 23:59:59", True), ("18 00:00:00", False)])
def test_accepting_on_the_last_day_is_in_time(file: File, at: str, in_time: bool) -> None:
    life = walk(file).do(Act.FORWARD).wait(f"2026-03-{at}").do(Act.ACCEPT)
    assert kept(file, life, Rate.ACCEPTED) == [in_time]


@pytest.mark.parametrize(("on", "in_time"), [("05-18 09:00", 1), ("05-19 09:00", 0)])
def test_an_answer_on_the_rolled_last_day_is_in_time(file: File, on: str, in_time: int) -> None:
    life = walk(file).do(Act.FORWARD).wait("2026-03-17 10:00").do(Act.ACCEPT)
    life.wait(f"2026-{on}").do(Act.HANDLE, Act.REPLY)
    found = figures(file, life)
    assert (found.in_time, found.late) == (in_time, 1 - in_time)
    assert found.shares[Rate.REPLIED] == Share(in_time, 1)


def test_a_duty_is_the_units_that_owes_it_and_forwarding_is_the_offices(file: File) -> None:
    life = walk(file).do(Move(Act.FORWARD, unit="教育局"))
    owed = {each.rate: each.unit for each in duties(file, life)}
    assert owed == {Rate.DEALT: "", Rate.ACCEPTED: "教育局"}
    assert {each.subject for each in duties(file, life)} == {"城乡建设"}


def test_a_late_unit_is_counted_late_though_another_has_the_matter_now(file: File) -> None:
    life = walk(file).do(Act.FORWARD).wait("2026-03-20 09:00").do(Act.RETRIEVE)
    life.do(Move(Act.FORWARD, unit="教育局"), Act.ACCEPT)
    found = {each.unit: each.kept for each in duties(file, life) if each.rate is Rate.ACCEPTED}
    assert found == {"住建局": False, "教育局": True}


@pytest.mark.parametrize("ending", [(Act.OBJECT, Act.RETURN), (Act.RETRIEVE,), (Act.WITHDRAW,)])
def test_a_duty_that_was_given_back_in_time_is_none(file: File, ending: tuple[Act, ...]) -> None:
    life = walk(file).do(Act.FORWARD).do(*ending)
    assert kept(file, life, Rate.ACCEPTED) == []


@pytest.mark.parametrize(("days", "in_time"), [(0, True), (1, False)])
def test_an_assigned_matter_is_reported_by_the_date_ordered(
    file: File, days: int, in_time: bool
) -> None:
    ordered = date(2026, 3, 31)
    assigned = Move(Act.ASSIGN, unit="住建局", on=ordered)
    life = walk(file).do(assigned, Act.ACCEPT, Act.HANDLE)
    life.wait(f"{ordered + timedelta(days):%Y-%m-%d} 17:00").do(Act.REPORT_BACK)
    assert kept(file, life, Rate.ORDERED) == [in_time]


@pytest.mark.parametrize(("at", "in_time"), [("03-05 17:00", True), ("03-06 09:00", False)])
def test_simplified_handling_is_measured_by_its_own_shorter_limits(
    file: File, at: str, in_time: bool
) -> None:
    life = walk(file).do(Act.FORWARD, Act.SIMPLIFY)
    assert kept(file, life, Rate.SIMPLE) == [None]
    life.wait(f"2026-{at}").do(Act.ACCEPT)
    assert sorted(map(str, kept(file, life, Rate.SIMPLE))) == sorted(["None", str(in_time)])
    assert kept(file, life, Rate.ACCEPTED) == [True]


def test_what_went_back_to_the_ordinary_procedure_in_time_was_no_simplified_duty(
    file: File,
) -> None:
    life = walk(file).do(Act.FORWARD, Act.SIMPLIFY, Act.ORDINARY)
    assert kept(file, life, Rate.SIMPLE) == []


DUE = timedelta(hours=2)


@pytest.mark.parametrize(
    ("due", "after", "carried", "counted"),
    [
        pytest.param(DUE, None, False, [None], id="there is time"),
        pytest.param(DUE, DUE, False, [True], id="done on the minute"),
        pytest.param(DUE, DUE + timedelta(minutes=1), False, [False], id="done later"),
        pytest.param(DUE, DUE, True, [None], id="went on with the matter in time"),
        pytest.param(DUE, DUE + timedelta(minutes=1), True, [False], id="went on later"),
        pytest.param(None, timedelta(days=9), False, [], id="no time was set"),
    ],
)
def test_an_instruction_with_a_due_time_came_from_above_as_an_assigned_matter_does(
    file: File,
    due: timedelta | None,
    after: timedelta | None,
    carried: bool,
    counted: list[bool | None],
) -> None:
    night = Night(store=file.store).open(33)
    by = night.now() + due if due else None
    night.do(lambda desk: desk.instruct(night.incident, "郑岚", "尽快核实", due=by))
    if after is not None:
        night.after(after / timedelta(minutes=1))
        given = night.entered(InstructionGiven).uid
        night.do(lambda desk: desk.carry_out(night.incident, given, "已核实", carried=carried))
    day = night.now().astimezone(ZONE).date() - timedelta(days=9)
    rows = file.views.figure_rows(ZONE, night.now(), day, day + timedelta(days=9))
    found = [each for each in rows if isinstance(each, DutyRow) and each.rate is Rate.ORDERED]
    assert [each.kept for each in found] == counted
    assert {each.channel for each in found} <= {Channel.GROUP_VISIT}


@pytest.mark.parametrize("state", [each for each in State if each is not State.ANSWERED])
def test_settled_is_what_leaves_the_office_nothing_to_do(file: File, state: State) -> None:
    life = walk(file).to(state)
    share = figures(file, life).shares[Rate.SETTLED]
    settled = state.value in "directed led passed declined concluded archived".split()
    assert share == Share(int(settled), int(state is not State.WITHDRAWN))


def test_a_review_takes_the_matter_out_of_those_concluded_the_first_time(file: File) -> None:
    life = walk(file).to(State.SERVED)
    assert figures(file, life).shares[Rate.FIRST_TIME] == Share(1, 1)
    life.do(MOVES[Act.ASK_REVIEW])
    assert figures(file, life).shares[Rate.FIRST_TIME] == Share(0, 1)


def test_a_matter_received_on_another_day_is_not_of_the_period(file: File) -> None:
    life = walk(file)
    assert file.views.received_count(ZONE, date(2026, 3, 2), date(2026, 3, 2)) == 1
    assert file.views.received_count(ZONE, date(2026, 3, 3), date(2026, 3, 4)) == 0
    assert list(file.views.figure_rows(ZONE, life.now(), date(2026, 3, 3), date(2026, 3, 4))) == []


def test_as_many_statements_read_a_period_however_much_it_holds(file: File) -> None:
    first, last = DAY, DAY + timedelta(days=89)
    life = walk(file).do(Act.FORWARD)

    def asked() -> int:
        with asked_of_files() as statements:
            found = [*file.views.figure_rows(ZONE, life.now(), first, last)]
        assert {type(each) for each in found} == {TimelinessRow, DutyRow}
        return len(statements)

    few = asked()
    for _ in range(5):
        file.register(at=life.now())
    assert asked() == few


@pytest.mark.parametrize(
    ("said", "share"),
    [
        (None, Share(0, 0)),
        (Satisfaction.SATISFIED, Share(1, 1)),
        (Satisfaction.FAIRLY, Share(1, 1)),
        (Satisfaction.NOT, Share(0, 1)),
    ],
)
def test_what_a_follow_up_found_is_the_rate_of_the_satisfied(
    file: File, said: Satisfaction | None, share: Share
) -> None:
    life = walk(file).to(State.SERVED).do(Act.EXECUTE)
    if said is not None:
        life.do(replace(MOVES[Act.FOLLOW_UP], satisfaction=said))
    assert figures(file, life).shares[Rate.SATISFIED] == share
