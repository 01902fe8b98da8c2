"""Whether an earlier matter may be the one being registered: by what both say, never by who came.

Only summary and text are compared. The limits were set on a thousand real letters, each held
against all others, and on letters cut and mixed on purpose; docs/same-matter.md has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from operator import add

from xfconsole.core.ports import Views
from xfconsole.core.rows import MatterFile
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.folding import fold
from xfconsole.core.words.frozen import frozen

SUMMARY_LEAST = 0.5
"""From this likeness on a summary alone makes an earlier matter a candidate."""
TEXT_LEAST = 0.3
"""The same for summary and text together: of a long text hardly a third is in any summary."""
SHORT_LEAST = 0.8
"""The same for a summary of fewer than ``SHORT`` pairs: few words are easily found anywhere."""
SHORT = 6
VERY = 1.4
"""So many times the least likeness counts as very alike."""
MOST = 3
"""So many candidates are worth an officer's look."""
_LOOKED_AT = 6


class Alike(StrEnum):
    """How alike two matters are, in words; a number would claim more than it knows."""

    VERY = "very"
    SOMEWHAT = "somewhat"


@frozen
class Candidate:
    """An earlier matter that may be the same, in full; ``alike`` is None for one named by hand."""

    file: MatterFile
    alike: Alike | None = None

    @property
    def number(self) -> str:
        """Return the number it goes by."""
        return self.file.row.number


def candidates(views: Views, summary: str, text: str, exclude: Uid = "") -> list[Candidate]:
    """Return the earlier matters most like a summary and its text, the likest first.

    None that the reader is barred from (TG 28, TG 30) is among them; ``exclude`` is the matter
    itself, once it is registered.
    """
    found: list[Candidate] = []
    for matter, strength in _likest(views, summary, text, exclude):
        file = readable(views, matter)
        if file is not None and len(found) < MOST:
            found.append(Candidate(file, Alike.VERY if strength >= VERY else Alike.SOMEWHAT))
    return found


def readable(views: Views, reference: str) -> MatterFile | None:
    """Return a matter in full, or None when there is none or its reader is barred from it."""
    file = views.matter(reference)
    return file if file is not None and file.row.barred is None else None


def _likest(views: Views, summary: str, text: str, exclude: Uid) -> list[tuple[Uid, float]]:
    """Return what is alike enough, each with its likeness against the least."""
    short = len(pairs(summary)) < SHORT
    asked = [(summary, SHORT_LEAST if short else SUMMARY_LEAST)]
    if text.strip():
        asked.append((f"{summary}\n{text}", TEXT_LEAST))
    strengths: dict[Uid, float] = {}
    for words, least in _worth_asking(asked):
        for each in views.similar(words, limit=_LOOKED_AT, exclude=exclude):
            strength = each.likeness / least
            strengths[each.row.uid] = max(strength, strengths.get(each.row.uid, 0.0))
    enough = [(matter, strength) for matter, strength in strengths.items() if strength >= 1]
    return sorted(enough, key=lambda pair: -pair[1])


def _worth_asking(asked: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(words, least) for words, least in asked if pairs(words)]


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters within the words of a text, folded."""
    folded = fold(text)
    return {pair for pair in map(add, folded, folded[1:]) if pair.isalnum()}


def likeness(said: set[str], summary: set[str], whole: set[str]) -> float:
    """Return from 0 to 1 how much of what is said another matter says too.

    ``summary`` are the pairs of its summary and ``whole`` those of all its words. The mean of how
    alike the two short texts are (Dice) and how much of the one the other contains: a long letter
    that says it all counts, and one that merely shares common words does not count much.
    """
    if not said:
        return 0.0
    alike = 2 * len(said & summary) / (len(said) + len(summary))
    contained = len(said & (whole | summary)) / len(said)
    return (alike + contained) / 2
