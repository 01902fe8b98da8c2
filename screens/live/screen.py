"""F3 现场: the live incidents, who has to come to the chosen one, and what happened there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Container
from textual.events import ScreenResume
from textual.widget import Widget

from screens.live.incident_head import IncidentHead, IncidentTitle
from screens.live.incident_list import IncidentList
from screens.live.keys import LiveKeys
from screens.live.post_questions import numbered
from screens.live.posts_table import PostsTable, TableHead
from screens.live.safety import SafetyCard
from screens.live.timeline import Timeline
from screens.live.timeline_rows import IncidentEvents, TimeLine
from screens.live.words import blind_words, duty_post
from screens.shared.frame import DeskScreen
from screens.widgets.row_list import RowList
from xfconsole.core.facts.event import Event
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.words.desk import Uid
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import catalogue, language, say
from xfconsole.ui.words.contested import ContestWords
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.times import clock_time

_TWO_SECONDS = timedelta(seconds=2)
"""Within which the second after an instant surely falls."""
KEPT = 8
"""How many incidents' time-lines are kept in mind, so that going to and fro is quick."""


class LiveScreen(LiveKeys, DeskScreen):
    """Left the live incidents, right the chosen one. Keys act on the chosen one."""

    GROUP: ClassVar[str] = "live"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("live")]
    AUTO_FOCUS: ClassVar[str | None] = "#duties"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        # Before anything is styled: a class that comes later has everything styled again.
        self.add_class(f"-{language()}", update=False)
        self.chosen: Uid | None = None
        self._drawn: IncidentView | None = None
        self._covered = False
        self._events: dict[Uid, IncidentEvents] = {}
        self._shown_lines: Uid | None = None

    def compose_content(self) -> Iterable[Widget]:
        """Yield list and incident side by side."""
        table = PostsTable(id="duties")
        yield IncidentList(id="incidents")
        with Container(id="incident"):
            yield IncidentTitle(id="title")
            yield IncidentHead(id="head")
            yield TableHead(table, id="table-head")
            yield table
            yield Timeline(id="timeline")
            yield SafetyCard(id="safety")

    def on_mount(self) -> None:
        """Name the parts."""
        self.query_one(IncidentList).border_title = say("live.list")
        self.query_one(Timeline).border_title = say("live.timeline")
        self.query_one(SafetyCard).border_title = say("live.safety")

    # --- what is shown -------------------------------------------------------------------------

    @property
    def view(self) -> IncidentView | None:
        """The chosen incident as it is drawn, or None."""
        return self._drawn

    def choose_incident(self, uid: Uid) -> None:
        """Show this incident, if it is live."""
        self.chosen = uid
        if self.is_mounted:
            incidents = self.query_one(IncidentList)
            incidents.choose_incident(uid)
            if (view := incidents.current) is not None and view.uid == uid:
                self._show(view)

    def situation_changed(self, situation: Situation) -> None:
        """Show the incidents as they are now."""
        incidents = self.query_one(IncidentList)
        incidents.show(situation.incidents, self.host.now(), self.chosen)
        before = self._drawn
        self._show(incidents.current)
        self._refuse_numbers_of(before)

    def on_screen_suspend(self) -> None:
        """Something lies over it: what changes meanwhile is the officer's own doing."""
        self._covered = True

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Catch up first."""
        self.call_later(setattr, self, "_covered", False)

    def _refuse_numbers_of(self, before: IncidentView | None) -> None:
        """Take no key about a post until the officer saw which number it has by now."""
        if self._covered or before is None or self._drawn is None:
            return
        if numbered(before) != numbered(self._drawn):
            self.call_after_refresh(self.numbers.drawn, self.numbers.shut())

    def second(self, now: datetime) -> None:
        """Move the countdowns on."""
        self.query_one(IncidentList).pass_time(now)
        self.query_one(IncidentHead).pass_time(now)
        self.query_one(PostsTable).pass_time(now)
        until = self.host.situation.undo_until if self.host.situation else None
        if until is not None and until < now <= until + _TWO_SECONDS:
            self.refresh_bindings()

    @on(RowList.Highlighted, "#incidents")
    def _moved(self, _: RowList.Highlighted) -> None:
        view = self.query_one(IncidentList).current
        if view is not None and view.uid != self.chosen:
            self._show(view)

    def _show(self, view: IncidentView | None) -> None:
        self.chosen, self._drawn = view.uid if view else None, view
        situation, now, zone = self.host.situation, self.host.now(), self.host.zone
        blind = blind_words(situation, zone) if situation else ""
        self.query_one(IncidentTitle).show(view)
        self.query_one(IncidentHead).show(view, now, zone, blind)
        table = self.query_one(PostsTable)
        table.show(view, now, zone)
        self.query_one(TableHead).redraw()
        height = max(1, min(table.total, 10))
        if table.styles.height is None or table.styles.height.value != height:
            table.styles.height = height
        self.query_one(SafetyCard).show(view)
        self._read_events(view)

    # --- the time-line -------------------------------------------------------------------------

    def _read_events(self, view: IncidentView | None) -> None:
        if view is None:
            self._shown_lines = None
            self.query_one(Timeline).show_rows([], cursor=0)
            return
        events = self._events.pop(view.uid, None) or IncidentEvents(view)
        self._events[view.uid] = events
        while len(self._events) > KEPT:
            del self._events[next(iter(self._events))]
        views = self.host.views

        def read() -> None:
            lines = events.read(views)
            self.app.call_from_thread(self._show_lines, view, lines)

        self.run_worker(read, group="timeline", thread=True, exit_on_error=False)

    def timeline_events(self) -> list[Event]:
        """Return the chosen incident's events as last read."""
        events = self._events.get(self.chosen) if self.chosen else None
        return events.events if events else []

    def entries(self) -> list[Event]:
        """Return which of them can be corrected."""
        events = self._events.get(self.chosen) if self.chosen else None
        return events.entries if events else []

    def _show_lines(self, view: IncidentView, lines: list[TimeLine]) -> None:
        # A screen that is taken away loses its widgets before it is detached itself.
        line = next(iter(self.query(Timeline)), None)
        read = self._events.get(view.uid)
        if view.uid != self.chosen or line is None or read is None:
            return
        zone = self.host.zone
        teller = EventWords(
            catalogue(language()),
            lambda post: duty_post(view, post),
            lambda at: clock_time(at, zone),
        )
        anew, self._shown_lines = self._shown_lines != view.uid, view.uid
        settled = read.desks and ContestWords(read.events, teller.fact, read.desks, zone)
        line.show(lines, teller, settled or None, zone, anew=anew)
