"""Keeps the ledger's views that officers saved: one row a view, the newest state of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from data.file.connection import Connection, Engine
from data.journal.codec import canonical, instant_text
from xfconsole.core.ledger.listing import SavedView, Sort

_SAVE = (
    "INSERT INTO saved_view (name, body, saved_at) VALUES (?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at"
)
_READ = "SELECT name, body FROM saved_view ORDER BY name"
_DROP = "DELETE FROM saved_view WHERE name = ?"


class SavedViews:
    """The table behind a writing engine. ``now`` returns aware UTC."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    def save(self, view: SavedView) -> None:
        """Store a view, in place of the one of its name if there is one."""
        body = {"filter": view.filter, "sort": view.sort.value, "columns": view.columns}
        row = (view.name, canonical(body), instant_text(self._now()))
        with self._engine.begin() as connection:
            connection.execute(_SAVE, row)

    def drop(self, name: str) -> None:
        """Forget the view of a name."""
        with self._engine.begin() as connection:
            connection.execute(_DROP, (name,))


def read_views(connection: Connection) -> list[SavedView]:
    """Return the views saved, by name."""
    return [_view(name, json.loads(body)) for name, body in connection.execute(_READ)]


def _view(name: str, body: dict[str, object]) -> SavedView:
    columns = body["columns"]
    assert isinstance(columns, list)
    return SavedView(name, str(body["filter"]), Sort(str(body["sort"])), tuple(map(str, columns)))
