"""Look-ups by who keeps a subject, for offices of several desks (core.office.keeping)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from data.file.connection import Connection, Found
from data.journal.codec import instant_of
from data.journal.desks import NEWEST, others
from data.tables.shared import CONTESTED
from data.tables.statements import change
from xfconsole.core.facts.announced import ANNOUNCEMENTS
from xfconsole.core.facts.event import Event
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.procedure import State

_KEPT = """
    EXISTS (
      SELECT 1 FROM json_each(?{at}) of_desk
      WHERE of_desk.value IN (SELECT desk FROM keeper WHERE subject = {uid})
        OR (of_desk.value = '' AND NOT EXISTS (SELECT 1 FROM keeper WHERE subject = {uid}))
    )
"""


class Filtered:
    """A statement that finds something of all subjects, or of those that some desks keep.

    ``{matter}`` and ``{uid}`` stand in it behind a condition on that column; its values are the
    parameters before the one numbered ``at``.
    """

    def __init__(self, sql: str, at: int = 1) -> None:
        kept = {name: f"AND {_KEPT.format(at=at, uid=name)}" for name in ("matter", "uid")}
        self._all, self._kept = sql.format(matter="", uid=""), sql.format(**kept)

    def run(
        self, connection: Connection, values: Sequence[Any], own: Collection[str] | None
    ) -> Found:
        """Execute it for the subjects that ``own`` keep, for all where that is None."""
        if own is None:
            return connection.execute(self._all, tuple(values))
        return connection.execute(self._kept, (*values, json.dumps(sorted(own))))


# Whatever is archived asks for nothing until somebody does something about it.
_KEPT_BY = Filtered(
    f"""
    SELECT uid, (
      SELECT json_group_array(event ORDER BY event) FROM keeper
      WHERE subject = uid AND event <> uid
    ) FROM (
      SELECT uid FROM incident WHERE closed_at IS NULL OR follows = 1
      UNION ALL SELECT uid FROM matter WHERE state <> '{State.ARCHIVED.value}'
    ) WHERE true {{uid}} ORDER BY uid
    """
)


# What another desk keeps, that one looks at; what it hands on is looked at when it is taken over.
_MOVED = change(
    """
    INSERT OR IGNORE INTO moved (matter) SELECT uid FROM matter WHERE uid = :matter AND CASE
      WHEN EXISTS (SELECT 1 FROM keeper WHERE subject = :matter) THEN EXISTS (
        SELECT 1 FROM keeper WHERE subject = :matter
          AND desk IN (SELECT value FROM json_each(:desks)))
      ELSE (SELECT desk FROM event ORDER BY seq LIMIT 1) IN (SELECT value FROM json_each(:desks))
    END
    """
)
_SUBJECTS = "SELECT subject FROM event WHERE seq > ?"
_LOOK_AT = change("INSERT OR IGNORE INTO moved (matter) SELECT uid FROM matter WHERE uid = :matter")
_LOOKED_AT = change("DELETE FROM moved WHERE matter = :matter")


_CONTESTED = Filtered(
    f"SELECT uid FROM matter WHERE uid IN ({CONTESTED}) {{uid}} ORDER BY received_at, uid"
)


def look_at_kept(connection: Connection, told: Iterable[Uid], desks: Collection[str]) -> None:
    """Have the engine look at those matters among what was told that desks keep."""
    own = json.dumps(sorted(desks))
    _MOVED.run(connection, [{"matter": each, "desks": own} for each in told])


class KeepingWork:
    """What a transaction can say of the desks, and of what came in from them."""

    connection: Connection
    _desks: tuple[str, ...]

    def desks(self) -> tuple[str, ...]:
        """Return this desk, then those that it goes on from since a backup was put back."""
        return self._desks

    def several(self) -> bool:
        """Whether lines of another desk are here."""
        return bool(others(self.connection, self._desks[0]))

    def kept_by(self, desks: Collection[str]) -> dict[Uid, tuple[Uid, ...]]:
        """Return what desks keep of which something may yet be asked for, each with the take-overs
        that no other followed."""
        rows = _KEPT_BY.run(self.connection, (), desks)
        return {uid: tuple(json.loads(following)) for uid, following in rows}

    def contested(self, own: Collection[str]) -> list[Uid]:
        """Return the matters that desks keep of which nobody settled what was done at once."""
        return list(_CONTESTED.run(self.connection, (), own).scalars())

    def newest(self) -> dict[str, datetime]:
        """Return the desks that the journal has lines of, each with when its last was recorded."""
        return {desk: instant_of(at) for desk, at in self.connection.execute(NEWEST)}

    def subjects_since(self, seq: int) -> set[Uid]:
        """Return what the events are about that came to this journal after one."""
        return set(self.connection.execute(_SUBJECTS, (seq,)).scalars())

    def look_at_told(
        self, events: Iterable[Event], anew: Iterable[Uid], desks: Collection[str]
    ) -> None:
        """Have the engine look at the matters kept here that another desk did something about, and
        at those told ``anew``."""
        told = dict.fromkeys(each.subject for each in events if each.kind not in ANNOUNCEMENTS)
        look_at_kept(self.connection, told | dict.fromkeys(anew), desks)

    def look_at(self, matters: Collection[Uid]) -> None:
        """Have the engine look at matters, whose clocks may be others by now."""
        _LOOK_AT.run(self.connection, [{"matter": each} for each in matters])

    def looked_at(self, matters: Collection[Uid]) -> None:
        """Note that it did."""
        _LOOKED_AT.run(self.connection, [{"matter": each} for each in matters])
