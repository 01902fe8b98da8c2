"""The lines over the posts: number, topic, people and level; next report, plan and its source."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from screens.widgets.one_line import OneLine, Part
from xfconsole.core.night.situation import IncidentView
from xfconsole.ui.keys.actions import action
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import plain, truncate, width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.handover_sheet import with_words
from xfconsole.ui.words.keeping import kept_words
from xfconsole.ui.words.times import brief_countdown, clock_time


class IncidentTitle(OneLine):
    """Number, topic, people with their source, and the level."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--number", "title--level"}
    view: IncidentView | None = None

    def show(self, view: IncidentView | None) -> None:
        """Show this incident from now on."""
        self.view = view
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Give up the end of the topic first."""
        view = self.view
        if view is None:
            return [(" " + say("live.none"), "")]
        people = say("live.people", people=view.headcount, source=word(view.source))
        dot = f" {glyph('dot')} "
        right = f"{dot}{people}{dot}"
        level = word(view.level) + with_words(view.keeper)
        room = cells - width(f" {view.number} {right}{level} ")
        return [
            (f" {view.number} ", "title--number"),
            (truncate(say("party.hidden") if view.hidden else view.topic, room), ""),
            (right, ""),
            (level, "title--level"),
        ]


class IncidentHead(OneLine):
    """The report due next with its time left, the plan in force and where it comes from.

    A stretch in which this desk was blind is said here first, and before all which other desk the
    incident is kept by: what is below is as old as what is known of that one. So is that something
    about it or its matter is to be settled.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--late", "head--quiet"}
    view: IncidentView | None = None
    blind = ""
    now: datetime | None = None
    zone = ZoneInfo("UTC")

    def show(self, view: IncidentView | None, now: datetime, zone: ZoneInfo, blind: str) -> None:
        """Show this incident from now on."""
        self.view, self.now, self.zone, self.blind = view, now, zone, blind
        self.redraw()

    def pass_time(self, now: datetime) -> None:
        """Move the report's countdown on."""
        self.now = now
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Put the report first; what does not fit of the source is cut."""
        if self.view is None or self.now is None:
            return [(" " + truncate(self.blind, cells - 1), "head--late")] if self.blind else []
        words = (_contested(self.view), kept_words(self.view.keeping, self.now, self.zone))
        kept = [(f" {each} ", "head--late") for each in words if each]
        used = sum(width(text) for text, _ in kept)
        if self.blind:
            return [*kept, (" " + truncate(self.blind, cells - used - 1), "head--late")]
        report, late = self._report(self.view, self.now)
        plan = self._plan(self.view)
        used += width(report) + 3
        return [
            *kept,
            (f" {report}", "head--late" if late else ""),
            ("  " + truncate(plan, cells - used), "head--quiet"),
        ]

    def _report(self, view: IncidentView, now: datetime) -> tuple[str, bool]:
        owed = min(view.plan.owed, key=lambda each: each.limit, default=None)
        if owed is None:
            return say("live.report_none"), False
        time, left = clock_time(owed.limit, self.zone), brief_countdown(owed.limit, now)
        return say(f"live.owed.{owed.kind.value}", time=time, left=left), owed.limit <= now

    def _plan(self, view: IncidentView) -> str:
        band = next((each for each in view.policy.bands if each.level is view.level), None)
        source = band.rule.source.say(language()) if band else view.policy.title.say(language())
        newer = say("live.newer_policy") if view.newer_policy else ""
        return plain(say("live.plan", plan=view.policy.label, source=source, newer=newer))


def _contested(view: IncidentView) -> str:
    if not view.contested:
        return ""
    return say("contested.live", press=key_name(action("live.settle").key_list[0]))
