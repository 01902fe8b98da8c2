"""A migrated file is what a new one is; the journal's table only grows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3.dbapi2 import DatabaseError  # type: ignore[import-untyped]

from data.file.connection import Engine
from data.file.engine import open_engine
from data.tables.migrations import MIGRATIONS, migrate
from data.tables.rows_of_procedure import TABLES
from tests.data.files import KEY, NIGHT, File, table_names
from tests.data.released import bring
from xfconsole.core.facts.of_incident import NoteAdded

CHECK = re.compile(r"CHECK \(((?:[^()]|\([^()]*\))*)\)")
MADE = "SELECT type, name, sql FROM sqlite_schema WHERE sql <> ''"
KINDS = "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name"
COLUMNS = 'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)'
INDICES = 'SELECT name, "unique", origin, partial FROM pragma_index_list(?)'
KEYS = "SELECT seqno, name, desc, coll, key FROM pragma_index_xinfo(?)"


def shape(engine: Engine) -> dict[str, Any]:
    """Return all that a file's tables are, however the statements that made them were worded.

    Each table's indices come in the order SQLite considers them in.
    """
    with engine.connect() as connection:

        def found(query: str, *values: str) -> list[tuple[Any, ...]]:
            return list(map(tuple, connection.execute(query, values)))

        said = {name: (kind, " ".join(sql.split())) for kind, name, sql in found(MADE)}
        checks = {
            name: sorted(CHECK.findall(sql)) if kind == "table" else sql
            for name, (kind, sql) in said.items()
        }
        tables = {
            name: (about, found(COLUMNS, name), found(INDICES, name))
            for name, *about in found(KINDS)
        }
        keys = {
            index[0]: found(KEYS, index[0]) for *_, indices in tables.values() for index in indices
        }
        told = found("SELECT k, v FROM search_index_config")
        return {"said": checks, "tables": tables, "keys": keys, "search": told}


@pytest.mark.parametrize("number", range(1, len(MIGRATIONS) + 1))
def test_a_file_of_every_version_becomes_what_a_new_one_is(tmp_path: Path, number: int) -> None:
    new, old = (open_engine(tmp_path / name, KEY.database) for name in ("new.db", "old.db"))
    bring(old, number)
    for engine in (new, old):
        migrate(engine)
    assert shape(old) == shape(new)
    for engine in (new, old):
        engine.dispose()


def test_every_class_is_a_table_of_the_file(file: File) -> None:
    with file.reader.connect() as connection:
        names = table_names(connection)
    assert set(TABLES.tables) == names


def test_an_instant_of_another_width_is_refused(file: File) -> None:
    file.register()
    with file.engine.begin() as connection, pytest.raises(DatabaseError, match="CHECK"):
        connection.execute(
            "INSERT INTO event SELECT 2, 'u', desk, 2, kind, subject, '2026-02-20', recorded_at, "
            "officer, body, mac, mac, NULL, NULL, NULL FROM event"
        )


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE event SET officer = 'x'", "never changed"),
        ("UPDATE event SET seq = 9 WHERE seq = 1", "never changed"),
        ("DELETE FROM event", "nothing leaves"),
        ("DELETE FROM event WHERE seq = 2", "nothing leaves"),
    ],
)
def test_the_journal_refuses_change_and_loss(file: File, statement: str, said: str) -> None:
    matter = file.register()
    file.add(matter, NoteAdded("一"))
    before = file.rows("SELECT * FROM event")
    with file.engine.begin() as connection, pytest.raises(DatabaseError, match=said):
        connection.execute(statement)
    assert file.rows("SELECT * FROM event") == before


@pytest.mark.parametrize("triggers", ["ON", "OFF"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE", "INSERT"])
@pytest.mark.parametrize(
    "clash",
    [
        {"seq": "1"},
        {"seq": "3", "uid": "uid"},
        {"seq": "3", "dseq": "1", "uid": "'other'"},
        {"seq": "4", "dseq": "9", "uid": "'other'"},
        {"seq": "-1", "dseq": "9", "uid": "'other'"},
    ],
    ids=["seq", "uid", "dseq", "gap", "before the first"],
)
def test_no_insert_replaces_or_skips(
    file: File, verb: str, clash: dict[str, str], triggers: str
) -> None:
    matter = file.register()
    file.add(matter, NoteAdded("一"))
    before = file.rows("SELECT * FROM event ORDER BY seq")
    columns = {"seq": "seq", "uid": "uid", "dseq": "dseq"} | clash
    insert = (
        f"{verb} INTO event SELECT {columns['seq']}, {columns['uid']}, desk, {columns['dseq']}, "
        "kind, subject, happened_at, recorded_at, '改', body, prev, mac, stamp FROM event "
        "WHERE seq = 1"
    )
    with file.engine.connect() as connection:
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA recursive_triggers = {triggers}")
        with pytest.raises(DatabaseError):
            connection.execute(insert)
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("BEGIN")
    assert file.rows("SELECT * FROM event ORDER BY seq") == before


@pytest.mark.parametrize("triggers", ["ON", "OFF"])
@pytest.mark.parametrize("clash", ["seq", "uid", "desk, dseq"])
@pytest.mark.parametrize(
    "resolution", ["DO UPDATE SET officer = '改'", "DO UPDATE SET body = '{}'", "DO NOTHING"]
)
def test_no_upsert_changes_a_line(file: File, clash: str, resolution: str, triggers: str) -> None:
    matter = file.register()
    file.add(matter, NoteAdded("一"))
    before = file.rows("SELECT * FROM event ORDER BY seq")
    upsert = (
        "INSERT INTO event SELECT seq, uid, desk, dseq, kind, subject, happened_at, recorded_at, "
        "officer, body, prev, mac, stamp, NULL, NULL FROM event WHERE seq = 1 "
        f"ON CONFLICT ({clash}) {resolution}"
    )
    with file.engine.connect() as connection:
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA recursive_triggers = {triggers}")
        with pytest.raises(DatabaseError, match="grows at its end"):
            connection.execute(upsert)
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("BEGIN")
    assert file.rows("SELECT * FROM event ORDER BY seq") == before


def test_an_instant_is_kept_to_the_microsecond_in_utc(file: File) -> None:
    at = NIGHT.replace(microsecond=7)
    file.register(at=at)
    assert file.rows("SELECT happened_at FROM event") == [("2026-02-19T18:00:00.000007Z",)]
    assert file.views.matters()[0].received_at == at
