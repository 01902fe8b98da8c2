"""Matters' own keys, wrapped for the office: which are here, given to other desks, taken from them.

They lie beside the journal and never in it: whoever destroys a key erases what it sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from data.file.connection import Connection
from data.tables.statements import insert
from data.vault.sealing import Sealer
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import Refused

_ADD = insert("matter_key")
_WRAPPED = "SELECT wrapped FROM matter_key WHERE matter = ?"
_DESTROY = "DELETE FROM matter_key WHERE matter = ?"
_OWE_WIPING = "INSERT OR IGNORE INTO wiping VALUES (1)"
_NOT_ERASED = """
    NOT EXISTS (SELECT 1 FROM event WHERE subject = {uid} AND kind = 'identity.erased')
"""
_SEALED = f"""
    SELECT sealed FROM matter WHERE uid = ?1 AND sealed <> '' AND {_NOT_ERASED.format(uid="?1")}
      AND NOT EXISTS (SELECT 1 FROM matter_key WHERE matter = ?1)
"""
_MISSING = f"""
    SELECT uid FROM matter WHERE sealed <> '' AND uid NOT IN (SELECT matter FROM matter_key)
      AND {_NOT_ERASED.format(uid="uid")} ORDER BY uid
"""
_OF_LINES = f"""
    SELECT matter, wrapped FROM matter_key WHERE matter IN (
      SELECT subject FROM event
      WHERE desk = ? AND dseq BETWEEN ? AND ? AND kind = 'matter.registered'
    ) AND {_NOT_ERASED.format(uid="matter")}
"""
_OF_MATTERS = f"""
    SELECT matter, wrapped FROM matter_key WHERE matter IN (SELECT value FROM json_each(?))
      AND {_NOT_ERASED.format(uid="matter")}
"""


def add(connection: Connection, keys: Mapping[Uid, str]) -> None:
    """Store the wrapped keys of matters that had none."""
    _ADD.run(connection, [{"matter": matter, "wrapped": key} for matter, key in keys.items()])


def wrapped_of(connection: Connection, matter: Uid) -> str | None:
    """Return a matter's wrapped key, None where it is not here."""
    found: str | None = connection.execute(_WRAPPED, (matter,)).scalar()
    return found


def destroy(connection: Connection, matter: Uid) -> None:
    """Destroy a matter's own key; unused parts of the file are wiped once there is time."""
    connection.execute(_DESTROY, (matter,))
    connection.execute(_OWE_WIPING)


def missing(connection: Connection) -> list[Uid]:
    """Return the matters with an identity whose key is not here, but for those erased."""
    return list(connection.execute(_MISSING).scalars())


def of_lines(connection: Connection, desk: str, first: int, last: int) -> dict[Uid, str]:
    """Return the keys of matters that a desk registered in these of its lines."""
    return dict(connection.execute(_OF_LINES, (desk, first, last)).all())


def of_matters(connection: Connection, matters: Iterable[Uid]) -> dict[Uid, str]:
    """Return the keys of these matters that are here."""
    return dict(connection.execute(_OF_MATTERS, (json.dumps(sorted(matters)),)).all())


def take(connection: Connection, sealer: Sealer, keys: Mapping[Uid, str]) -> int:
    """Store keys that another desk brought, each once; return how many are new.

    None is stored of a matter that is known to be erased or is not here, and none that does not
    open what its matter sealed.
    """
    found: dict[Uid, str] = {}
    for matter, wrapped in keys.items():
        sealed = connection.execute(_SEALED, (matter,)).scalar()
        if sealed and _opens(sealer, matter, wrapped, sealed):
            found[matter] = wrapped
    add(connection, found)
    return len(found)


def _opens(sealer: Sealer, matter: Uid, wrapped: str, sealed: str) -> bool:
    try:
        sealer.open(matter, wrapped, sealed)
    except Refused:
        return False
    return True
