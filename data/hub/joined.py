"""A desk's place at a hub: the invitation that it joins by, and what it signs in with from then on.

Login and password lie in the office's encrypted file, and stay there when a backup of it begins
another desk.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data.exchange.exchange import Exchange
from data.file.connection import Engine
from data.hub.place import connected, hashed, parsed
from data.journal.codec import instant_of, instant_text
from data.store.store import SqlStore, read_meta
from data.tables.statements import insert
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused

if TYPE_CHECKING:
    from psycopg import Connection

_FOUND = "SELECT place, desk, told, synced_at, password, next_password FROM hub"
_SINCE = """
    SELECT synced_at, last - CASE WHEN desk = own THEN told ELSE 0 END, last
    FROM (
      SELECT hub.*, value AS own, (SELECT max(dseq) FROM event WHERE event.desk = value) AS last
      FROM hub JOIN meta ON key = 'desk'
    )
"""
_RENEWED = """
    UPDATE hub SET password = next_password, next_password = '' WHERE next_password = ?
"""
_LAST = "SELECT max(seq) FROM event"
_ERASED = """
    SELECT subject FROM event
    WHERE kind = 'identity.erased' AND seq <= ?2
      AND seq > (SELECT CASE WHEN told > ?1 THEN 0 ELSE swept END FROM hub)
"""
_MET = "UPDATE hub SET desk = ?, told = ?, swept = ?, synced_at = ?"
_ADD = insert("hub")


@frozen
class Joined:
    """The hub that a desk joined, and how many of its lines were there when they last met."""

    place: str
    desk: str
    told: int
    synced_at: datetime | None
    password: str = field(repr=False)
    next_password: str = field(repr=False)


def joined(reader: Engine) -> Joined | None:
    """Return the hub that the desk of a file joined, if any."""
    with reader.connect() as connection:
        row = connection.execute(_FOUND).first()
    if row is None:
        return None
    place, desk, told, at, *passwords = row
    return Joined(place, desk, told, instant_of(at) if at else None, *passwords)


def since_met(reader: Engine) -> tuple[datetime | None, int, int]:
    """Return when a desk met the hub that it joined, how many of its lines are not there, and the
    number of the last one that it wrote."""
    with reader.connect() as connection:
        at, unsent, last = connection.execute(_SINCE).first() or (None, 0, 0)
    return instant_of(at) if at else None, unsent, last


def join(exchange: Exchange, invitation: str) -> None:
    """Let a desk join a hub by an invitation; nothing is kept of one that the hub refuses.

    The invitation's password is of no use from then on.
    """
    from psycopg.conninfo import make_conninfo

    parts = _invited(invitation)
    password, login = parts.pop("password"), parts["user"]
    with connected({**parts, "password": password}) as hub:
        desk = enrol(hub, exchange)
        row = {
            "place": make_conninfo("", **parts),
            "password": password,
            "desk": desk,
            "told": 0,
            "swept": 0,
        }
        renewed = secrets.token_urlsafe(24)
        with exchange.store.begin() as tx:
            tx.connection.execute("DELETE FROM hub")
            _ADD.run(tx.connection, [{**row, "next_password": renewed, "synced_at": None}])
        _renew(hub, exchange.store, login, renewed)


def _invited(invitation: str) -> dict[str, str]:
    try:
        parts = parsed(invitation.strip())
    except Refused as refused:
        if refused.key != "hub.refused.address":
            raise
        parts = {}
    if not parts.get("password") or not parts.get("user"):
        raise Refused("hub.refused.invitation")
    return parts


@contextmanager
def at_hub(exchange: Exchange) -> Iterator[Connection[Any]]:
    """Yield a connection to the hub that the desk joined. Raises Refused where it joined none.

    A password that was being renewed when something ended is renewed.
    """
    found = joined(exchange.reader)
    if found is None:
        raise Refused("hub.refused.none")
    parts = parsed(found.place)
    with connected({**parts, "password": _password(parts, found)}) as hub:
        if found.next_password:
            _renew(hub, exchange.store, parts["user"], found.next_password)
        yield hub


def erased_since(exchange: Exchange, there: int) -> tuple[list[str], int]:
    """Return the matters that the hub was not told the erasure of, and how far this file is.

    Where fewer lines of this desk are ``there`` than were, an older hub was put back: all of them.
    """
    with exchange.reader.connect() as connection:
        last = connection.execute(_LAST).scalar() or 0
        return list(connection.execute(_ERASED, (there, last)).scalars()), last


def note_met(exchange: Exchange, told: int, swept: int, now: datetime) -> None:
    """Note that hub and desk met, how many lines of this desk are there, and until where it was
    told what is erased."""
    met = (own_desk(exchange), told, swept, instant_text(now))
    with exchange.store.begin() as tx:
        tx.connection.execute(_MET, met)


def _password(parts: dict[str, str], found: Joined) -> str:
    """Return the password that the hub knows: while it is being renewed, one of two."""
    if found.next_password:
        try:
            with connected({**parts, "password": found.next_password}):
                return found.next_password
        except Refused as refused:
            if refused.key != "hub.refused.login":
                raise
    return found.password


def enrol(hub: Connection[Any], exchange: Exchange, *, again: bool = False) -> str:
    """Let the hub know a desk by this login; return the desk's name.

    ``again`` is said by one that joined with the login, under whatever name.
    """
    desk = own_desk(exchange)
    asked = "SELECT xfc.enrol(%s, %s, true)" if again else "SELECT xfc.enrol(%s, %s)"
    hub.execute(asked, (exchange.office, desk))
    return desk


def _renew(hub: Connection[Any], store: SqlStore, login: str, password: str) -> None:
    """Let the hub take another password, then go by that."""
    from psycopg.sql import SQL, Identifier, Literal

    known = hashed(hub, login, password)
    hub.execute(SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(login), Literal(known)))
    with store.begin() as tx:
        tx.connection.execute(_RENEWED, (password,))


def own_desk(exchange: Exchange) -> str:
    """Return the name that a desk goes by now."""
    with exchange.reader.connect() as connection:
        return read_meta(connection)["desk"]
