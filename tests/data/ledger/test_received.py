"""A quarter's result of the reception days, checked against the journal by other means."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from data.ledger.views import SqlViews
from tests.data.files import KEY, File
from tests.desks import ZONE, Night
from tests.receptions import planned_by
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_reception import ReceptionDecided, ReceptionHeld
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.reception.planning import Leader
from xfconsole.core.reception.result import Figures, Outcome, Result, result, result_of, span_of
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Act, Bar
from xfconsole.core.words.receiving import Decision
from xfconsole.desk.verbs.deciding import Decided
from xfconsole.ui.words.reception_result import result_text

QUARTER = date(2026, 1, 1)
ORDERED = date(2026, 3, 20)
SUN = Leader("孙磊", "unit_head")
PEOPLE = {0: 1, 1: 3, 2: 7, 3: 1, 4: 12, 5: 2, 6: 1, 7: 1}
DECISIONS = {
    0: Decided(Decision.SETTLED, "当场解决"),
    1: Decided(Decision.ASSIGNED, "交办", "住建局", ORDERED),
    2: Decided(Decision.ASSIGNED, "交办", "水务局", ORDERED),
    3: Decided(Decision.ASSIGNED, "交办", "住建局", ORDERED),
    4: Decided(Decision.MEETING, "协调", "住建局", ORDERED),
    5: Decided(Decision.PASSED, "转", to=SUN),
    6: Decided(Decision.SETTLED, "当场解决"),
}
"""What was decided on each of eight who came; nobody heard the last one."""


def until(night: Night, day: date, hour: int = 9) -> None:
    at = datetime(day.year, day.month, day.day, hour, 5, tzinfo=ZONE)
    night.after(minutes=(at - night.now()).total_seconds() / 60)


@pytest.fixture
def night(file: File) -> Night:
    """Two sessions held of five; one assigned matter is reported in time, one late, one not."""
    night = Night(store=file.store)
    desk = night.desk
    first, second, *_ = planned_by(desk)
    until(night, date(2026, 3, 2))
    numbers = {}
    for place, people in PEOPLE.items():
        form = MatterForm(Channel.VISIT, f"事项{place}", headcount=people)
        numbers[place] = desk.register(form, reception=first).number
    for place, decided in DECISIONS.items():
        desk.decide(first, numbers[place], decided)
    desk.decide(first, numbers[6], Decided(Decision.SETTLED, "换个说法"))
    desk.hold_reception(first)
    until(night, date(2026, 3, 9))
    desk.decide(second, numbers[5], Decided(Decision.SETTLED, "孙磊当场解决"))
    desk.hold_reception(second)
    until(night, ORDERED)
    desk.move(numbers[1], Move(Act.REPORT_BACK, text="已办结"))
    until(night, ORDERED + timedelta(days=9))
    desk.move(numbers[2], Move(Act.REPORT_BACK, text="已办结"))
    until(night, date(2026, 4, 1))
    return night


def found(file: File, night: Night, reader: str = "") -> Result:
    views = SqlViews(file.reader, KEY, reader)
    rows = views.received_between(*span_of(QUARTER, date(2026, 3, 31), ZONE))
    return result(QUARTER, night.desk.sessions(), rows, ZONE)


def test_the_figures_are_those_of_the_journal(file: File, night: Night) -> None:
    """Counted here from the facts themselves, without a table or a class of figures."""
    subjects = file.rows("SELECT subject, count(*) FROM event WHERE kind = ? GROUP BY 1", DECIDED)
    events = {uid: night.events(uid) for uid, _ in subjects}
    last = {
        (uid, each.fact.session): each.fact
        for uid, told in events.items()
        for each in told
        if isinstance(each.fact, ReceptionDecided)
    }
    people = {
        uid: event.fact.headcount or 1
        for uid, told in events.items()
        for event in told
        if isinstance(event.fact, MatterRegistered)
    }
    kinds = [fact.decision for fact in last.values()]
    held = [e for e in night.events(night.store.office) if isinstance(e.fact, ReceptionHeld)]
    figures = found(file, night).total
    assert (figures.planned, figures.held) == (5, len(held)) == (5, 2)
    assert figures.groups == len(last) == 8
    assert figures.people == sum(people[uid] for uid, _ in last)
    assert figures.settled == kinds.count(Decision.SETTLED) == 3
    assert figures.assigned == kinds.count(Decision.ASSIGNED) == 3
    assert (figures.meetings, figures.passed) == (1, 1)
    assert (figures.in_time, figures.late) == (1, 1)
    # The unreported one, the meeting's; what was passed on was settled by whom it was passed to.
    assert figures.open == 2
    assert (figures.held_rate, figures.in_time_rate) == (0.4, 0.5)
    assert figures.settled_rate == 3 / 8


DECIDED = "reception.decided"


def test_posts_and_units_add_up_to_the_whole(file: File, night: Night) -> None:
    result = found(file, night)
    assert set(result.by_post) == {"duty_leader", "unit_head"}
    for name in ("planned", "held", "groups", "people", "settled", "assigned", "in_time", "open"):
        total = sum(getattr(each, name) for each in result.by_post.values())
        assert total == getattr(result.total, name), name
    assert set(result.by_unit) == {"住建局", "水务局"}
    housing = result.by_unit["住建局"]
    assert (housing.assigned, housing.meetings, housing.in_time, housing.open) == (2, 1, 1, 2)
    assert sum(each.assigned for each in result.by_unit.values()) == result.total.assigned


def test_who_was_never_heard_is_in_no_figure(file: File, night: Night) -> None:
    views = SqlViews(file.reader, KEY)
    rows = views.received(night.desk.sessions()[0].uid)
    assert [each.place for each in rows] == list(range(1, 9))
    assert result_of(rows[-1]) is Outcome.UNHEARD
    assert found(file, night).total.groups == 8, "seven of the first day, one of the second"


def test_a_quarter_without_sessions_is_empty(file: File, night: Night) -> None:
    assert result(date(2026, 4, 1), night.desk.sessions(), (), ZONE).total == Figures()


def test_a_barred_reader_reads_that_a_place_is_taken(file: File, night: Night) -> None:
    first = night.desk.sessions()[0].uid
    number = SqlViews(file.reader, KEY).received(first)[1].row.number
    night.desk.bar(number, Bar.RECUSED, person="何静")
    [row] = [e for e in SqlViews(file.reader, KEY, "何静").received(first) if e.place == 2]
    assert (row.row.number, row.decision, row.text, row.unit, row.on) == (
        number,
        None,
        "",
        "",
        None,
    )
    assert row.row.barred is Bar.RECUSED


def test_a_result_says_how_many_are_left_out_for_a_barred_reader(file: File, night: Night) -> None:
    whole = found(file, night)
    first = night.desk.sessions()[0].uid
    rows = SqlViews(file.reader, KEY).received(first)
    twice = rows[5].row.number
    for number in (rows[1].row.number, twice):
        night.desk.bar(number, Bar.RECUSED, person="何静")
    theirs = found(file, night, "何静")
    assert (whole.withheld, theirs.withheld) == (0, 2), "one of them had two places"
    assert whole.total.groups - theirs.total.groups == 3
    assert found(file, night) == whole, "others read all of it"
    text = result_text(theirs, "测试局", night.desk.policy, ORDERED)
    assert "2" in next(line for line in text.split("\n") if "barred" in line or "回避" in line)
    whole_text = result_text(whole, "测试局", night.desk.policy, ORDERED)
    assert "barred" not in whole_text
    assert "回避" not in whole_text


def test_a_share_is_never_told_as_more_than_it_is() -> None:
    told = Result(QUARTER, total=Figures(planned=3, held=2, groups=2000, settled=1999))
    text = result_text(told, "测试局", Night().desk.policy, ORDERED)
    assert "(66.6%)" in text
    assert "(99.9%)" in text
