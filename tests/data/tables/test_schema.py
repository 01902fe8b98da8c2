"""The migrated file and the SQLModel classes say the same; the journal's table only grows."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from tests.data.files import NIGHT, File, told
from xfconsole.core.facts.event import NoteAdded


def shape(metadata: sa.MetaData) -> dict[str, Any]:
    """Return tables, columns, types, keys and indices in a form that can be compared."""
    return {
        name: {
            "columns": [(c.name, str(c.type), c.nullable) for c in table.columns],
            "key": [c.name for c in table.primary_key],
            "indices": sorted((str(i.name), bool(i.unique)) for i in table.indexes),
            "unique": sorted(
                sorted(c.name for c in each.columns)
                for each in table.constraints
                if isinstance(each, sa.UniqueConstraint)
            ),
        }
        for name, table in metadata.tables.items()
    }


def test_the_classes_agree_with_the_migrated_file(file: File) -> None:
    migrated = sa.MetaData()
    # SQLAlchemy can't reflect an index over an expression; ours are over columns.
    with file.reader.connect() as connection:
        migrated.reflect(connection, only=told)
    assert shape(SQLModel.metadata) == shape(migrated)


def test_an_instant_of_another_width_is_refused(file: File) -> None:
    file.register()
    with file.engine.begin() as connection, pytest.raises(DatabaseError, match="CHECK"):
        connection.exec_driver_sql(
            "INSERT INTO event SELECT 2, 'u', desk, 2, kind, subject, '2026-02-20', recorded_at, "
            "officer, body, mac, mac FROM event"
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
        connection.exec_driver_sql(statement)
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
        "kind, subject, happened_at, recorded_at, '改', body, prev, mac FROM event WHERE seq = 1"
    )
    with file.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"PRAGMA recursive_triggers = {triggers}")
        with pytest.raises(DatabaseError):
            connection.exec_driver_sql(insert)
        connection.exec_driver_sql("PRAGMA recursive_triggers = ON")
        connection.exec_driver_sql("BEGIN")
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
        f"officer, body, prev, mac FROM event WHERE seq = 1 ON CONFLICT ({clash}) {resolution}"
    )
    with file.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"PRAGMA recursive_triggers = {triggers}")
        with pytest.raises(DatabaseError, match="grows at its end"):
            connection.exec_driver_sql(upsert)
        connection.exec_driver_sql("PRAGMA recursive_triggers = ON")
        connection.exec_driver_sql("BEGIN")
    assert file.rows("SELECT * FROM event ORDER BY seq") == before


def test_two_matters_never_come_from_the_same_row(file: File) -> None:
    file.register(source_ref="letters:1")
    with pytest.raises(DatabaseError, match="UNIQUE"):
        file.register(source_ref="letters:1")
    file.register()
    file.register()
    assert file.views.matter_count() == 3


def test_an_instant_is_kept_to_the_microsecond_in_utc(file: File) -> None:
    at = NIGHT.replace(microsecond=7)
    file.register(at=at)
    assert file.rows("SELECT happened_at FROM event") == [("2026-02-19T18:00:00.000007Z",)]
    assert file.views.matters()[0].received_at == at
