"""How much two matters say the same: by the pairs of characters in their words, nothing else."""

from __future__ import annotations

from operator import add

from xfconsole.core.folding import fold


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
