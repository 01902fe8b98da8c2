"""What every desk screen has around its content: status line, prompt band and key bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual._compositor import ChopsUpdate, Compositor
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import ScreenResume
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from screens.shared.prompt_band import PromptBand
from screens.shared.status_line import Status, StatusLine
from screens.widgets.key_bar import KeyBar
from screens.widgets.said_line import SaidLine
from xfconsole.core.night.situation import Situation
from xfconsole.core.roster.periods import period_at
from xfconsole.core.roster.tonight import holes_tonight, in_sight
from xfconsole.ui.host import SituationChanged
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.status import backup_mark, hub_marks, room_mark, slip_mark
from xfconsole.ui.words.times import clock_time


class DeskScreen(Acting, Screen[None]):
    """Base of the screens behind F2 to F6.

    A screen sets ``GROUP`` and ``BINDINGS = bindings(GROUP)``, yields its widgets from
    ``compose_content``, and overrides ``situation_changed`` and, for countdowns, ``second``. Move
    the focus with ``set_focus``, never ``widget.focus()``: that waits, and keys typed meanwhile go
    to the wrong field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    GROUP: ClassVar[str] = ""

    _before_foot: Widget | None = None
    _composed = False

    def __init__(self) -> None:
        super().__init__()
        self.back_to = f"app.{self.GROUP}"
        """What goes back here from a screen in the place of this one; theirs, where that is one."""
        self._compositor = TouchedOnly()
        # Textual learns the window's size after the first frame, and would draw a second one.
        for side, points in zip(
            self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True
        ):
            found = [name for least, name in sorted(points or ()) if side >= least][-1:]
            self.add_class(*found, update=False)

    def compose(self) -> ComposeResult:
        """Put the content between status line and prompt band."""
        yield StatusLine(id="status")
        with Container(id="content"):
            yield from self.compose_content()
        yield SaidLine(id="said")
        yield PromptBand(id="prompts")
        with Container(id="foot"):
            yield KeyBar(self.GROUP, "app")

    def compose_content(self) -> Iterable[Widget]:
        """Yield the screen's own widgets."""
        raise NotImplementedError

    def way_back(self) -> Callable[[], object]:
        """Return what leads back here once another screen took the place of this one."""
        return partial(self.host.show_screen, self.GROUP)

    def situation_changed(self, situation: Situation) -> None:
        """Show another situation; called before the screen is first seen and after each change."""

    def second(self, now: datetime) -> None:
        """Move countdowns on; called once a second while the screen is seen. No layout here."""

    def on_mount(self) -> None:
        """Show what is known already."""
        self._composed = True
        self._look_up()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Catch up with what happened while another screen was seen."""
        self._look_up()

    def on_situation_changed(self, message: SituationChanged) -> None:
        """Take in the situation of a tick or a verb."""
        if self._seen:
            self._take(message.situation)

    def show_second(self, now: datetime) -> None:
        """Move the clock and the countdowns on."""
        if self._seen:
            self._show_status(now)
            self.second(now)

    def open_foot(self, widget: Widget) -> None:
        """Put a one-row widget in the key bar's place and give it the focus."""
        if self.query_one("#foot").children[-1].id != "keys":
            return
        self._before_foot = self.focused
        self.query_one(KeyBar).display = False
        self.query_one("#foot").mount(widget)
        self.set_focus(widget)

    def close_foot(self) -> None:
        """Put the key bar back and return the focus to where it was."""
        for widget in self.query_one("#foot").children:
            if widget.id != "keys":
                widget.remove()
        self.query_one(KeyBar).display = True
        if self._before_foot is not None and self._before_foot.is_attached:
            self.set_focus(self._before_foot)
        self._before_foot = None

    @property
    def _seen(self) -> bool:
        """Whether the widgets are there: ticks also come before and after."""
        return self._composed and self.is_running

    def _look_up(self) -> None:
        if not self._seen:
            return
        if self.host.situation is not None:
            self._take(self.host.situation)
        self._show_status(self.host.now())

    def _take(self, situation: Situation) -> None:
        self.query_one(PromptBand).show(situation)
        self._show_status(self.host.now())
        self.situation_changed(situation)
        self.refresh_bindings()

    def _show_status(self, now: datetime) -> None:
        office, situation = self.host.office, self.host.situation
        leader = situation.leader.person if situation and situation.leader else ""
        period = period_at(situation.roster.periods, now) if situation else None
        full = room_mark(office.room, stored=situation is None or situation.unstored is None)
        slip = slip_mark(office.slips)
        holes = (
            holes_tonight(situation.roster, office.policy.needed_posts(), now, office.zone)
            if situation and in_sight(now, office.zone)
            else ()
        )
        self.query_one(PromptBand).ask_bell(situation is not None and situation.asks_bell)
        self.query_one(StatusLine).show(
            Status(
                office=office.name,
                officer=office.officer,
                leader=leader,
                period=period.name if period else "",
                clock=clock_time(now, office.zone, seconds=True),
                live=len(situation.incidents) if situation else 0,
                due=situation.due if situation else 0,
                cards=situation.cards if situation else 0,
                holes=len(holes),
                backup="  ".join(filter(None, (slip, full or backup_mark(office.backups, now)))),
                warned=bool(slip or full) or office.backups.warns(now),
                hub=hub_marks(office.hub, now),
                hub_wrong=office.hub.wrong is not None,
            )
        )


class TouchedOnly(Compositor):
    """Asks for those rows only that are in a repainted part of the screen.

    Textual's own asks every widget that shares a container with one of the parts, or stands between
    two of them, for all its rows: on a form of thirty fields that is most of what a key costs.
    """

    _touched: Sequence[Region] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """Draw the parts that changed."""
        self._touched = list(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._touched = ()

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        touched = set(self._touched or [crop or self.size.region])
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if parts := {part for each in touched if (part := each.intersection(seen))}:
                # Nothing is seen of what lies behind a part that a widget covers as a whole.
                touched -= parts
                # Whole rows: textual cuts them where widgets meet, not where parts do.
                top, end = min(part.y for part in parts), max(part.bottom for part in parts)
                rows = Region(seen.x, top, seen.width, end - top)
                yield rows, rows, widget.render_lines(rows.translate(-region.offset))
