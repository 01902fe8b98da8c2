"""Where a hub is, how it is reached, and what is said when it is not.

A place is a PostgreSQL address without a password. A hub on another machine is spoken to by TLS
with its certificate verified, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xfconsole.core.words.refusal import Refused

if TYPE_CHECKING:
    from psycopg import Connection

_LOCAL = ("", "localhost", "127.0.0.1", "::1")
_TLS = {"sslmode", "sslrootcert", "sslcrl"}
_KNOWN = {"host", "port", "dbname", "user", "password", *_TLS}
_VERIFIED = "verify-full"
_PATIENCE = {"connect_timeout": 10, "keepalives_idle": 20, "tcp_user_timeout": 60_000}
"""Seconds, seconds and milliseconds until a cable that is out is noticed."""
_SAID = {
    **{"XF001": "hub.refused.login", "XF002": "hub.refused.office", "XF003": "hub.refused.taken"},
    **{"XF004": "hub.refused.size", "XF005": "hub.refused.flood", "XF006": "hub.refused.batch"},
    **{"28000": "hub.refused.login", "28P01": "hub.refused.login", "42501": "hub.refused.rights"},
    **{
        "3F000": "hub.refused.no_hub",
        "42P01": "hub.refused.no_hub",
        "3D000": "hub.refused.no_database",
    },
    # The hub is of another version than the program.
    **{"42883": "hub.refused.version", "42703": "hub.refused.version"},
    # Somebody brings the hub up to date, while somebody else is there.
    **{"55P03": "hub.refused.held", "40P01": "hub.refused.held"},
    **{"53300": "hub.refused.busy", "57014": "hub.refused.away", "57P01": "hub.refused.away"},
    **{"57P02": "hub.refused.away", "57P03": "hub.refused.away", "57P05": "hub.refused.away"},
}
"""What a state of SQL means; others are told by their code."""
_SAID_BEFORE = {
    # It starts, or ends.
    **{"database system": "hub.refused.away", "数据库系统": "hub.refused.away"},
    **{"too many": "hub.refused.busy", "太多": "hub.refused.busy"},
    **{"pg_hba": "hub.refused.login", "role": "hub.refused.login", "角色": "hub.refused.login"},
    **{"authentication": "hub.refused.login", "认证": "hub.refused.login"},
    "数据库": "hub.refused.no_database",
    **{"no password": "hub.refused.login", "certificate": "hub.refused.tls"},
    **{"ssl": "hub.refused.tls", "database": "hub.refused.no_database"},
}
"""What a part of a sentence means that refuses a session, of a server in English or Chinese."""


def parsed(address: str) -> dict[str, str]:
    """Return the parts of an address, of a hub that may be spoken to.

    Raises Refused for what is no address of a PostgreSQL, and for one elsewhere that is reached
    without its certificate verified.
    """
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        found = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except psycopg.Error:
        # What libpq says of it may hold the password.
        raise Refused("hub.refused.address") from None
    if not found.keys() <= _KNOWN or not found.get("dbname"):
        raise Refused("hub.refused.address")
    hosts = found.get("host", "").split(",")
    if all(each in _LOCAL or each.startswith(("/", "@")) for each in hosts):
        return found
    if found.setdefault("sslmode", _VERIFIED) != _VERIFIED:
        raise Refused("hub.refused.plain")
    return found


def told(parts: dict[str, str]) -> str:
    """Return an address as it may be shown: without login and password."""
    host, port = parts.get("host", "") or "localhost", parts.get("port", "")
    return f"{host}{':' if port else ''}{port}/{parts.get('dbname', '')}"


def needs_password(parts: dict[str, str]) -> bool:
    """Whether a server asks for a password that these parts lack."""
    import psycopg

    try:
        psycopg.connect(**_asked(parts)).close()
    except psycopg.OperationalError as problem:
        return problem.pgconn is not None and problem.pgconn.needs_password
    return False


def _asked(parts: dict[str, str]) -> dict[str, Any]:
    # Said even where they say nothing: the environment might lead elsewhere.
    return {"host": "", "hostaddr": "", **parts, **_PATIENCE, "application_name": "xfconsole"}


@contextmanager
def connected(parts: dict[str, str]) -> Iterator[Connection[Any]]:
    """Yield a connection to a hub, in which each statement is a transaction.

    Raises Refused, also for what fails within the block, in one sentence without any text of the
    server's.
    """
    import psycopg

    with refusals():
        connection = psycopg.connect(
            **_asked(parts),
            autocommit=True,
            # A pooler gives each transaction another session.
            prepare_threshold=None,
        )
        with connection:
            yield connection


@contextmanager
def refusals() -> Iterator[None]:
    """Say what a server or the way to it refused."""
    import psycopg

    try:
        yield
    except psycopg.Error as problem:
        raise refusal_of(problem) from None


def refusal_of(problem: Any) -> Refused:
    """Return what a problem with a hub means for the officer."""
    import psycopg

    state = problem.sqlstate
    if state in _SAID:
        return Refused(_SAID[state])
    if isinstance(problem, psycopg.OperationalError) and state is None:
        # What is said before a session begins has no code. Names in it may be anything.
        text = re.sub('"[^"]*"', "", str(problem)).casefold()
        said = (key for part, key in _SAID_BEFORE.items() if part in text)
        return Refused(next(said, "hub.refused.away"))
    return Refused("hub.refused.failed", code=state or type(problem).__name__)


def hashed(connection: Connection[Any], login: str, password: str) -> str:
    """Return what a server keeps of a password, so that the password itself is in no log."""
    found = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return found.decode()
