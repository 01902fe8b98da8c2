"""An officer who is barred from a matter reads nothing of it, whatever they look up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.ledger.views import SqlViews
from tests.data.files import KEY, File, new_file
from tests.desks import ZONE, Night, three_days
from tests.withheld import INCIDENT, NEEDLE, NUMBER, OFFICER, OTHER, OTHER_NUMBER, accused, told_all
from xfconsole.core.facts.of_incident import HeadcountRecorded, NoteAdded
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.life import life_of
from xfconsole.core.ports import Views
from xfconsole.core.reader.withheld import Withheld
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.procedure import Act, Bar, Barred, Clock, State
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ui.words.closed_lists import ledger_names

NOW = datetime(2026, 2, 20, 2, 0, tzinfo=ZONE)
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    with new_file(tmp_path) as found:
        yield found


@pytest.fixture
def night(file: File) -> Night:
    """A night whose officer has told everything about the matter and is accused in it then."""
    found = Night(store=file.store, roster=three_days())
    found.incident = told_all(found.desk)
    found.after(1)
    accused(found.desk)
    return found.after(1)


@pytest.fixture
def views(file: File, night: Night) -> SqlViews:
    return SqlViews(file.reader, KEY, OFFICER)


def listing(text: str = "", sort: Sort = Sort.RECEIVED) -> Listing:
    return Listing(NOW, parse(text, ledger_names()), sort)


def sorted_by(sort: Sort) -> Callable[[Views], object]:
    return lambda views: views.matters(listing(sort=sort))


LOOK_UPS: dict[str, Callable[[Views], object]] = {
    "ledger": lambda views: views.matters(),
    **{f"by {sort}": sorted_by(sort) for sort in Sort},
    "matter": lambda views: views.matter(NUMBER),
    "linked": lambda views: views.linked_matters(uid(views, OTHER_NUMBER)),
    "search": lambda views: views.search(NEEDLE),
    "alike": lambda views: views.similar("梧桐新村二十户反映补偿未到位。"),
    "all": lambda views: list(views.iter_matters()),
    "log": lambda views: views.log(since=SINCE, until=UNTIL),
    "its events": lambda views: views.events_of(uid(views, NUMBER)),
    "its incident": lambda views: [
        views.events_of(each) for each in views.incidents_of(uid(views, NUMBER))
    ],
}


def uid(views: Views, number: str) -> str:
    found = views.matter(number)
    assert found is not None
    return found.row.uid


def test_nothing_that_was_written_is_read(
    views: SqlViews, file: File, subtests: pytest.Subtests
) -> None:
    for name, look_up in LOOK_UPS.items():
        with subtests.test(name):
            assert NEEDLE in repr(look_up(file.views)), "it is there to be read by others"
            # Only the incident's unit is kept: it tells which head of a unit to ring.
            kept = repr(look_up(views)).replace("unit='梧桐局'", "")
            assert NEEDLE not in kept.replace("township='梧桐镇'", "")


@pytest.mark.parametrize(
    "text", [NEEDLE, "unit:梧桐", "channel:group_visit", "state:forwarded", NUMBER, "-路灯"]
)
def test_no_filter_finds_it(text: str, views: SqlViews, file: File) -> None:
    assert NUMBER in {row.number for row in file.views.matters(listing(text))}
    assert NUMBER not in {row.number for row in views.matters(listing(text))}
    assert views.quick_count(listing(text).query) is None


def test_the_line_tells_number_and_article_only(views: SqlViews) -> None:
    row = next(each for each in views.matters() if each.number == NUMBER)
    assert (row.barred, row.state, row.due_on) == (Bar.ACCUSED, State.REGISTERED, None)
    assert (row.live, row.incident) == (True, INCIDENT)


@pytest.mark.parametrize("backward", [False, True])
def test_pages_go_on_after_a_withheld_line(
    backward: bool, views: SqlViews, file: File, subtests: pytest.Subtests
) -> None:
    for place in range(5):
        file.register(f"第{place}件", unit="住建局" if place % 2 else "")
    for sort in Sort:
        with subtests.test(sort.value):
            pages = listing(sort=sort)
            whole = views.matters(pages, backward=backward)
            found, after = [], None
            while page := views.matters(pages, after=after, backward=backward, limit=1):
                after = page[0]
                found.append(page[0].number)
            assert found == [row.number for row in whole]
            assert len(found) == 7


def test_search_and_likeness_fill_their_pages_with_the_rest(views: SqlViews, file: File) -> None:
    for place in range(3):
        file.register(f"梧桐路{place}号路灯")
    assert [hit.row.summary for hit in views.search(NEEDLE, limit=2)] == [
        "梧桐路2号路灯", "梧桐路1号路灯",
    ]  # fmt: skip
    assert all(each.row.number != NUMBER for each in views.similar("梧桐新村拆迁补偿", limit=3))


def test_the_log_keeps_its_lines_and_tells_that_something_was_kept(
    views: SqlViews, file: File
) -> None:
    whole = file.views.log(since=SINCE, until=UNTIL)
    told = views.log(since=SINCE, until=UNTIL)
    assert [each.uid for each in told] == [each.uid for each in whole]
    hidden = [each.fact for each in told if isinstance(each.fact, Withheld)]
    assert {fact.bar for fact in hidden} == {Bar.ACCUSED}
    assert {fact.machine for fact in hidden} == {True, False}


def test_a_withheld_file_still_folds(views: SqlViews) -> None:
    found = views.matter(NUMBER)
    assert found is not None
    assert life_of(found.events).summary == ""
    assert (found.text, found.requests, found.row.has_identity) == ("", (), False)


def test_of_the_incident_they_see_what_safety_needs(night: Night, views: SqlViews) -> None:
    view = night.view()
    assert (view.number, view.headcount, view.hidden) == (INCIDENT, 20, True)
    assert night.asks()
    assert NEEDLE not in repr((view.topic, view.requests))
    night.count(40)
    kinds = {each.kind for each in views.events_of(night.incident)}
    assert {HeadcountRecorded.kind, NoteAdded.kind, "event.corrected"} <= kinds


def test_others_read_it_all(file: File, night: Night) -> None:
    other = SqlViews(file.reader, KEY, "王强")
    assert other.barred_matters() == {}
    for look_up in LOOK_UPS.values():
        assert look_up(other) == look_up(file.views)


def test_a_unit_barred_without_a_person_keeps_nobody_from_reading(file: File) -> None:
    desk = Night(store=file.store, roster=three_days()).desk
    told_all(desk)
    desk.bar(NUMBER, Bar.ACCUSED, unit="梧桐局")
    assert SqlViews(file.reader, KEY, "").barred_matters() == {}
    assert SqlViews(file.reader, KEY, OFFICER).barred_matters() == {}


def test_a_barred_unit_that_has_the_matter_shows_in_the_ledger(file: File) -> None:
    desk = Night(store=file.store, roster=three_days()).desk
    told_all(desk)
    assert not any(row.holder_barred for row in file.views.matters())
    desk.bar(NUMBER, Bar.ACCUSED, unit="梧桐局")
    assert [row.number for row in file.views.matters() if row.holder_barred] == [NUMBER]
    assert desk.life(NUMBER).holder_barred
    with pytest.raises(Refused, match="barred"):
        desk.move(NUMBER, Move(Act.ACCEPT))
    desk.move(NUMBER, Move(Act.RETRIEVE, text="承办单位须回避"))
    assert not any(row.holder_barred for row in file.views.matters())
    assert not desk.life(NUMBER).holder_barred


ACTS: dict[str, Callable[[Desk, str], object]] = {
    "move": lambda desk, _: desk.move(NUMBER, Move(Act.SUPERVISE, text="督办")),
    "chase": lambda desk, _: desk.chase(NUMBER, Clock.ACCEPT, RingOutcome.ANSWERED),
    "link": lambda desk, _: desk.link(OTHER_NUMBER, NUMBER),
    "unlink": lambda desk, _: desk.unlink(OTHER_NUMBER, NUMBER),
    "life": lambda desk, _: desk.life(NUMBER),
    "answer": lambda desk, request: desk.answer_request(NUMBER, request, "已办"),
    "step": lambda desk, request: desk.set_next_step(NUMBER, request, "再办", NOW.date()),
    "correct": lambda desk, event: desk.correct(event, {"text": "改了"}, "写错"),
}


@pytest.mark.parametrize("name", ACTS)
def test_they_handle_nothing_of_it_and_each_try_is_journaled(
    name: str, night: Night, file: File
) -> None:
    matter = uid(file.views, NUMBER)
    before = file.views.events_of(matter)
    kind = "note.added" if name == "correct" else "request.recorded"
    event = next(each.uid for each in before if each.kind == kind)
    with pytest.raises(Refused) as refused:
        ACTS[name](night.desk, event)
    assert refused.value.key == "life.refused.barred"
    assert [each.fact for each in file.views.events_of(matter)[len(before) :]] == [
        AccessBlocked(Barred.READER, Bar.ACCUSED, person=OFFICER)
    ]


def test_whom_it_kept_away_may_read_that(night: Night, views: SqlViews, file: File) -> None:
    night.desk.log_block(NUMBER, Barred.READER)
    told = views.log(since=SINCE, until=UNTIL)
    assert told[-1].fact == AccessBlocked(Barred.READER, Bar.ACCUSED, person=OFFICER)


def test_other_matters_are_read_as_ever(views: SqlViews) -> None:
    found = views.matter(OTHER_NUMBER)
    assert found is not None
    assert (found.row.summary, found.row.unit, found.row.barred) == (OTHER, "城管局", None)


def test_whoever_was_accused_may_still_register_and_ring(night: Night) -> None:
    night.ring("duty_leader").arrive("duty_leader")
    night.desk.record_request(night.incident, "何时给答复")
    assert [each.text for each in night.view().requests] == ["***", "***", "***"]
