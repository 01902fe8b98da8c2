"""The line under the ledger: the current row's summary, or where the words stand in its texts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from screens.widgets.one_line import Part, TitleLine
from xfconsole.core.ports import Views
from xfconsole.core.reader.highlights import Mark, Snippet, marks_of, snippet
from xfconsole.core.reader.searched import searched_texts
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.folding import fold
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.text.cells import plain, truncate, width
from xfconsole.ui.text.marked import pieces
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.identity import summary_words

_BEFORE = 8
_CUT = "…"


@frozen
class Sought:
    """Words of a matter that its summary on screen does not show, at a revision of the journal."""

    row: MatterRow
    words: tuple[str, ...]
    revision: int


class LedgerDetail(TitleLine):
    """What is looked up comes off the key path, and only the newest is shown."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--found"}

    def __init__(self, views: Views, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._views = views
        self._row: MatterRow | None = None
        self._words: tuple[str, ...] = ()
        self._revision = -1
        self._answer: tuple[Sought, Snippet | None] | None = None
        self._marks: Sequence[Mark] = ()
        self._reading = False

    def show_row(self, row: MatterRow | None, words: tuple[str, ...], revision: int) -> None:
        """Show a row's summary; with folded words that are not seen in it, where they stand."""
        self._row, self._words, self._revision = row, words, revision
        self._tell()

    def on_resize(self) -> None:
        """Look again whether the words are seen."""
        self._tell()

    def parts(self, cells: int) -> list[Part]:
        """Put what was found apart from the rest."""
        if not self._marks:
            return super().parts(cells)
        marks = [(at + 1, length) for at, length in self._marks]
        told = pieces(f" {self._title}", cells - 2, marks)
        line = [(text, "title--found" if found else "title--name") for text, found in told]
        return [*line, ("  ", "")]

    def _tell(self) -> None:
        text, self._marks = self._summary()
        sought = self._sought()
        if sought is not None:
            found = self._found(sought)
            if found is not None:
                text, self._marks = _said(found, self.size.width - 4)
            if not self._reading and not self._answers(sought):
                self._reading = True
                self.run_worker(self._read(), exit_on_error=False)
        self.show(text)

    def _summary(self) -> tuple[str, Sequence[Mark]]:
        row = self._row
        if row is None:
            return "", ()
        text = plain(summary_words(row))
        return text, marks_of(text, self._words) if self._words and row.barred is None else ()

    def _sought(self) -> Sought | None:
        """Return what has to be looked up, None if the summary as shown has it all."""
        row = self._row
        if row is None or not self._words or row.barred is not None:
            return None
        seen = fold(truncate(f" {summary_words(row)}", self.size.width - 2))
        missing = tuple(each for each in self._words if each not in seen)
        return Sought(row, missing, self._revision) if missing else None

    def _found(self, sought: Sought) -> Snippet | None:
        """Return what was found for the same matter and words, until it was looked up anew."""
        if self._answer is None:
            return None
        asked, found = self._answer
        same = (asked.row.uid, asked.words) == (sought.row.uid, sought.words)
        return found if same else None

    def _answers(self, sought: Sought) -> bool:
        return self._answer is not None and self._answer[0] == sought

    async def _read(self) -> None:
        try:
            while (sought := self._sought()) is not None and not self._answers(sought):
                self._answer = sought, await asyncio.to_thread(self._look, sought)
        finally:
            self._reading = False
        self._tell()

    def _look(self, sought: Sought) -> Snippet | None:
        texts = searched_texts(self._views.events_of(sought.row.uid))
        found = snippet(texts, sought.words) if texts else None
        return found if found is not None and found.marks else None


def _said(found: Snippet, cells: int) -> tuple[str, Sequence[Mark]]:
    """Return a piece of a text with where it stands, as the search command says it.

    If its first mark would not be seen in so many cells, it begins a little before that.
    """
    place, text = say(f"search.place.{found.place}"), found.text
    said = say("search.snippet", place=place, text=text).lstrip()
    at, length = found.marks[0]
    lead = len(said) - len(text)
    if at > _BEFORE and width(said[: lead + at + length]) > cells:
        cut = at - _BEFORE
        said = said[:lead] + _CUT + text[cut + len(_CUT) :]
        lead -= cut
    shown = plain(said)
    # What cannot be shown as it is has no marks that fit.
    marks = found.marks if shown == said else ()
    return shown, [(start + lead, size) for start, size in marks]
