"""Two machines that write as one desk, and desks whose clocks are apart: told, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from data.doctor import file as doctor
from data.store.store import SqlStore
from tests.data.files import KEY, File, Uids, new_file
from tests.data.many_desks import bring, desk, desks, known, written
from tests.desks import START, Night
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_desks import ClocksApart, DeskForked
from xfconsole.core.facts.of_office import DeskLettered, OfficeFounded, RosterImported
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk

OTHER = "019c0000-0000-7000-8000-000000000000"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[list[File]]:
    """A desk with a letter that registered a matter, and one that read it."""
    with desks(tmp_path, 2) as files:
        for at, file in enumerate(files):
            file.uids = Uids(1000 * (at + 1))
        first, second = files
        first.add(first.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        first.add(first.store.office, DeskLettered("B"))
        first.register()
        bring(first, second, desk(0))
        yield files


def at_work(file: File) -> Desk:
    """Return a file's desk, whose clock shows 02:29."""
    return Night(store=file.store, roster=RosterImported("", ()), ids=Uids(9000)).desk


def read(file: File, lines: list[Any], at: Desk) -> int:
    return file.store.take_in(lines, at.now(), at.note_desks)


def said(file: File, kind: type[Fact]) -> list[Fact]:
    """Return what the office's events say of one kind."""
    events = file.views.events_of(file.store.office)
    return [each.fact for each in events if isinstance(each.fact, kind)]


def examined(file: File, check: Any, *more: Any) -> tuple[str, dict[str, object]]:
    with file.reader.connect() as connection:
        found = check(connection, *more)
    return found.found, dict(found.values)


# --- two machines as one desk ---------------------------------------------------------------------


def test_another_line_in_the_place_of_one_is_refused_and_named(two: list[File]) -> None:
    first, second = two
    line, desk_there = written(first, desk(0), 2)[0], at_work(second)
    fork = [{**line, "uid": OTHER}, {**line, "uid": OTHER[:-1] + "1", "dseq": 4}]
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            read(second, fork, desk_there)
    assert refused.value.key == "store.refused.fork"
    named = {"desk": "B", "number": 3, "here": line["uid"], "there": OTHER}
    assert refused.value.values == named
    assert said(second, DeskForked) == [DeskForked(desk(0), "B", 3, OTHER, line["uid"])]
    assert known(second)[desk(0)] == 3
    forked = ("doctor.desks.forked", {"count": 2, "forks": 1})
    assert examined(second, doctor.desks) == forked
    # What that desk goes on with here is still taken.
    first.register()
    assert read(second, written(first, desk(0)), desk_there) == 1


@pytest.mark.parametrize("name", ["subject", "happened_at", "officer", "kind", "body", "stamp"])
def test_a_known_line_that_was_changed_is_none(two: list[File], name: str) -> None:
    first, second = two
    line = {**written(first, desk(0))[0], name: "\ud800"}
    with pytest.raises(Refused, match=r"store\.refused\.fork$"):
        read(second, [line], at_work(second))


def test_what_was_lost_of_a_damaged_file_is_no_fork(two: list[File]) -> None:
    first, second = two
    first.register()
    lines = written(first, desk(0))
    with second.engine.begin() as connection:
        connection.execute("DROP TRIGGER event_no_delete")
        connection.execute("DELETE FROM event WHERE dseq = 2")
    assert read(second, lines, at_work(second)) == 1
    assert said(second, DeskForked) == []


def test_a_name_that_no_desk_gives_is_not_repeated(two: list[File]) -> None:
    first, second = two
    line = {**written(first, desk(0))[0], "uid": "[b]\u202e"}
    with pytest.raises(Refused) as refused:
        read(second, [line], at_work(second))
    assert refused.value.values["there"] == "?"


def test_what_a_copied_laptop_wrote_is_told_on_the_one_it_was_copied_from(
    two: list[File], tmp_path: Path
) -> None:
    first, second = two
    for engine in (first.reader, first.engine):
        engine.dispose()
    with new_file(tmp_path, "copied.db") as copied:
        copied.engine.dispose()
        copyfile(first.path, copied.path)
        copied.store, copied.uids = SqlStore(copied.engine, KEY), Uids(7000)
        copied.register()
        bring(copied, second, desk(0))
        (line,) = written(second, desk(0), 3)
    desk_here = at_work(first)
    with pytest.raises(Refused, match=r"store\.refused\.fork_own"):
        read(first, [line], desk_here)
    # Nothing of another desk came: the doctor tells of it all the same.
    with first.reader.connect() as connection:
        assert not doctor.is_alone(connection)
    # By now a line of its own stands in that place: the same fork, told once.
    with pytest.raises(Refused, match=r"store\.refused\.fork$"):
        read(first, [line], desk_here)
    assert said(first, DeskForked) == [DeskForked(desk(0), "B", 4, line["uid"])]


# --- clocks ---------------------------------------------------------------------------------------


def ahead(first: File, **by: float) -> list[Any]:
    """Return a line that a desk writes whose clock is ahead of 02:29 by so much."""
    first.now = START + timedelta(**by) - timedelta(seconds=1)
    first.register()
    return written(first, desk(0), known(first)[desk(0)] - 1)


def test_a_clock_ahead_is_told_once_a_day_and_its_lines_are_taken(two: list[File]) -> None:
    first, second = two
    here = at_work(second)
    assert read(second, ahead(first, minutes=5), here) == 1
    assert said(second, ClocksApart) == []
    for minutes in (90, 91):
        assert read(second, ahead(first, minutes=minutes), here) == 1
    assert said(second, ClocksApart) == [ClocksApart(desk(0), "B", 90)]


def test_the_doctor_tells_of_a_clock_ahead_for_a_day(two: list[File]) -> None:
    first, second = two
    read(second, ahead(first, minutes=90), at_work(second))
    apart = "doctor.clock.apart", {"name": "B", "minutes": 90, "at": "02-20 02:29"}
    for now, found in (
        (START + timedelta(minutes=1), apart),
        (START + timedelta(hours=25), ("doctor.clock.ok", {})),
        (START - timedelta(minutes=3), ("doctor.clock.behind", {"minutes": 3})),
    ):
        assert examined(second, doctor.clock, Reading(now, 0.0, "")) == found


def test_what_no_clock_can_show_by_now_waits_on_its_own_desk(two: list[File]) -> None:
    first, second = two
    here, lines = at_work(second), ahead(first, days=1, seconds=1)
    with pytest.raises(Refused) as refused:
        read(second, lines, here)
    assert refused.value.key == "store.refused.ahead"
    assert refused.value.values == {
        "desk": "B",
        "at": "2026-02-21 02:29",
        "now": "2026-02-20 02:29",
    }
    assert known(second)[desk(0)] == 3
    with second.store.begin() as tx:
        assert tx.take_in(lines, START + timedelta(seconds=1)) == 1
