"""Looks after the room an office has to save in: its reserve, what could not be saved, the news."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from xfconsole.core.office.disk_room import ROOMY, Leftover, Room, RoomStage
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import Office

if TYPE_CHECKING:
    from data.office import OpenOffice

LOOKS = 10
"""After so many looks it is looked up anew what may be deleted."""


class OfficeRoom:
    """Call ``check`` every second on the writer's thread; ``state`` may be read on any."""

    def __init__(self, opened: OpenOffice) -> None:
        self._folder, self._reserve, self._drafts = opened.folder, opened.reserve, opened.drafts
        self._looks, self._leftovers = 0, tuple[Leftover, ...]()
        self.state = ROOMY

    def check(self) -> None:
        """Set more aside where there is room, and save what could not be saved before."""
        self._reserve.grow()
        if self._drafts.unsaved:
            with suppress(Refused):
                self._drafts.save({})
        short, kept = self._reserve.short, not self._drafts.unsaved
        self.state = Room(self._reserve.room, short, kept, self._may_go() if short else ())

    def _may_go(self) -> tuple[Leftover, ...]:
        from data.backup.folder import leftovers

        if not self.state.short or self._looks >= LOOKS:
            self._leftovers, self._looks = leftovers(self._folder), 0
        self._looks += 1
        return self._leftovers


class RoomWatch:
    """Looks after an office's room; each stage is told once, when it lasts for two looks."""

    def __init__(self) -> None:
        self._told = self._seen = RoomStage.ROOMY

    def news(self, office: Office, *, stored: bool) -> str:
        """Return a sentence for the officer; an empty one without news."""
        room = office.room
        before, self._seen = self._seen, room.stage(stored=stored)
        if self._seen is self._told or self._seen is not before:
            return ""
        self._told = self._seen
        from xfconsole.ui.words.status import room_sentence

        return room_sentence(room, office.folder, stored=stored)
