"""Tells the officer once what becomes of the room an office has to save in."""

from __future__ import annotations

from xfconsole.core.office.disk_room import RoomStage
from xfconsole.ui.host import Office


class RoomWatch:
    """Looks after an office's room; each stage is told once, when it lasts for two looks."""

    def __init__(self) -> None:
        self._told = self._seen = RoomStage.ROOMY

    def look(self, office: Office, *, stored: bool) -> str:
        """Look, and return a sentence for the officer; an empty one where there is no news."""
        room = office.look_after_room()
        before, self._seen = self._seen, room.stage(stored=stored)
        if self._seen is self._told or self._seen is not before:
            return ""
        self._told = self._seen
        from xfconsole.ui.words.status import room_sentence

        return room_sentence(room, office.folder, stored=stored)
