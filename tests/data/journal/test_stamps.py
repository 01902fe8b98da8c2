"""Where events stand among those of every desk: a desk never writes before what it knew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.journal.journal import all_events, events_of, verify_chain
from data.journal.stamps import Stamps
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from tests.data.files import KEY, NIGHT, File, new_file
from tests.data.journal.test_journal import CHAIN_KEY, broken, tamper
from tests.data.released import as_version
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded

MINUTES = st.integers(-120, 120)
JUMPS = (0, 90, -60, 0, -60, 200)
"""Minutes by which the clock is put forward or back before each of some notes."""


def noted(file: File, minutes: int, store: SqlStore | None = None) -> Event:
    """Write a note by a clock that shows so many minutes after the night's beginning."""
    file.now = NIGHT + timedelta(minutes=minutes)
    event = file.event("s", NoteAdded("灯坏了"))
    with (store or file.store).begin() as tx:
        tx.append([event])
    return event


def another_desk(file: File, name: str) -> SqlStore:
    """Let another desk go on with a file, as after a restore."""
    claim_file(file.engine, file.store.office, name)
    return SqlStore(file.engine, KEY)


def stamps(file: File) -> list[str | None]:
    return [stamp for (stamp,) in file.rows("SELECT stamp FROM event ORDER BY seq")]


def test_a_desk_whose_clock_runs_on_keeps_no_stamps(file: File) -> None:
    for minutes in (0, 0, 5, 90):
        noted(file, minutes)
    assert stamps(file) == [None] * 4


def test_after_a_clock_set_back_a_desk_goes_on_where_it_was(file: File) -> None:
    written = [noted(file, sum(JUMPS[: at + 1])) for at in range(len(JUMPS))]
    held = "2026-02-19T19:30:01.000000Z"
    assert stamps(file) == [None, None, held, held, held, None]
    with file.reader.connect() as connection:
        assert [each.uid for each in events_of(connection, "s")] == [e.uid for e in written]


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_the_desk_after_a_restore_stands_behind_what_it_read(file: File, name: str) -> None:
    first, last = noted(file, 0), noted(file, -30, another_desk(file, name))
    with file.reader.connect() as connection:
        events = events_of(connection, "s")
    assert [each.uid for each in events] == [first.uid, last.uid]
    assert events[1].order == ("2026-02-19T18:00:01.000001Z", name, 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), MINUTES)))
def test_no_line_stands_before_one_that_was_there(lines: list[tuple[str, int]]) -> None:
    reached, orders = Stamps(), []
    for dseq, (desk, minutes) in enumerate(lines):
        at = (NIGHT + timedelta(minutes=minutes)).isoformat(timespec="microseconds")
        recorded_at = at.replace("+00:00", "Z")
        stamp = reached.usual(recorded_at, desk)
        reached.note(stamp, desk)
        assert stamp >= recorded_at
        orders.append((stamp, desk, dseq))
    assert orders == sorted(orders)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET stamp = '2026-02-19T18:00:00.500000Z' WHERE seq = 2",
        "UPDATE event SET stamp = NULL WHERE seq = 3",
        "UPDATE event SET stamp = '2026-02-19T23:00:00.000000Z' WHERE seq = 3",
    ],
    ids=["given", "taken away", "another"],
)
def test_a_changed_stamp_breaks_the_chain(file: File, change: str) -> None:
    for minutes in (0, 10, 5, 20):
        noted(file, minutes)
    assert broken(file) is None
    tamper(file, change)
    assert broken(file) in (2, 3)


def test_an_older_file_gets_the_stamps_that_it_would_have_written(tmp_path: Path) -> None:
    with new_file(tmp_path) as file:
        for at in range(len(JUMPS)):
            noted(file, sum(JUMPS[: at + 1]))
        store = another_desk(file, "after a restore")
        for minutes in (0, 30, 400, 1):
            noted(file, minutes, store)
        before = as_version(17, file)
        migrate(before)
        with file.reader.connect() as now, before.connect() as connection:
            assert verify_chain(connection, CHAIN_KEY) is None
            migrated = [(e.uid, e.order[0]) for e in all_events(connection)]
            assert migrated == [(e.uid, e.order[0]) for e in all_events(now)]
        before.dispose()
