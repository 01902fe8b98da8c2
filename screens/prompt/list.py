"""The lists over the cards: all that stands, or what one bundle holds; where the cursor goes."""

from __future__ import annotations

from collections.abc import Sequence

from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.night.situation import Situation, Standing
from xfconsole.core.words.desk import Uid

ROWS = 14
"""How many lines a list shows at once."""


class CardList:
    """Moves among the cards in rank order, or among the parts of the bundle that is listed."""

    _uid: Uid | None = None
    _inside: Uid | None = None
    """The bundle whose parts are listed."""
    _listing = False

    @property
    def _situation(self) -> Situation:
        raise NotImplementedError

    def _show(self, view: Standing) -> None:
        raise NotImplementedError

    @property
    def _listed(self) -> DutyBundle | None:
        """The bundle whose parts are listed, as it stands by now."""
        found = (each for each in self._situation.bundles if each.uid == self._inside)
        return next(found, None) if self._listing else None

    @property
    def _cursor(self) -> int:
        """The place of what is shown among all that is listed."""
        bundle = self._listed
        if bundle is None:
            return self._situation.rank(self._uid or "") - 1
        return bundle.prompts.index(self._uid) if self._uid in bundle.prompts else 0

    def _list_parts(self, bundle: DutyBundle) -> None:
        self._listing, self._inside = True, bundle.uid
        self._show(bundle.first)

    def _turn(self) -> None:
        """Change from a card to the list it stands on, or from a list back to a card."""
        bundle = self._listed
        self._listing, self._inside = not self._listing, None
        self._show(bundle or self._situation.ranked[self._cursor])

    def _take_line(self, view: Standing) -> None:
        """Open the card of the line under the cursor, a part's as well."""
        part = self._listed is not None
        self._listing, self._inside = False, None
        # What was a line of its own may have become part of a bundle, which the line is by now.
        self._show(view if part else self._situation.ranked[self._cursor])

    def do_up(self) -> None:
        """Go to the more pressing prompt."""
        self._step(-1)

    def do_down(self) -> None:
        """Go to the less pressing prompt."""
        self._step(1)

    def do_page_up(self) -> None:
        """Go up a page of the list."""
        self._step(-ROWS)

    def do_page_down(self) -> None:
        """Go down a page of the list."""
        self._step(ROWS)

    def do_first(self) -> None:
        """Go to the most pressing prompt."""
        self._step(-self._situation.due)

    def do_last(self) -> None:
        """Go to the least pressing prompt."""
        self._step(self._situation.due)

    def _step(self, by: int) -> None:
        bundle, at = self._listed, self._cursor
        lines: Sequence[Standing] = bundle.views if bundle else self._situation.ranked
        place = max(0, min(at + by, len(lines) - 1))
        if place != at:
            self._show(lines[place])
