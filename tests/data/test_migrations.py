"""A file moves up one whole version at a time, and is never half-way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.engine import open_engine
from data.journal import chain_key, verify_chain
from data.migrations import MIGRATIONS, Migration, check_version, migrate, version_of
from data.schema import VERSION_1
from data.store import SqlStore, found_office
from data.vault import DataKey
from tests.data import processes
from tests.data.files import contents
from tests.desks import Night
from xfconsole.core.refusal import Refused

KEY = bytes(range(32))
DATA_KEY = DataKey(KEY)
SECOND: Migration = (
    "CREATE TABLE second (text TEXT NOT NULL) STRICT",
    "INSERT INTO second SELECT form FROM draft",
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_engine(tmp_path / "office.db", KEY)
    yield engine
    engine.dispose()


def tables(engine: sa.Engine) -> set[str]:
    with engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names())


def version(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return version_of(connection)


def test_an_empty_file_becomes_the_newest_version(engine: sa.Engine) -> None:
    assert version(engine) == 0
    migrate(engine)
    assert version(engine) == len(MIGRATIONS)
    assert {"event", "matter", "incident", "draft"} <= tables(engine)


def test_every_table_is_strict(engine: sa.Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
    kept = {row["name"]: row["strict"] for row in listed if row["type"] == "table"}
    lax = {name for name, strict in kept.items() if not strict}
    assert {name for name in lax if not name.startswith("sqlite_")} == set()


def test_migrating_again_changes_nothing(engine: sa.Engine) -> None:
    def schema() -> list[sa.Row[tuple[object, ...]]]:
        with engine.connect() as connection:
            query = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
            return list(connection.exec_driver_sql(query))

    migrate(engine)
    before = schema()
    migrate(engine)
    assert schema() == before
    assert before


def test_a_version_1_file_opens_once_there_is_a_version_2(engine: sa.Engine) -> None:
    migrate(engine, MIGRATIONS[:1])
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO draft VALUES ('intake', x'00', 'then')")
    migrate(engine, (MIGRATIONS[0], SECOND))
    assert version(engine) == 2
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT text FROM second").scalars().all() == ["intake"]
        assert connection.exec_driver_sql("SELECT form FROM draft").scalars().all() == ["intake"]


ADD_A_COLUMN: Migration = (
    "ALTER TABLE matter ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE second (matter TEXT PRIMARY KEY NOT NULL, notes INTEGER NOT NULL) STRICT",
    "INSERT INTO second SELECT subject, count(*) FROM event WHERE kind = 'note.added' GROUP BY 1",
)


def test_a_night_written_under_version_1_goes_on_under_version_2(tmp_path: Path) -> None:
    """The program that opens the file wrote none of it: it has to find everything in place."""
    engine = open_engine(tmp_path / "office.db", DATA_KEY.database)
    migrate(engine, (VERSION_1,))
    found_office(engine, "office", "desk")
    night = Night(store=SqlStore(engine, DATA_KEY)).open(33).after(12)
    night.desk.note(night.incident, "坐了两排")
    before, situation = contents(engine), night.desk.situation()
    engine.dispose()

    engine = open_engine(tmp_path / "office.db", DATA_KEY.database)
    migrate(engine, (VERSION_1, ADD_A_COLUMN))
    after = contents(engine)
    assert after.pop("second") == [(night.incident, 1)]
    assert {name: rows for name, rows in after.items() if name != "matter"} == {
        name: rows for name, rows in before.items() if name != "matter"
    }
    assert after["matter"] == [(*row, 0) for row in before["matter"]]
    night.store = SqlStore(engine, DATA_KEY)
    assert replace(night.restart().desk.situation(), revision=0) == replace(situation, revision=0)
    night.count(60)
    assert night.view().headcount == 60
    with engine.connect() as connection:
        assert verify_chain(connection, chain_key(DATA_KEY.raw)) is None
    engine.dispose()


def test_a_version_that_fails_leaves_the_one_before_it(engine: sa.Engine) -> None:
    broken: Migration = (*SECOND, "INSERT INTO nowhere VALUES (1)")
    third: Migration = ("CREATE TABLE third (text TEXT) STRICT",)
    with pytest.raises(sa.exc.OperationalError, match="nowhere"):
        migrate(engine, (MIGRATIONS[0], broken, third))
    assert version(engine) == 1
    assert {"second", "third"}.isdisjoint(tables(engine))
    migrate(engine, (MIGRATIONS[0], SECOND, third))
    assert version(engine) == 3


def test_a_file_of_a_newer_program_is_refused_and_left_alone(engine: sa.Engine) -> None:
    migrate(engine, (MIGRATIONS[0], SECOND))
    for open_it in (migrate, check_version):
        with pytest.raises(Refused) as refused:
            open_it(engine, MIGRATIONS[:1])
        assert refused.value.key == "vault.refused.newer"
        assert refused.value.values == {"found": 2, "known": 1}
    assert version(engine) == 2


def test_a_reader_refuses_a_file_that_needs_migrating(engine: sa.Engine) -> None:
    migrate(engine, MIGRATIONS[:1])
    check_version(engine, MIGRATIONS[:1])
    with pytest.raises(Refused) as refused:
        check_version(engine, (MIGRATIONS[0], SECOND))
    assert (refused.value.key, refused.value.values) == (
        "vault.refused.older",
        {"found": 1, "known": 2},
    )


MIGRATE = """
import sys
from pathlib import Path
from data.engine import open_engine
from data.migrations import migrate
engine = open_engine(Path(sys.argv[1]), bytes(range(32)))
print("ready", flush=True)
input()
migrate(engine)
"""


def test_two_processes_migrating_at_once_do_it_once(engine: sa.Engine, tmp_path: Path) -> None:
    both = [processes.start(MIGRATE, tmp_path / "office.db") for _ in range(2)]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]
    assert version(engine) == len(MIGRATIONS)
