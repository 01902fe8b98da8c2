"""The time-line's rows: when, and what happened in one sentence; the newest is at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from screens.live.timeline_rows import TimeLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.facts.announced import ObligationMissed
from xfconsole.core.facts.event import Event, Fact
from xfconsole.core.facts.of_incident import (
    ContestSettled,
    EmergencyCalled,
    EventCorrected,
    IncidentOpened,
)
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.contested import ContestWords, standing_mark
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.times import clock_time

_LATER = timedelta(minutes=1)
"""An entry recorded later than this after it happened says when it was recorded."""
_COUNT = frozenset({"headcount", "source"})
"""What an incident's opening says beside its title."""


class Timeline(RowList[TimeLine]):
    """Follows the newest entry unless the officer has moved up to read."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(
            [
                Column[TimeLine](self._time, cells=5),
                Column[TimeLine](self.sentence, style=_style),
            ],
            id=id,
        )
        self._teller: EventWords | None = None
        self._settled: ContestWords | None = None
        self._zone = ZoneInfo("UTC")

    def show(
        self,
        lines: Sequence[TimeLine],
        teller: EventWords,
        settled: ContestWords | None,
        zone: ZoneInfo,
        *,
        anew: bool,
    ) -> None:
        """Show these lines; ``anew`` for another incident, which is shown from its newest on.
        ``settled`` tells which of what desks did at once was settled to hold, where one was."""
        follows = anew or self.cursor >= self.total - 1
        self._teller, self._settled, self._zone = teller, settled, zone
        self.show_rows(lines, cursor=len(lines) - 1 if follows else None)

    def go_to_last(self, wanted: Callable[[TimeLine], bool]) -> None:
        """Put the cursor on the newest entry that is wanted, if there is one."""
        for index in range(self.total - 1, -1, -1):
            line = self.row(index)
            if line is not None and wanted(line):
                self.move(index)
                return

    def sentence(self, line: TimeLine) -> str:
        """Return what a line says."""
        if self._teller is None:
            return ""
        fact = line.event.fact
        if isinstance(fact, EventCorrected) and line.meant is not None:
            corrected = self._corrected(self._teller, line, fact, line.meant)
            return standing_mark(line.standing) + glyph("corner") + corrected
        told = standing_mark(line.standing) + self._told(self._teller, line.event)
        if line.level is not None:
            told += f" {glyph('to')} {word(line.level)}"
        if line.event.recorded_at - line.event.happened_at >= _LATER:
            told += say("live.recorded_at", time=clock_time(line.event.recorded_at, self._zone))
        return told

    def _corrected(
        self, teller: EventWords, line: TimeLine, correction: EventCorrected, meant: Event
    ) -> str:
        time = clock_time(line.event.recorded_at, self._zone)
        if correction.withdrawn:
            return say("live.taken_back", time=time)
        told = self._fact(teller, meant.fact, correction.changes)
        if correction.happened_at is not None:
            told = f"{clock_time(meant.happened_at, self._zone)} {told}"
        # Marked ones have to be told apart: there the corner alone says that they correct.
        key = "live.corrected_marked" if line.standing else "live.corrected"
        return say(key, time=time, told=told, reason=correction.reason)

    def _told(self, teller: EventWords, event: Event) -> str:
        if isinstance(event.fact, ContestSettled) and self._settled is not None:
            return self._settled.told(event)
        return self._fact(teller, event.fact)

    def _fact(self, teller: EventWords, fact: Fact, changed: Collection[str] = ()) -> str:
        # Number and topic stand in the title already, but for a topic that was corrected.
        if isinstance(fact, IncidentOpened) and _COUNT.issuperset(changed):
            return say("live.opened", people=fact.headcount, source=word(fact.source))
        return teller.fact(fact)

    def _time(self, line: TimeLine) -> str:
        if line.meant is not None:
            return ""
        return clock_time(line.event.happened_at, self._zone)


def _style(line: TimeLine) -> str:
    if isinstance(line.event.fact, ObligationMissed | EmergencyCalled):
        return "row--warn"
    return "row--quiet" if line.meant is not None else ""
