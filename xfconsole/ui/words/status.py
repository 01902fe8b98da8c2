"""How the office stands with its backups, its disk, its files and its hub, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from xfconsole.core.office.backups import BackupState
from xfconsole.core.office.disk_room import Room, RoomStage, listed
from xfconsole.core.office.meeting import HubState
from xfconsole.core.office.slip import Slip
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import brief, duration

_HOUR = timedelta(hours=1)


def backup_mark(state: BackupState, now: datetime) -> str:
    """Return a few cells for the status line, empty where there is nothing to say."""
    if state.warns(now):
        return say("backup.status.warning")
    age = state.age(now)
    return "" if age is None or not state.kept else say("backup.status.age", age=duration(age))


def backup_sentences(state: BackupState, now: datetime) -> list[str]:
    """Return how old the last good backup is, and what is to be done about it if anything is."""
    if not state.kept:
        return []
    age = state.age(now)
    said = [say("backup.said.never") if age is None else say("backup.said.good", age=duration(age))]
    if state.running:
        said.append(say("backup.said.running"))
    elif state.old(now) and state.failed is None:
        said.append(say("backup.said.old"))
    troubles = (each for each in (state.failed, state.second) if each is not None)
    return said + [say(each.key, **each.values) for each in troubles]


def hub_marks(state: HubState, now: datetime) -> list[str]:
    """Return what the status line says of the hub, the longest first; nothing without one.

    The sign alone says something only of a hub that somebody has to mend.
    """
    if not state.joined:
        return []
    age = state.age(now)
    sign = glyph("hub") if state.wrong is None else glyph("warn") + glyph("hub")
    since = "" if age is None else duration(age) if age < _HOUR else brief(age)
    met = f"{sign} {since or glyph('never')}"
    unsent = say("hub.status.unsent", dot=glyph("dot"), n=state.unsent)
    return [f"{met} {unsent}", met, *([sign] if state.wrong else [])]


def hub_sentences(state: HubState, now: datetime) -> list[str]:
    """Return when desk and hub met, what is not there yet, and what came in the way."""
    if not state.joined:
        return []
    age = state.age(now)
    said = [say("hub.said.never") if age is None else say("hub.said.met", age=duration(age))]
    said.append(say("hub.said.unsent", n=state.unsent) if state.unsent else say("hub.said.sent"))
    if state.wrong is not None:
        said.append(say(state.wrong.key, **state.wrong.values))
    elif state.trouble is not None:
        said.append(say("hub.said.again"))
    return said


def room_mark(room: Room, *, stored: bool) -> str:
    """Return a few cells for the status line, empty where there is room."""
    return "" if room.stage(stored=stored) is RoomStage.ROOMY else say("room.status.warning")


def room_sentences(room: Room, folder: Path, *, stored: bool) -> list[str]:
    """Return what is wrong with the room there is to save in; nothing where all is well."""
    well = room.stage(stored=stored) is RoomStage.ROOMY
    return [] if well else [room_sentence(room, folder, stored=stored)]


def room_sentence(room: Room, folder: Path, *, stored: bool) -> str:
    """Return how things stand, what becomes of what is typed, and what can be deleted."""
    stage = room.stage(stored=stored)
    if stage is RoomStage.ROOMY:
        return say("room.said.roomy")
    if stage is RoomStage.FAILING:
        return say("room.said.failing")
    where = neutral_line(str(folder))
    todo = (
        say("room.do.delete", folder=where, names=neutral_line(listed(room.leftovers)))
        if room.leftovers
        else say("room.do.free", folder=where)
    )
    return say(f"room.said.{stage.value}", left=room.left >> 20, todo=todo)


def slip_mark(slips: Sequence[Slip]) -> str:
    """Return a few cells for the status line, empty where every file is as it should be."""
    return say("slip.status.warning") if slips else ""


def slip_sentences(slips: Sequence[Slip]) -> list[str]:
    """Return of each file what is wrong with it and where, and what holds meanwhile."""
    return [
        f"{say(each.why.key, **each.why.values)} "
        + say("slip.instead.adopted" if each.idle else f"slip.instead.{each.file}")
        for each in slips
    ]


def sheets_words(read: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return what is told of a workbook's sheets; nothing where there is only one."""
    lines = []
    if len(read) > 1:
        lines.append(say("sheets.read", sheets=say("roster.and").join(read)))
    if others:
        lines.append(say("sheets.others", sheets=say("roster.and").join(others)))
    return lines


def on_sheet(sheet: str, said: str) -> str:
    """Return a sentence about a row, with its sheet where that has to be named."""
    return say("sheets.on", sheet=sheet, said=said) if sheet else said
