"""The journal alone gives every table back, row for row."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from data.file.engine import open_engine
from data.journal.journal import chain_key, verify_chain
from data.store.rebuild import rebuild
from tests.data.files import KEY, File, contents, founded, hasty, new_file
from tests.data.strategies import nights, play
from tests.desks import ZONE
from tests.desks import Night as DeskNight
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import EventCorrected, NoteAdded
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.procedure import Bar
from xfconsole.drill.demo_night import demo_roster


def rebuilt(file: File, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rebuild into an empty file and return its tables; the chain has to hold there too."""
    path = folder / "rebuilt.db"
    path.write_bytes(founded())
    target = hasty(open_engine(path, KEY.database))
    try:
        rebuild(file.reader, target)
        with target.connect() as connection:
            assert verify_chain(connection, chain_key(KEY.raw)) is None
        return contents(target)
    finally:
        target.dispose()


@pytest.mark.long
@settings(max_examples=60)
@given(nights())
def test_any_night_comes_back_equal(transactions: list[list[Event]]) -> None:
    comes_back_equal(transactions)


@pytest.mark.torture
@given(nights())
def test_a_thousand_nights_come_back_equal(transactions: list[list[Event]]) -> None:
    """As many nights as the profile says."""
    comes_back_equal(transactions)


def comes_back_equal(transactions: list[list[Event]]) -> None:
    with tempfile.TemporaryDirectory() as folder, new_file(Path(folder)) as file:
        play(file.store, transactions)
        assert rebuilt(file, Path(folder)) == contents(file.reader)


def test_the_projections_hold_rows_for_the_comparison_to_compare(file: File) -> None:
    matter = file.register(source_ref="letters:1")
    file.add(matter, EventCorrected(file.views.events_of(matter)[0].uid, {"summary": "停水"}, "错"))
    tables = contents(file.reader)
    assert len(tables["matter"]) == 1
    assert tables["tally"] == [("matter", 1), ("state:registered", 1)]
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
        connection.execute(damage)
    assert contents(file.reader) != whole
    assert rebuilt(file, tmp_path) == whole


def test_what_no_event_tells_is_carried_over(file: File, tmp_path: Path) -> None:
    with file.store.begin() as tx:
        tx.seal("matter", Identity(name="来访者甲"))
        tx.save_policy("0" * 64, "id = 'default'")
        tx.save_heartbeat(Reading(file.now, 12.5, "boot"))
    with file.engine.begin() as connection:
        connection.execute("INSERT INTO draft VALUES ('intake', x'00', '2026')")
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


def test_a_night_of_the_desk_comes_back_equal(file: File, tmp_path: Path) -> None:
    """The desk's own numbering has to be the one that counters are found again by."""
    file.add(file.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
    # 2025-12-31 23:50 at the office: both series change while the night goes on.
    start = datetime(2025, 12, 31, 15, 50, tzinfo=UTC)
    night = DeskNight(store=file.store, start=start, roster=demo_roster(start, ZONE))
    night.open(33)
    night.ring("unit_head", "no_answer")
    night.after(minutes=20)
    night.open(120)
    registered = next(e.uid for e in night.done.events if isinstance(e.fact, MatterRegistered))
    night.desk.correct(registered, {"summary": "更正后的摘要"}, "听错")
    night.desk.bar("2025-000001", Bar.ACCUSED, unit="水务局")
    night.desk.link("2025-000001", "2026-000001")
    night.after(minutes=45)
    tables = contents(file.reader)
    assert {name for name, rows in tables.items() if not rows} <= {
        "request", "leave", "draft", "matter_key", "saved_view", "erasure", "wiping",
        "received", "keeper", "desk_key", "batch", "heard", "officer_slot", "hub", "contested",
        "moved",
    }  # fmt: skip
    assert tables["counter"] == [
        ("incident-2025-12", 1),
        ("incident-2026-01", 1),
        ("matter-2025", 1),
        ("matter-2026", 1),
    ]
    assert rebuilt(file, tmp_path) == tables
