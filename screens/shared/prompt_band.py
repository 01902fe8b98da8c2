"""The row above the keys: the most pressing prompt in words. It never takes the focus."""

from __future__ import annotations

from typing import ClassVar

from screens.widgets.one_line import OneLine, Part
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.night.situation import Situation
from xfconsole.ui.keys.actions import action, label
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.cells import fit, truncate, width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.posts import standing_words


class PromptBand(OneLine):
    """Shows the first of all that stands and how much more there is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"prompt--due", "prompt--none"}

    situation: Situation | None = None
    _asks_bell = False

    def show(self, situation: Situation) -> None:
        """Show the prompts of this situation from now on."""
        self.situation = situation
        self.redraw()

    def ask_bell(self, asks: bool) -> None:
        """Ask, or no longer, whether the bell is heard; it goes before any date."""
        if asks != self._asks_bell:
            self._asks_bell = asks
            self.redraw()
            self.screen.refresh_bindings()

    def parts(self, cells: int) -> list[Part]:
        """Put the prompt on the left and the key that answers it on the right."""
        situation = self.situation
        if situation is None or not (situation.ranked or self._asks_bell):
            return [(fit(" " + say("ui.prompt.none"), cells), "prompt--none")]
        if self._asks_bell:
            words, more = say("bell.band"), situation.due
        else:
            first = situation.ranked[0]
            words = standing_words(situation, first)
            more = situation.due - (len(first.views) if isinstance(first, DutyBundle) else 1)
        answer = action("app.answer")
        right = f"  {key_name(answer.key_list[0])} {label(answer)} "
        right = (f"  {say('ui.prompt.more', n=more)}" if more else "") + right
        left = f" {glyph('due')} {truncate(words, cells - width(right) - 3)}"
        return [(fit(left, cells - width(right)) + right, "prompt--due")]
