"""The journal alone gives every table back, row for row."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from data.engine import open_engine
from data.journal import chain_key, verify_chain
from data.migrations import migrate
from data.rebuild import rebuild
from tests.data.files import KEY, File, contents, new_file
from tests.data.strategies import nights, play
from xfconsole.core.events import Event, EventCorrected, NoteAdded
from xfconsole.core.model import Identity
from xfconsole.core.ports import Reading


def rebuilt(file: File, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rebuild into an empty file and return its tables; the chain has to hold there too."""
    target = open_engine(folder / "rebuilt.db", KEY.database)
    try:
        migrate(target)
        rebuild(file.reader, target)
        with target.connect() as connection:
            assert verify_chain(connection, chain_key(KEY.raw)) is None
        return contents(target)
    finally:
        target.dispose()


@settings(max_examples=60)
@given(nights())
def test_any_night_comes_back_equal(transactions: list[list[Event]]) -> None:
    with tempfile.TemporaryDirectory() as folder, new_file(Path(folder)) as file:
        play(file.store, transactions)
        assert rebuilt(file, Path(folder)) == contents(file.reader)


def test_the_projections_hold_rows_for_the_comparison_to_compare(file: File) -> None:
    matter = file.register(source_ref="letters:1")
    file.add(matter, EventCorrected(file.views.events_of(matter)[0].uid, {"summary": "停水"}, "错"))
    tables = contents(file.reader)
    assert len(tables["matter"]) == 1
    assert tables["tally"] == [("matter", 1)]
    assert tables["counter"] == [("matter-2026", 1)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE matter SET summary = '改'",
        "DELETE FROM matter",
        "DELETE FROM counter",
        "UPDATE tally SET amount = 7",
    ],
)
def test_a_damaged_projection_is_healed(file: File, tmp_path: Path, damage: str) -> None:
    file.register()
    whole = contents(file.reader)
    with file.engine.begin() as connection:
        connection.exec_driver_sql(damage)
    assert contents(file.reader) != whole
    assert rebuilt(file, tmp_path) == whole


def test_what_no_event_tells_is_carried_over(file: File, tmp_path: Path) -> None:
    with file.store.begin() as tx:
        tx.seal("matter", Identity(name="来访者甲"))
        tx.keep_policy("0" * 64, "id = 'default'")
        tx.keep_heartbeat(Reading(file.now, 12.5, "boot"))
    with file.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO draft VALUES ('intake', x'00', '2026')")
    whole = contents(file.reader)
    assert [len(whole[name]) for name in ("matter_key", "policy_pack", "heartbeat", "draft")] == [
        1,
        1,
        1,
        1,
    ]
    assert rebuilt(file, tmp_path) == whole


def test_a_file_that_is_not_empty_is_left_as_it_is(file: File, tmp_path: Path) -> None:
    file.register()
    with new_file(tmp_path, "other.db") as other:
        other.add("s", NoteAdded("另一处"))
        before = contents(other.reader)
        with pytest.raises(Exception, match="grows at its end"):
            rebuild(file.reader, other.engine)
        assert contents(other.reader) == before
