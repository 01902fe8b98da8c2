"""The live incidents: number, level, people, and how long each has lasted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from screens.widgets.row_list import Column, RowList
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.words.desk import Level, Uid
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import brief

_NUMBER = 6
"""Cells of a number such as 12-001."""
_ROOM = {"zh": 0, "en": 26}
"""From this width on there is room for how long an incident has lasted."""


class IncidentList(RowList[IncidentView]):
    """Keeps the cursor on its incident while others come and go; a new one gets the cursor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(self._of_numbers(_NUMBER), id=id)
        self._now: datetime | None = None
        self._known: tuple[Uid, ...] = ()

    def _of_numbers(self, cells: int) -> tuple[Column[IncidentView], ...]:
        return (
            Column[IncidentView](lambda each: each.number, cells=cells, style=_style),
            Column[IncidentView](lambda each: word(each.level), cells=0, style=_style),
            Column[IncidentView](_people, cells=4, align="right"),
            Column[IncidentView](self._lasted, cells=5, align="right", least=_ROOM[language()]),
        )

    def show(self, incidents: Sequence[IncidentView], now: datetime, chosen: Uid | None) -> None:
        """Show these; the cursor goes to a new one, else stays with ``chosen`` or its neighbour."""
        uids = tuple(each.uid for each in incidents)
        new = [uid for uid in uids if uid not in self._known] if self._known else []
        wanted = new[-1] if new else chosen
        self._now, self._known = now, uids
        # Cut short, two numbers with a desk's letter would look alike.
        widest = max((len(each.number) for each in incidents), default=0)
        self._columns = self._of_numbers(max(_NUMBER, widest))
        place = uids.index(wanted) if wanted in uids else min(self.cursor, len(uids) - 1)
        self.show_rows(incidents, cursor=max(0, place))

    def choose_incident(self, uid: Uid) -> None:
        """Put the cursor on an incident, if it is live."""
        if uid in self._known:
            self.move(self._known.index(uid))

    def pass_time(self, now: datetime) -> None:
        """Draw those again that lasted a minute more."""
        self._now = now
        self.refresh_changed()

    def words_of(self, row: IncidentView) -> object:
        """Return what time changes of an incident."""
        return self._lasted(row)

    def _lasted(self, each: IncidentView) -> str:
        if self._now is None:
            return ""
        lasted = self._now - each.opened_at
        # Ten hours and more are a cell too wide; a day is not.
        long = timedelta(hours=10) <= lasted < timedelta(days=1)
        return say("ui.brief.many_hours") if long else brief(lasted)


def _people(each: IncidentView) -> str:
    """Return the count, marked where another officer kept the incident; the title names whom."""
    return f"{each.headcount}{'*' if each.keeper else ''}"


def _style(each: IncidentView) -> str:
    return "row--warn" if each.level is Level.MAJOR else ""
