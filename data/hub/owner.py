"""What the owner of a hub's database does: make its tables and roles, and invite desks."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from data.hub.place import hashed
from data.hub.tables import SCHEMA, HubRow

if TYPE_CHECKING:
    from psycopg import Connection

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
_PARTITIONED = ("batch", "aside", "record")


def make(owner: Connection[Any]) -> None:
    """Make a hub of a database, or bring one up to date. Raises what psycopg does."""
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    spoken = postgresql.dialect()  # type: ignore[no-untyped-call]

    with owner.transaction():
        owner.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for table in HubRow.metadata.sorted_tables:
            owner.execute(str(CreateTable(table, if_not_exists=True).compile(dialect=spoken)))
        for name in _PARTITIONED:
            # What is sealed does not get smaller.
            owner.execute(f"ALTER TABLE {SCHEMA}.{name} ALTER sealed SET STORAGE EXTERNAL")
        owner.execute(f"INSERT INTO {SCHEMA}.bound (one) VALUES (1) ON CONFLICT DO NOTHING")
        owner.execute(files("data.hub").joinpath("functions.sql").read_text(encoding="utf-8"))
        owner.execute(f"SELECT {SCHEMA}.make_month(now())")
        _grant(owner)


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
