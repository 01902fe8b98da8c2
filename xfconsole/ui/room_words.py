"""How much room the office has to save in, in words."""

from __future__ import annotations

from pathlib import Path

from xfconsole.core.room import Room, Stage, listed
from xfconsole.core.text import neutral_line
from xfconsole.ui.i18n import say


def room_mark(room: Room, *, stored: bool) -> str:
    """Return a few cells for the status line, empty where there is room."""
    return "" if room.stage(stored=stored) is Stage.ROOMY else say("room.status.warning")


def room_sentences(room: Room, folder: Path, *, stored: bool) -> list[str]:
    """Return what is wrong with the room there is to save in; nothing where all is well."""
    well = room.stage(stored=stored) is Stage.ROOMY
    return [] if well else [room_sentence(room, folder, stored=stored)]


def room_sentence(room: Room, folder: Path, *, stored: bool) -> str:
    """Return how things stand, what becomes of what is typed, and what can be deleted."""
    stage = room.stage(stored=stored)
    if stage is Stage.ROOMY:
        return say("room.said.roomy")
    if stage is Stage.FAILING:
        return say("room.said.failing")
    where = neutral_line(str(folder))
    todo = (
        say("room.do.delete", folder=where, names=neutral_line(listed(room.leftovers)))
        if room.leftovers
        else say("room.do.free", folder=where)
    )
    return say(f"room.said.{stage.value}", left=room.left >> 20, todo=todo)
