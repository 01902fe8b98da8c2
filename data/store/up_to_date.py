"""Brings an office's file to the newest version, with what newer rules find in its journal."""

from __future__ import annotations

from data.file.connection import Connection, Engine
from data.journal.departures import acted_on_by, departures
from data.journal.desks import incarnations
from data.projections.apply import project_again
from data.store.keeping import look_at_kept
from data.store.store import read_meta
from data.tables.migrations import migrate

COPIES = 32
"""The version from which on all is listed that a copied laptop and another desk did at once, also
where the copy had its own name before the rule was there that finds it."""


def bring_up_to_date(engine: Engine) -> None:
    """Do it whole or not at all. Raises Refused for a file that a newer xfconsole wrote."""
    migrate(engine, then=_tell_copies_anew)


def _tell_copies_anew(connection: Connection, found: int) -> None:
    copies = departures(connection) if found < COPIES else []
    if about := {uid for each in copies for uid in acted_on_by(connection, each.as_desk)}:
        meta = read_meta(connection)
        project_again(connection, about, meta["office"])
        look_at_kept(connection, sorted(about), incarnations(connection, meta["desk"]))
