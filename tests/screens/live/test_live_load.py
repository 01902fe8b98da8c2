"""Fifty incidents and a long time-line: what is drawn stays small, and nothing is read twice.

The cursor stays with what it stood on, whatever comes above it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from screens.live.incident_list import IncidentList
from screens.live.posts_table import PostsTable
from screens.live.timeline import Timeline
from screens.live.timeline_rows import IncidentEvents, time_lines
from tests.screens.fake_host import FakeOffice
from tests.screens.live_desk import live, live_screen, one_incident, press, shown, tick
from xfconsole.core.facts.of_incident import HeadcountRecorded
from xfconsole.core.words.desk import CountSource
from xfconsole.desk import Desk

NOTES = 4000


def long_night(office: FakeOffice) -> FakeOffice:
    """One incident with thousands of notes."""
    one_incident(office)

    def many(desk: Desk) -> None:
        for number in range(NOTES):
            desk.note("02-001", f"note {number}")

    office.verb(many)
    return office


def fifty(office: FakeOffice) -> FakeOffice:
    """Fifty groups are here."""
    office.with_roster()
    for number in range(50):
        office.with_incident(6 + number, f"事项{number}")
    return office.after(1)


async def test_a_long_time_line_shows_its_end_and_reads_only_what_is_new(tmp_path: Path) -> None:
    async with live(tmp_path, ready=long_night) as (pilot, office):
        assert f"note {NOTES - 1}" in shown(pilot)
        lines = live_screen(pilot).query_one(Timeline)
        assert lines.total > NOTES
        reads: list[int] = []
        log = office.views.log

        def counted(**asked):  # type: ignore[no-untyped-def]
            found = log(**asked)
            reads.append(len(found))
            return found

        office.views.log = counted  # type: ignore[method-assign]
        whole = office.views.events_of
        office.views.events_of = lambda subject: reads.append(NOTES) or whole(subject)  # type: ignore[method-assign,func-returns-value]
        await press(pilot, "t", *"last", "enter")
        assert "Note: last" in shown(pilot)
        assert sum(reads) < 10


async def test_who_reads_further_up_is_not_pulled_down(tmp_path: Path) -> None:
    async with live(tmp_path, ready=long_night) as (pilot, office):
        await press(pilot, "tab", "home")
        assert "Opened with 33" in shown(pilot)
        office.verb(lambda desk: desk.note("02-001", "meanwhile"))
        await tick(pilot)
        assert "Opened with 33" in shown(pilot)
        await press(pilot, "end")
        assert "meanwhile" in shown(pilot)


async def test_fifty_incidents_keep_the_cursor_on_theirs(tmp_path: Path) -> None:
    async with live(tmp_path, ready=fifty) as (pilot, office):
        await press(pilot, "shift+tab", "home", "down", "down")
        assert "02-003 事项2" in shown(pilot)
        office.verb(lambda desk: desk.close("02-001"))
        await tick(pilot)
        assert "02-003 事项2" in shown(pilot)
        assert live_screen(pilot).query_one(IncidentList).cursor == 1
        office.verb(lambda desk: desk.count("02-030", 99, CountSource.ESTIMATE))
        await tick(pilot)
        assert "02-003 事项2" in shown(pilot)


def test_reading_on_gives_the_same_lines_as_reading_anew(tmp_path: Path) -> None:
    office = one_incident(FakeOffice(tmp_path))
    view = office.verb(lambda desk: desk.situation()).incidents[0]
    kept = IncidentEvents(view)
    kept.read(office.views)
    for number in range(30):
        office.verb(partial(Desk.note, reference="02-001", text=f"n{number}"))
        if number % 7 == 0:
            office.with_incident(6)
            office.verb(lambda desk: desk.record_request("02-001", "要求"))
    assert kept.read(office.views) == IncidentEvents(view).read(office.views)
    assert time_lines(kept.events, {}) == kept.read(office.views)
    office.close()


async def test_the_cursor_stays_with_its_post_when_lines_come_above_it(tmp_path: Path) -> None:
    async with live(tmp_path) as (pilot, office):
        office.verb(lambda d: d.count("02-001", 120))
        await tick(pilot)
        await press(pilot, "end")
        table = pilot.app.screen.query_one(PostsTable)
        assert table.current is not None
        post, line = table.current.duty.post, table.cursor
        wrong = next(e for e in office.events() if isinstance(e.fact, HeadcountRecorded))
        office.verb(lambda d: d.correct(wrong.uid, {"value": 40}, "数重了"))
        await tick(pilot)
        assert table.current is not None
        assert table.current.duty.post == post
        assert table.cursor > line
