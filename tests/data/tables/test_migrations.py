"""A file moves up to the newest version, and is never half-way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from data.file.connection import Engine, Row
from data.file.engine import open_engine
from data.journal.codec import instant_of
from data.journal.journal import chain_key, verify_chain
from data.ledger.views import SqlViews
from data.store.store import SqlStore
from data.tables.migrations import MIGRATIONS, Migration, check_version, migrate, version_of
from data.vault.vault import DataKey
from tests.data import processes
from tests.data.files import File, Uids, contents, new_file, table_names
from tests.data.released import as_version, bring
from tests.data.store.test_rebuild import rebuilt
from tests.desks import START, Night, three_days
from tests.lives import MOVES
from xfconsole.core.facts.of_office import OfficeFounded, RosterImported
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Act, Clock, State
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.state.work import LOOKED_AT
from xfconsole.desk.verbs.registering import Imported

KEY = bytes(range(32))
DATA_KEY = DataKey(KEY)
DAY = timedelta(days=1)
NEWEST = len(MIGRATIONS)
NEXT: Migration = (
    "CREATE TABLE next (text TEXT NOT NULL) STRICT",
    "INSERT INTO next SELECT form FROM draft",
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "office.db", KEY)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return table_names(connection)


def version(engine: Engine) -> int:
    with engine.connect() as connection:
        return version_of(connection)


def test_an_empty_file_becomes_the_newest_version(engine: Engine) -> None:
    assert version(engine) == 0
    migrate(engine)
    assert version(engine) == len(MIGRATIONS)
    assert {"event", "matter", "incident", "draft"} <= tables(engine)


def test_every_table_is_strict(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        listed = connection.execute("PRAGMA table_list").mappings()
        kept = {row["name"]: row["strict"] for row in listed if row["type"] == "table"}
    lax = {name for name, strict in kept.items() if not strict}
    assert {name for name in lax if not name.startswith("sqlite_")} == set()


def schema(engine: Engine) -> list[Row]:
    with engine.connect() as connection:
        query = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
        return list(connection.execute(query))


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    before = schema(engine)
    migrate(engine)
    assert schema(engine) == before
    assert before


def test_what_a_version_says_to_rows_is_said_once(engine: Engine) -> None:
    bring(engine, 1)
    with engine.begin() as connection:
        connection.execute("INSERT INTO draft VALUES ('intake', x'00', 'then')")
    for _ in range(2):
        migrate(engine, (*MIGRATIONS, NEXT))
    assert version(engine) == NEWEST + 1
    with engine.connect() as connection:
        assert list(connection.execute("SELECT text FROM next").scalars()) == ["intake"]
        assert list(connection.execute("SELECT form FROM draft").scalars()) == ["intake"]


RECEIVED = datetime(2026, 2, 1, 1, 0, tzinfo=UTC)
"""Nineteen days before the night."""


def an_office(file: File) -> Night:
    """Fill a file with a live incident, a matter that waits, and two that files brought."""
    file.add(file.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
    night = Night(store=file.store, roster=three_days()).open(33).after(12)
    night.desk.note(night.incident, "坐了两排")
    waiting = MatterForm(Channel.LETTER, "停水三天", received_at=RECEIVED)
    night.desk.register(waiting)
    rows = [replace(waiting, summary=each, source="信.xlsx", source_ref=each) for each in "甲乙"]
    night.desk.register_batch([Imported(rows[0], "已恢复", RECEIVED + DAY), Imported(rows[1])])
    return night


def resumed(store: SqlStore) -> Night:
    """Return the desk of the program that opens the file a minute later."""
    night = Night(store=store, roster=RosterImported("", ()), start=START + timedelta(minutes=13))
    # The first program's events keep their names.
    made = Uids(9000)
    night.ids.new = made.new  # type: ignore[method-assign]
    night.desk.tick()
    return night


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    with new_file(tmp_path) as found:
        yield found


@pytest.fixture
def migrated(file: File) -> Iterator[File]:
    """An office's file that version 1 wrote, brought to the newest version."""
    an_office(file)
    engine = as_version(1, file)
    assert version(engine) == 1
    migrate(engine)
    path = file.path.with_name("before.db")
    reader = open_engine(path, DATA_KEY.database, read_only=True)
    yield File(path, engine, reader, SqlStore(engine, DATA_KEY), SqlViews(reader, DATA_KEY))
    reader.dispose()
    engine.dispose()


def test_a_version_1_file_knows_where_its_matters_stand(migrated: File) -> None:
    assert version(migrated.engine) == len(MIGRATIONS)
    assert migrated.rows("SELECT number, state, reckoned FROM matter ORDER BY number") == [
        ("2026-000001", "registered", 0),
        ("2026-000002", "registered", 0),
        ("2026-000003", "replied", 0),
        ("2026-000004", "registered", 0),
    ]
    assert migrated.rows("SELECT name, amount FROM tally ORDER BY name") == [
        ("matter", 4), ("state:registered", 3), ("state:replied", 1),
    ]  # fmt: skip
    answered = migrated.rows("SELECT answered_at FROM matter WHERE answered_at IS NOT NULL")
    assert [instant_of(each) for (each,) in answered] == [RECEIVED + DAY]
    assert migrated.rows("SELECT * FROM deadline") == []


