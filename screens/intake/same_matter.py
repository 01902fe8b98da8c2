"""The same matter by letter and by visit: candidates while the form is typed, and the mark."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from screens.compare.lines import Typed
from screens.compare.screen import CompareScreen
from screens.intake.alike_lines import AlikeLines
from screens.intake.sheet import IntakeSheet
from screens.shared.frame import DeskScreen
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.ports import Views
from xfconsole.core.reader.same_matter import Candidate, candidates, readable
from xfconsole.core.rows import MatterRow
from xfconsole.desk import Done
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

PAUSE = 0.25
"""Seconds without a key before anything is looked up."""
ASKED = ("summary", "text")
"""All that is ever looked up: what it is about, never who came with it."""


def saved_title(views: Views, form: MatterForm, done: Done) -> str:
    """Return the line of what was registered; of a matter that came before, with its stage."""
    values = {"mark": glyph("ok"), "number": done.number, "channel": word(form.channel)}
    earlier = views.matter(done.same_as) if done.same_as else None
    if earlier is None:
        return say("intake.title.saved", **values, summary=form.summary)
    state = word(earlier.row.state)
    same = say("intake.title.same", number=earlier.row.number, state=state)
    return say("intake.title.saved", **values, summary=f"{same} {glyph('dot')} {form.summary}")


class SameMatter:
    """What the form's matter may be the same as: looked up, shown, compared and marked.

    ``marked`` is called once the mark is another.
    """

    def __init__(self, screen: DeskScreen, sheet: IntakeSheet, marked: Callable[[], None]) -> None:
        self._screen, self._sheet, self._marked = screen, sheet, marked
        self._found: list[Candidate] = []
        self._asked = self._answered = ("", "")
        self._looking = False

    def look_up(self) -> None:
        """Look up what is alike once the typing rests, and again if it went on meanwhile."""
        before, self._asked = self._asked, self._summary_and_text()
        if _typed(before) != _typed(self._asked):
            self._screen.refresh_bindings()
        if self._asked != self._answered and not self._looking:
            self._looking = True
            self._screen.run_worker(self._look(), group="alike", exit_on_error=False)

    def show(self) -> None:
        """Show the candidates and the mark in the form."""
        host = self._screen.host
        today = host.now().astimezone(host.zone).date()
        self._sheet.show(alike=AlikeLines(self._found, self._sheet.same_as, host.zone, today))

    def _summary_and_text(self) -> tuple[str, str]:
        summary, text = (self._sheet.fields[name].read() for name in ASKED)
        return summary, text

    async def _look(self) -> None:
        """Look up the newest words, one look-up at a time, until nothing newer was typed."""
        try:
            while self._asked != self._answered:
                await self._rest()
                self._answered = self._asked
                found = await asyncio.to_thread(candidates, self._views, *self._answered)
                if self._answered == self._asked:
                    self._take(found)
        finally:
            self._looking = False

    async def _rest(self) -> None:
        """Wait until nothing was typed for a while."""
        before = None
        while before != self._asked:
            before = self._asked
            await asyncio.sleep(PAUSE)

    def _take(self, found: list[Candidate]) -> None:
        if found != self._found:
            self._found = found
            self.show()

    @property
    def _views(self) -> Views:
        return self._screen.host.views

    # --- comparing -----------------------------------------------------------------------------

    def reason(self) -> str:
        """Say why there is nothing to compare, or return an empty text."""
        return "" if _typed(self._summary_and_text()) else say("same.reason.nothing_typed")

    async def compare(self) -> None:
        """Compare what is typed with what it may be the same as; what was just typed, too."""
        summary, text = asked = self._summary_and_text()
        if asked != self._answered:
            found = await asyncio.to_thread(candidates, self._views, summary, text)
            self._answered = asked
            self._take(found)
        requests = self._sheet.fields["requests"].read()
        screen = CompareScreen(
            Typed(say("same.title.typed"), summary, text, requests),
            self._with_marked(),
            frozenset({self._sheet.same_as} - {""}),
        )
        self._screen.app.push_screen(screen, self._compared)

    def _with_marked(self) -> list[Candidate]:
        """Return the candidates, what is marked among them even if it is not alike any more."""
        found, marked = list(self._found), self._sheet.same_as
        if marked and marked not in [each.number for each in found]:
            file = readable(self._views, marked)
            found += [Candidate(file)] if file is not None else []
        return found

    def _compared(self, row: MatterRow | None) -> None:
        """Mark it as the same, or take the mark off."""
        if row is not None:
            self._sheet.same_as = "" if self._sheet.same_as == row.number else row.number
            self.show()
            self._marked()


def _typed(asked: tuple[str, str]) -> bool:
    return any(each.strip() for each in asked)
