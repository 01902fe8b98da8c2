"""The top row: office, officer and leader on duty, the clock, and how much is going on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from screens.widgets.one_line import OneLine, Part
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.keys.actions import action
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import fit, plain, truncate, width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import due_count

_OFFICE = 8
"""Cells that the office's name keeps, as long as what follows leaves any."""


@frozen
class Status:
    """What the status line shows; ``clock`` is HH:MM:SS at the office."""

    office: str = ""
    officer: str = ""
    leader: str = ""
    clock: str = ""
    live: int = 0
    due: int = 0
    cards: int = 0
    holes: int = 0
    """How many gaps tonight's roster has, as far as they are to be in sight."""
    period: str = ""
    """The special period that lasts now; shown where the office's name leaves room for it."""
    backup: str = ""
    """How old the last good backup is; shown where there is room, and always when ``warned``."""
    warned: bool = False
    hub: Sequence[str] = ()
    """What is said of the hub, the longest first; the longest that there is room for is shown."""
    hub_wrong: bool = False
    """Whether somebody has to mend something of it: then the shortest is shown in any case."""


class StatusLine(OneLine):
    """Shows a ``Status``.

    Where there is little room, things give way in this order: the age of the backup, the office's
    name but for a few cells, the special period, how much has to go to the hub, when it was met,
    who is on duty, the rest of the office's name. Clock, gaps, counts and the signs of what has to
    be mended stay.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--office", "status--live", "status--due"}

    status = Status()

    def show(self, status: Status) -> None:
        """Show this from now on."""
        self.status = status
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Lay out office, people, clock and counts over the row."""
        status = self.status
        live = say("ui.status.live", mark=glyph("live"), n=status.live)
        due = due_count(status.due, status.cards)
        right = f"{status.clock}   "
        people = plain(_people(status))
        room = cells - width(right) - width(live) - width(due) - 4
        holes = _holes(status)
        room -= width(holes)
        hub = _hub(status, room - width(people) - _OFFICE - 3)
        room -= width(hub)
        backup = _backup(status, room - width(people) - width(plain(status.office)) - 3)
        room -= width(backup)
        period = plain(say("ui.status.period", name=status.period)) if status.period else ""
        if period and width(f"{period}  {people}") <= room - _OFFICE - 3:
            people = f"{period}  {people}"
        office = truncate(status.office, max(min(_OFFICE, room - 1), room - width(people) - 3, 0))
        people = truncate(people, max(0, room - width(office) - 3))
        gap = room - width(office) - width(people)
        return [
            (" " + office, "status--office"),
            (" " * max(1, gap // 2) + people, ""),
            (fit("", max(0, gap - gap // 2 - 1)) + " " + right, ""),
            (holes, "status--due"),
            (hub, "status--due" if status.hub_wrong else ""),
            (backup, "status--due" if status.warned else ""),
            (live, "status--live" if status.live else ""),
            ("  ", ""),
            (due, "status--due" if status.due else ""),
        ]


def _hub(status: Status, spare: int) -> str:
    """Return what is said of the hub, and the gap after it."""
    said = [f"{each}  " for each in status.hub]
    fitting = [each for each in said if width(each) <= spare]
    return next(iter(fitting), said[-1] if said and status.hub_wrong else "")


def _backup(status: Status, spare: int) -> str:
    """Return what is said of the backups, and the gap after it; a warning needs no spare room."""
    said = f"{status.backup}  " if status.backup else ""
    return said if status.warned or width(said) < spare else ""


def _holes(status: Status) -> str:
    """Return how many gaps there are, with the key that leads to the roster, and a space after."""
    if not status.holes:
        return ""
    key = key_name(action("app.roster").key_list[0])
    return say("ui.status.holes", n=status.holes, opens=key) + "  "


def _people(status: Status) -> str:
    if not status.officer:
        return ""
    leader = status.leader or glyph("none")
    return say("ui.status.people", officer=status.officer, leader=leader)
