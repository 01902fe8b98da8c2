"""The same matter by letter and by visit: candidates while the form is typed, and the mark."""

from __future__ import annotations

import asyncio

from screens.compare.lines import Typed
from screens.compare.screen import CompareScreen
from screens.intake.alike_lines import AlikeLines
from screens.intake.drafts import Drafting
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


class Comparing(Drafting):
    """Base of the intake screen: what the matter may be the same as, and what it was marked as."""

    _alike: tuple[Candidate, ...] = ()
    _asked: tuple[str, str] = ("", "")
    _answered: tuple[str, str] = ("", "")
    _looking = False

    def look_for_alike(self) -> None:
        """Look up what is alike once the typing rests, and again if it went on meanwhile."""
        before, self._asked = self._asked, self._summary_and_text()
        if _typed(before) != _typed(self._asked):
            self.refresh_bindings()
        if self._asked != self._answered and not self._looking:
            self._looking = True
            self.run_worker(self._look(), group="alike", exit_on_error=False)

    def show_same(self) -> None:
        """Show the candidates and the mark in the form."""
        lines = AlikeLines(self._alike, self.same_as, self.host.zone, self._today())
        self.sheet.show(alike=lines)
        self.show_flags()
        self.refresh_bindings()

    def _summary_and_text(self) -> tuple[str, str]:
        summary, text = (self.sheet.field(name).read() for name in ASKED)
        return summary, text

    async def _look(self) -> None:
        """Look up the newest words, one look-up at a time, until nothing newer was typed."""
        try:
            while self._asked != self._answered:
                await self._rest()
                self._answered = self._asked
                found = await asyncio.to_thread(candidates, self.host.views, *self._answered)
                if self._answered == self._asked:
                    self._take_alike(tuple(found))
        finally:
            self._looking = False

    async def _rest(self) -> None:
        """Wait until nothing was typed for a while."""
        before = None
        while before != self._asked:
            before = self._asked
            await asyncio.sleep(PAUSE)

    def _take_alike(self, found: tuple[Candidate, ...]) -> None:
        if found != self._alike:
            self._alike = found
            self.show_same()

    # --- comparing -----------------------------------------------------------------------------

    def compare_reason(self) -> str:
        """Say why there is nothing to compare, or return an empty text."""
        return "" if _typed(self._summary_and_text()) else say("same.reason.nothing_typed")

    async def do_same(self) -> None:
        """Compare what is typed with what it may be the same as; what was just typed, too."""
        summary, text = asked = self._summary_and_text()
        if asked != self._answered:
            found = await asyncio.to_thread(candidates, self.host.views, summary, text)
            self._answered = asked
            self._take_alike(tuple(found))
        screen = CompareScreen(
            Typed(say("same.title.typed"), summary, text, self.sheet.field("requests").read()),
            self._with_marked(),
            frozenset({self.same_as} - {""}),
        )
        self.app.push_screen(screen, self._compared)

    def _with_marked(self) -> list[Candidate]:
        """Return the candidates, what is marked among them even if it is not alike any more."""
        found = list(self._alike)
        if self.same_as and self.same_as not in [each.number for each in found]:
            file = readable(self.host.views, self.same_as)
            found += [Candidate(file)] if file is not None else []
        return found

    def _compared(self, row: MatterRow | None) -> None:
        """Mark it as the same, or take the mark off."""
        if row is not None:
            self.same_as = "" if self.same_as == row.number else row.number
            self.show_same()
            self.draft_changed()


def _typed(asked: tuple[str, str]) -> bool:
    return any(each.strip() for each in asked)
