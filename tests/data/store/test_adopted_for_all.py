"""Which pack and which table of holidays every desk of an office goes by, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.tables.migrations import migrate
from tests.data.files import File, Uids
from tests.data.many_desks import bring_all, desks, told
from tests.data.store.test_rebuild_desk import OTHER_PACK
from tests.desks import Night
from tests.due import forwarded
from xfconsole.core.days.workdays import WEEKENDS, Workdays
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.facts.of_procedure import CalendarFollowed, DeadlineMoved
from xfconsole.core.words.procedure import Clock


def rolled(file: File) -> set[str]:
    return {on for (on,) in file.rows("SELECT rolled_on FROM deadline WHERE clock = 'accept'")}


@pytest.fixture
def by_day_and_night(tmp_path: Path) -> Iterator[tuple[list[File], Night, Night]]:
    """Two desks that know each other; the second one's folder has a holiday of its own."""
    with desks(tmp_path, 2) as files:
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        day, night = (
            Night(store=file.store, ids=Uids(1000 * at)) for at, file in enumerate(files, 1)
        )
        bring_all(files[0], files[1])
        night.desk.tick()
        bring_all(files[1], files[0])
        day.restart()
        bring_all(files[0], files[1])
        night.workdays = Workdays({date(2026, 3, 9): "节"}, (), {2026})
        yield files, day, night.restart()


def test_a_desk_that_dies_before_it_looks_still_moves_its_dates_to_another_s_table(
    by_day_and_night: tuple[list[File], Night, Night],
) -> None:
    files, day, night = by_day_and_night
    night.desk.adopt_days()
    matter = forwarded(day)
    assert rolled(files[0]) == {"2026-03-09"}
    bring_all(files[1], files[0])
    # A new start knows nothing but the file.
    day.restart()
    assert rolled(files[0]) == {"2026-03-10"}
    written = files[0].rows("SELECT max(seq) FROM event")
    for _ in range(10):
        day.restart()
    assert files[0].rows("SELECT max(seq) FROM event") == written
    bring_all(files[0], files[1])
    night.desk.look_again()
    night.desk.tick()
    bring_all(files[1], files[0])
    assert told(files[0]) == told(files[1])
    with files[1].store.begin() as tx:
        moved = [e.fact for e in tx.events_of(matter) if isinstance(e.fact, DeadlineMoved)]
    # Each date once: the desk that adopted the table found them moved.
    assert {each.clock for each in moved} > {Clock.ACCEPT}
    assert len({each.clock for each in moved}) == len(moved)


def test_the_first_desk_goes_by_its_own_pack_as_soon_as_it_has_a_letter(tmp_path: Path) -> None:
    with desks(tmp_path, 2) as files:
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        bring_all(files[0], files[1])
        first = Night(OTHER_PACK, store=files[0].store, ids=Uids(1000))
        Night(store=files[1].store, ids=Uids(2000)).desk.tick()
        bring_all(files[1], files[0])
        first.desk.look_again()
        first.desk.tick()
        assert first.desk.policy.digest == OTHER_PACK.digest


def test_a_table_that_moves_no_date_is_no_reason_to_write(
    by_day_and_night: tuple[list[File], Night, Night],
) -> None:
    files, day, night = by_day_and_night
    night.desk.adopt_days()
    bring_all(files[1], files[0])
    written = files[0].rows("SELECT max(seq) FROM event")
    day.desk.look_again()
    day.desk.tick()
    assert files[0].rows("SELECT max(seq) FROM event") == written
    forwarded(day)
    assert rolled(files[0]) == {"2026-03-10"}


def test_a_file_from_before_tables_were_followed_without_a_word_looks_at_its_dates(
    by_day_and_night: tuple[list[File], Night, Night],
) -> None:
    files, day, night = by_day_and_night
    files[0].add(files[0].store.office, CalendarFollowed(WEEKENDS.digest))
    night.desk.adopt_days()
    forwarded(day)
    bring_all(files[1], files[0])
    with files[0].engine.begin() as connection:
        connection.execute("DELETE FROM moved")
        connection.execute("PRAGMA user_version = 30")
    migrate(files[0].engine)
    day.restart()
    assert rolled(files[0]) == {"2026-03-10"}


@pytest.mark.parametrize("whole_desk", [False, True])
def test_what_is_taken_over_of_a_desk_that_never_read_of_the_table_moves_too(
    by_day_and_night: tuple[list[File], Night, Night], whole_desk: bool
) -> None:
    files, day, night = by_day_and_night
    matter = forwarded(day)
    bring_all(files[0], files[1])
    night.desk.look_again()
    night.desk.adopt_days()
    assert rolled(files[1]) == {"2026-03-09"}
    if whole_desk:
        (other,) = night.desk.other_desks()
        night.desk.take_over_desk(other.letter)
    else:
        night.desk.take_over(matter)
    night.desk.tick()
    assert rolled(files[1]) == {"2026-03-10"}