def test_its_deadlines_are_reckoned_within_a_few_looks(migrated: File) -> None:
    night = resumed(migrated.store)
    deadlines = "SELECT clock, started_on, target_on, prompt IS NOT NULL FROM deadline"
    assert migrated.rows(f"{deadlines} ORDER BY started_on, clock") == [
        ("deal", "2026-02-01", "2026-02-16", 1),
        ("deal", "2026-02-01", "2026-02-16", 0),
        ("deal", "2026-02-20", "2026-03-07", 0),
    ]
    assert night.desk.tick().events == ()
    assert migrated.rows("SELECT count(*) FROM matter WHERE reckoned = 0") == [(1,)]
    life = night.desk.life("2026-000003")
    assert (life.state, life.clocks and life.open_clock(Clock.DEAL)) == (State.REPLIED, None)
    night.desk.move("2026-000003", MOVES[Act.SERVE])
    assert night.desk.life("2026-000003").open_clock(Clock.ASK_REVIEW)


def test_its_night_goes_on_where_it_was(file: File, migrated: File) -> None:
    """The program that opens the file wrote none of it: it has to find everything in place."""
    night = resumed(migrated.store)
    before = resumed(file.store)
    live, was = (each.desk.situation().incidents for each in (night, before))
    assert [(each.number, each.headcount) for each in live] == [("02-001", 33)]
    assert live[0].plan.obligations == was[0].plan.obligations
    night.incident = live[0].uid
    night.count(60)
    assert night.view().headcount == 60
    with migrated.engine.connect() as connection:
        assert verify_chain(connection, chain_key(DATA_KEY.raw)) is None


def test_it_comes_back_equal_from_its_journal(migrated: File, tmp_path: Path) -> None:
    resumed(migrated.store)
    assert rebuilt(migrated, tmp_path) == contents(migrated.reader)


def test_many_matters_are_reckoned_some_at_a_time(file: File) -> None:
    """So many a look: an office with years of letters opens at once all the same."""
    night = an_office(file)
    forms = [
        MatterForm(Channel.LETTER, f"信{n}", received_at=RECEIVED, source_ref=f"r{n}", source="信")
        for n in range(2 * LOOKED_AT)
    ]
    night.desk.register_batch([Imported(each) for each in forms])
    engine = as_version(1, file)
    migrate(engine)
    night = resumed(SqlStore(engine, DATA_KEY))
    counts = []
    for _ in range(4):
        night.clock.advance(timedelta(seconds=1))
        night.desk.tick()
        with engine.connect() as connection:
            counts.append(connection.execute("SELECT count(*) FROM deadline").scalar())
    assert counts == [2 * LOOKED_AT, *[2 * LOOKED_AT + 3] * 3]
    engine.dispose()


TIED = """
    INSERT INTO deadline SELECT matter, 'accept', anchor, part, who, unit, measure, days,
      started_on, '9999-12-31' AS target_on, rolled_on, due_at, provisional, NULL, NULL, NULL, NULL,
      NULL, 0, '', '', NULL, NULL, 0, NULL
    FROM deadline WHERE clock = 'deal' AND met_at IS NULL AND target_on < '2026-02-20'
"""
"""A later control date that ends on the same statutory day."""


@pytest.mark.parametrize("number", range(1, NEWEST))
def test_rows_come_out_as_each_version_in_turn_left_them(file: File, number: int) -> None:
    night = an_office(file)
    night.clock.advance(timedelta(hours=9))
    night.desk.tick()
    night.desk.move("2026-000004", MOVES[Act.FORWARD])
    with file.engine.begin() as connection:
        assert connection.execute(TIED).changed
    assert file.rows("SELECT count(*) FROM deadline WHERE prompt IS NOT NULL") > [(0,)]
    once, in_turn = (as_version(number, file, each) for each in ("once.db", "in_turn.db"))
    migrate(once)
    bring(in_turn, NEWEST)
    assert version(once) == version(in_turn) == NEWEST
    assert contents(once) == contents(in_turn)
    once.dispose()
    in_turn.dispose()


@pytest.mark.parametrize("number", range(NEWEST))
def test_a_version_that_fails_leaves_the_file_as_it_was(engine: Engine, number: int) -> None:
    bring(engine, number)
    before = schema(engine)
    broken: Migration = (*NEXT, "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(dbapi2.OperationalError, match="nowhere"):
        migrate(engine, (*MIGRATIONS, broken))
    assert (version(engine), schema(engine)) == (number, before)
    migrate(engine, (*MIGRATIONS, NEXT))
    assert version(engine) == NEWEST + 1


def test_a_file_of_a_newer_program_is_refused_and_left_alone(engine: Engine) -> None:
    migrate(engine, (*MIGRATIONS, NEXT))
    for open_it in (migrate, check_version):
        with pytest.raises(Refused) as refused:
            open_it(engine)
        assert refused.value.key == "vault.refused.newer"
        assert refused.value.values == {"found": NEWEST + 1, "known": NEWEST}
    assert version(engine) == NEWEST + 1


def test_a_reader_refuses_a_file_that_needs_migrating(engine: Engine) -> None:
    bring(engine, 1)
    check_version(engine, MIGRATIONS[:1])
    with pytest.raises(Refused) as refused:
        check_version(engine)
    assert (refused.value.key, refused.value.values) == (
        "vault.refused.older",
        {"found": 1, "known": NEWEST},
    )


MIGRATE = """
import sys
from pathlib import Path
from data.file.engine import open_engine
from data.tables.migrations import migrate
engine = open_engine(Path(sys.argv[1]), bytes(range(32)))
print("ready", flush=True)
input()
migrate(engine)
"""


def test_two_processes_migrating_at_once_do_it_once(engine: Engine, tmp_path: Path) -> None:
    assert processes.run_two_at_once(MIGRATE, tmp_path / "office.db") == ["", ""]
    assert version(engine) == len(MIGRATIONS)
