"""What the owner of a hub's database does: make its tables and roles, and invite desks."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from data.hub.place import hashed
from data.hub.tables import SCHEMA, HubRow
from xfconsole.core.words.refusal import Refused

if TYPE_CHECKING:
    from psycopg import Connection
    from sqlalchemy import Table

VERSION = 3
"""Of tables and functions together: one more with each change of either."""

GROUP = "xfconsole_desk"
"""The role that may call what a desk may call; every login is a member of it."""
FUNCTIONS = ("enrol", "standing", "push", "pull", "put", "records", "tell")
"""All that a desk may do."""
_VALID = timedelta(days=7)
_LOGINS = 4
"""Connections of one login at once."""
_FIGURES = """
    WITH asked AS (SELECT coalesce(%s, (SELECT max(month) FROM xfc.figure)) AS month)
    SELECT label, asked.month, received, answered, late, overdue, told_at
    FROM xfc.office CROSS JOIN asked
    LEFT JOIN xfc.figure ON figure.office = number AND figure.month = asked.month
    ORDER BY label
"""
_PATIENCE = "5s"
"""So long it waits for desks that are at the hub: those that come meanwhile stand behind it."""
_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped
"""


def make(owner: Connection[Any]) -> None:
    """Make a hub of a database, or bring one up to date, whole or not at all.

    Desks may meet meanwhile. Raises Refused for a hub of a newer program, and what psycopg does.
    """
    with owner.transaction():
        owner.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
        owner.execute(f"SELECT pg_advisory_xact_lock(hashtext('{SCHEMA}'))")
        owner.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for table in HubRow.metadata.sorted_tables:
            _bring_up_to_date(owner, table)
        _count_up(owner)
        owner.execute(files("data.hub").joinpath("functions.sql").read_text(encoding="utf-8"))
        owner.execute(f"SELECT {SCHEMA}.make_month(now())")
        _grant(owner)


def _bring_up_to_date(owner: Connection[Any], table: Table) -> None:
    """Make a table, or the columns that it lacks; one that lacks nothing is not locked."""
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateColumn, CreateTable

    spoken = postgresql.dialect()  # type: ignore[no-untyped-call]
    has = {name for (name,) in owner.execute(_COLUMNS, (table.fullname,))}
    if not has:
        owner.execute(str(CreateTable(table).compile(dialect=spoken)))
        if "sealed" in table.columns:
            # What is sealed does not get smaller.
            owner.execute(f"ALTER TABLE {table.fullname} ALTER sealed SET STORAGE EXTERNAL")
        return
    for column in table.columns:
        if column.name not in has:
            added = CreateColumn(column).compile(dialect=spoken)
            owner.execute(f"ALTER TABLE {table.fullname} ADD COLUMN {added}")


def _count_up(owner: Connection[Any]) -> None:
    """Note the version of the hub; one that a newer program made stays as it is."""
    owner.execute(f"INSERT INTO {SCHEMA}.bound (one) VALUES (1) ON CONFLICT DO NOTHING")
    count_up = f"UPDATE {SCHEMA}.bound SET version = %s WHERE version <= %s"
    if not owner.execute(count_up, (VERSION, VERSION)).rowcount:
        raise Refused("hub.refused.newer")


def _grant(owner: Connection[Any]) -> None:
    from psycopg.sql import SQL, Identifier

    if not owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (GROUP,)).fetchone():
        owner.execute(f"CREATE ROLE {GROUP} NOLOGIN")
    database = owner.info.dbname
    for statement in (
        "REVOKE ALL ON DATABASE {} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {{}} TO {GROUP}",
    ):
        owner.execute(SQL(statement).format(Identifier(database)))
    owner.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM PUBLIC, {GROUP}")
    owner.execute(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {SCHEMA} FROM PUBLIC, {GROUP}")
    owner.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    owner.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {GROUP}")
    for name in FUNCTIONS:
        owner.execute(f"GRANT EXECUTE ON FUNCTION {SCHEMA}.{name} TO {GROUP}")


def figures(owner: Connection[Any], month: str) -> list[tuple[Any, ...]]:
    """Return what each office told of a month like ``2026-02``, or of the newest one for nothing:
    its name, the month, received, answered, late and overdue matters, and when it was told.

    An office that told nothing of it has None in place of figures.
    """
    found = owner.execute(_FIGURES, (month or None,)).fetchall()
    return [tuple(each) for each in found]


def invite(owner: Connection[Any], parts: dict[str, str], office: str, now: datetime) -> str:
    """Make a login for one desk of an office, which the owner calls by any name.

    Returns the address with login and password, which ends a week after ``now`` unless a desk
    enrols with it and takes another one.
    """
    from psycopg.conninfo import make_conninfo
    from psycopg.sql import SQL, Identifier, Literal

    login, password = f"xfc_{secrets.token_hex(6)}", secrets.token_urlsafe(24)
    until = (now + _VALID).isoformat()
    with owner.transaction():
        owner.execute(
            "INSERT INTO xfc.office (label) VALUES (%s) ON CONFLICT DO NOTHING", (office,)
        )
        owner.execute(
            SQL(
                "CREATE ROLE {} LOGIN PASSWORD {} VALID UNTIL {} CONNECTION LIMIT {} IN ROLE {}"
            ).format(
                Identifier(login),
                Literal(hashed(owner, login, password)),
                *(Literal(until), Literal(_LOGINS), Identifier(GROUP)),
            )
        )
        owner.execute(
            "INSERT INTO xfc.login (name, office) "
            "SELECT %s, number FROM xfc.office WHERE label = %s",
            (login, office),
        )
    return make_conninfo("", **{**parts, "user": login, "password": password})
