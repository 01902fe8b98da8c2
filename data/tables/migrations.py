"""Brings an office's file to the newest version, whole or not at all.

The classes say what a file has to hold: tables and columns that it misses are added, columns that
no class knows go, indices and triggers that it has otherwise are made anew, and so is a table in
which other columns are held to be unique. A new file is made the same way, from nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from data.file.connection import Connection, Engine
from data.tables.search import LEAVES, SEARCH
from data.tables.triggers import NEAREST, PAST, TRIGGERS
from xfconsole.core.words.refusal import Refused

Migration: TypeAlias = Sequence[str]
"""What a version says to the rows of the one before it, once tables and columns are there and
before indices and triggers are; nothing where only those changed."""

_LIFE: Migration = (
    # A file made from nothing never had the table.
    "CREATE TABLE IF NOT EXISTS reply (matter TEXT NOT NULL, replied_at TEXT NOT NULL) STRICT",
    """
    UPDATE matter SET state = 'replied',
      answered_at = (SELECT min(replied_at) FROM reply WHERE matter = matter.uid)
    WHERE uid IN (SELECT matter FROM reply)
    """,
    """
    INSERT INTO tally (name, amount) SELECT 'state:' || state, count(*) FROM matter GROUP BY state
    """,
)
"""A matter from before has no deadlines yet; the desk's watch reckons them one by one."""

_TAKING = "('matter.moved', 'document.issued', 'matter.chased', 'party.barred')"
_BY_FILE = '{"act":"serve","by":"unit","to":"served"}'
_BROUGHT: Migration = (
    # What import brought a matter: of one from before the journal kept that, its file.
    "UPDATE matter SET brought = source WHERE source <> ''",
    f"""
    UPDATE matter SET taken_at = (
      SELECT min(recorded_at) FROM event
      WHERE subject = matter.uid AND kind IN {_TAKING} AND body <> '{_BY_FILE}'
    ) WHERE brought <> ''
    """,
    """
    UPDATE deadline SET silent = 1 WHERE EXISTS (
      SELECT 1 FROM matter WHERE uid = deadline.matter AND brought <> '' AND taken_at IS NULL
        AND deadline.due_at <= registered_at
    )
    """,
    f"{PAST} brought <> ''",
    "DELETE FROM tally WHERE name = 'standing'",
    """
    INSERT INTO tally (name, amount)
    SELECT 'standing', count(*) FROM deadline WHERE prompt IS NOT NULL AND NOT silent
    HAVING count(*) > 0
    """,
    f"{NEAREST} due_at IS NOT NULL",
)
"""Lets a night be told apart from the past. A clock from before knows one of its two last days
only; the watch reckons it anew and journals both."""

_UNREAD: Migration = tuple(
    f"DROP TABLE IF EXISTS {name}" for name in ("obligation", "call", "prompt", "reply")
)
"""Nothing asked these tables anything: a night and its replies are read from the journal."""

_ORDERED: Migration = (
    # Whatever a clock that was set back wrote stands behind what its desk had written before; the
    # desk that took over from a backup, behind all of that.
    """
    WITH line AS (
      SELECT seq, sum(other) OVER (ORDER BY seq) AS others,
        unixepoch(substr(recorded_at, 1, 19)) * 1000000 + substr(recorded_at, 21, 6) AS at
      FROM (SELECT seq, recorded_at, desk <> lag(desk, 1, desk) OVER (ORDER BY seq) AS other
            FROM event)
    ), reached AS (
      SELECT seq, at, others + max(at - others) OVER (ORDER BY seq) AS stamp FROM line
    )
    UPDATE event SET stamp = strftime('%Y-%m-%dT%H:%M:%S', reached.stamp / 1000000, 'unixepoch')
      || printf('.%06dZ', reached.stamp % 1000000)
    FROM reached WHERE event.seq = reached.seq AND reached.stamp > reached.at
    """,
    *(
        f"""
        UPDATE {table} SET ordinal = (
          SELECT coalesce(stamp, recorded_at) || ' ' || desk || ' ' || printf('%010d', dseq)
          FROM event WHERE {is_of}
        )
        """
        for table, is_of in (
            ("request", "event.uid = request.uid"),
            ("incident", "event.subject = incident.uid AND kind = 'incident.opened'"),
        )
    ),
)
"""Gives lines and rows their places in the order of all desks: on a desk of its own the order in
which it wrote them."""

_KEPT: Migration = (
    """
    INSERT INTO keeper (subject, event, desk) SELECT uid, uid, (
      SELECT desk FROM event
      WHERE subject = lettered.uid AND kind IN ('matter.registered', 'incident.opened')
    ) FROM (
      SELECT uid, number FROM matter UNION ALL SELECT uid, number FROM incident
    ) lettered WHERE number GLOB '*[A-Z]-*'
    """,
)
"""Only an office with several desks has numbers with letters."""

_DATED: Migration = (
    """
    INSERT OR IGNORE INTO moved (matter) SELECT DISTINCT matter FROM deadline
    WHERE met_at IS NULL AND (
      SELECT body ->> '$.digest' FROM event WHERE kind = 'calendar.adopted'
      ORDER BY seq DESC LIMIT 1
    ) <> (
      SELECT body ->> '$.digest' FROM event WHERE kind IN ('calendar.adopted', 'calendar.followed')
        AND desk = (SELECT value FROM meta WHERE key = 'desk') ORDER BY seq DESC LIMIT 1
    )
    """,
)
"""A desk that had read another's table of holidays wrote down by what it followed that it had yet
to do so; now it looks at the matters."""

