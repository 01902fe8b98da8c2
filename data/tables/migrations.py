"""Brings an office's file to the newest version, one whole version at a time or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import sqlalchemy as sa

from data.tables.schema import VERSION_1
from data.tables.schema_alarm import ALARM
from data.tables.schema_days import DAYS
from data.tables.schema_life import LIFE
from data.tables.schema_night import NIGHT
from data.tables.schema_safe import SAFE
from data.tables.schema_search import SEARCH
from data.tables.schema_ties import TIES
from data.tables.schema_views import VIEWS
from xfconsole.core.words.refusal import Refused

Migration: TypeAlias = Sequence[str]
"""The statements that make one version out of the one before it."""

VERSION_2: Migration = (*LIFE, *SEARCH, *VIEWS)
"""The life of a matter, the index of its texts, and what the ledger is listed by."""

VERSION_3: Migration = SAFE
"""What keeping everything safe needs."""

VERSION_4: Migration = (*NIGHT, *DAYS)
"""What lets a night be told apart from the past, and the two last days of a duty."""

VERSION_5: Migration = ALARM
"""What new prompts are counted by."""

VERSION_6: Migration = TIES
"""What the ledger is ordered by within one statutory day."""

VERSION_7: Migration = (
    "ALTER TABLE matter DROP COLUMN served_at",
    "ALTER TABLE matter DROP COLUMN concluded_at",
)
"""What the ledger's line held and nobody asks for; the journal has both."""

MIGRATIONS: tuple[Migration, ...] = (
    *(VERSION_1, VERSION_2, VERSION_3),
    *(VERSION_4, VERSION_5, VERSION_6, VERSION_7),
)
"""Every version in order, the first at index 0; a released one is never edited."""


def migrate(engine: sa.Engine, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Play what is missing, each version in one ``BEGIN IMMEDIATE`` with its ``user_version``.

    Raises Refused for a file that a newer xfconsole wrote.
    """
    while _next_version(engine, migrations):
        pass


def version_of(connection: sa.Connection) -> int:
    """Return the version a file is at; 0 is an empty one."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def check_version(engine: sa.Engine, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Raise Refused unless the file is at the newest version, for who may only read."""
    with engine.connect() as connection:
        found = version_of(connection)
    _refuse_newer(found, len(migrations))
    if found < len(migrations):
        raise Refused("vault.refused.older", found=found, known=len(migrations))


def _next_version(engine: sa.Engine, migrations: Sequence[Migration]) -> bool:
    """Play the next version and return whether there was one."""
    # The version is read inside the transaction: another process may be migrating too.
    with engine.begin() as connection:
        found = version_of(connection)
        _refuse_newer(found, len(migrations))
        if found == len(migrations):
            return False
        for statement in migrations[found]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {found + 1}")
    return True


def _refuse_newer(found: int, known: int) -> None:
    if found > known:
        raise Refused("vault.refused.newer", found=found, known=known)
