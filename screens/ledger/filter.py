"""What the officer typed into the ledger's filter, and what of it is listed by."""

from __future__ import annotations

from dataclasses import replace

from xfconsole.core.ledger.filter import parse, parse_typing
from xfconsole.core.ledger.terms import EVERYTHING, Flag, Flagged, LedgerQuery, Timed, Word
from xfconsole.core.words.folding import fold
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import ledger_names

_BY_THE_DAY = (Flag.OVERDUE, Flag.PAST_CONTROL, Flag.SOON)


@frozen
class LedgerFilter:
    """``query`` is the last one understood; ``problem`` says what is wrong with a later text."""

    text: str = ""
    query: LedgerQuery = EVERYTHING
    problem: str = ""

    @property
    def by_time(self) -> bool:
        """Whether other matters fit as time passes."""
        return any(
            isinstance(term, Timed) or (isinstance(term, Flagged) and term.flag in _BY_THE_DAY)
            for term in self.query.terms
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that a matter has to have in its texts."""
        words = (each for each in self.query.terms if isinstance(each, Word) and not each.negated)
        return tuple(dict.fromkeys(fold(each.text) for each in words))

    def typed(self, text: str) -> LedgerFilter:
        """Return the filter while it is being typed: a last term half typed says nothing yet."""
        try:
            query, _ = parse_typing(text, ledger_names())
        except Refused as refused:
            return self._wrong(text, refused)
        return LedgerFilter(text, query)

    def meant(self, text: str) -> LedgerFilter:
        """Return the filter as it stands."""
        try:
            return LedgerFilter(text, parse(text, ledger_names()))
        except Refused as refused:
            return self._wrong(text, refused)

    def _wrong(self, text: str, refused: Refused) -> LedgerFilter:
        return replace(self, text=text, problem=say(refused.key, **refused.values))