MIGRATIONS: tuple[Migration, ...] = (
    ("INSERT INTO tally (name, amount) VALUES ('matter', 0)",),
    (*_LIFE, *SEARCH),
    (),
    _BROUGHT,
    (),
    (),
    (),
    _UNREAD,
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    _ORDERED,
    (LEAVES,),
    (),
    (),
    ("UPDATE received SET dated_at = decided_at",),
    _KEPT,
    (),
    (),
    (),
    (),
    (),
    (),
    (),
    _DATED,
    (),
)
"""Every version in order, the first at index 0."""

_UNIQUE = """
    SELECT t.name, count(*) FROM sqlite_schema t JOIN pragma_index_list(t.name) i
    WHERE t.type = 'table' AND i.origin = 'u' GROUP BY t.name
"""
_COLUMNS = """
    SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' ORDER BY t.name, c.cid
"""


def migrate(
    engine: Engine,
    migrations: Sequence[Migration] = MIGRATIONS,
    then: Callable[[Connection, int], object] = lambda *_: None,
) -> None:
    """Bring a file to the newest version in one ``BEGIN IMMEDIATE`` with its ``user_version``.

    ``then`` is told which version an older file was at, in the same transaction. Raises Refused for
    a file that a newer xfconsole wrote.
    """
    # The version is read inside the transaction: another process may be migrating too.
    with engine.begin() as connection:
        found = version_of(connection)
        _refuse_newer(found, len(migrations))
        if found < len(migrations):
            _make(connection, [each for version in migrations[found:] for each in version])
            then(connection, found)
            connection.execute(f"PRAGMA user_version = {len(migrations)}")


def version_of(connection: Connection) -> int:
    """Return the version a file is at; 0 is an empty one."""
    return int(connection.execute("PRAGMA user_version").scalar())


def check_version(engine: Engine, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Raise Refused unless the file is at the newest version, for who may only read."""
    with engine.connect() as connection:
        found = version_of(connection)
    _refuse_newer(found, len(migrations))
    if found < len(migrations):
        raise Refused("vault.refused.older", found=found, known=len(migrations))


def _make(connection: Connection, statements: Sequence[str]) -> None:
    """Make what a file lacks of the newest version, or has otherwise; play ``statements`` once
    its columns are there."""
    # Building the classes takes a third of what an office waits for that is of this version.
    from sqlalchemy import UniqueConstraint
    from sqlalchemy.dialects.sqlite import dialect
    from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

    from data.tables.parts import in_order
    from data.tables.rows_of_procedure import TABLES

    spoken = dialect()
    wanted = {
        str(each.name): str(CreateIndex(each).compile(dialect=spoken))
        for table in TABLES.tables.values()
        for each in in_order(table)
    } | {name: f"CREATE TRIGGER {name} {does}" for name, does in TRIGGERS.items()}
    unique: dict[str, int] = dict(connection.execute(_UNIQUE).all())
    held = {
        table.name: sum(isinstance(each, UniqueConstraint) for each in table.constraints)
        for table in TABLES.sorted_tables
    }
    remade = [each for each in TABLES.sorted_tables if unique.get(each.name, 0) > held[each.name]]
    found = connection.execute("SELECT type, name, sql, tbl_name FROM sqlite_schema").all()
    for kind, name, sql, of in found:
        # No trigger may name a table that takes another's place.
        goes = remade and (kind == "trigger" or of in {table.name for table in remade})
        # The index of a key has no statement of its own.
        if sql and sql.split() == wanted.get(name, "").split() and not goes:
            del wanted[name]
        elif sql and kind in ("index", "trigger"):
            connection.execute(f"DROP {kind} {name}")
    old: dict[str, list[str]] = {}
    for table_name, column_name in connection.execute(_COLUMNS):
        old.setdefault(table_name, []).append(column_name)
    for table in TABLES.sorted_tables:
        if table.name not in old:
            connection.execute(str(CreateTable(table).compile(dialect=spoken)))
            continue
        for column in table.columns:
            if column.name not in old[table.name]:
                said = CreateColumn(column).compile(dialect=spoken)
                connection.execute(f"ALTER TABLE {table.name} ADD COLUMN {said}")
    gone = [
        f"ALTER TABLE {table.name} DROP COLUMN {name}"
        for table in TABLES.sorted_tables
        for name in old.get(table.name, ())
        if name not in table.columns
    ]
    anew = [
        said
        for table in remade
        for said in _in_place(str(CreateTable(table).compile(dialect=spoken)), table.columns.keys())
    ]
    for statement in (*statements, *gone, *anew, *wanted.values()):
        connection.execute(statement)


def _in_place(create: str, columns: Sequence[str]) -> Iterator[str]:
    """Yield what lets a table, made by a statement, take the place of the one of its name."""
    name, told = create.split()[2], ", ".join(columns)
    yield create.replace(f"CREATE TABLE {name}", f"CREATE TABLE {name}_anew", 1)
    yield f"INSERT INTO {name}_anew ({told}) SELECT {told} FROM {name}"
    yield f"DROP TABLE {name}"
    yield f"ALTER TABLE {name}_anew RENAME TO {name}"


def _refuse_newer(found: int, known: int) -> None:
    if found > known:
        raise Refused("vault.refused.newer", found=found, known=known)
