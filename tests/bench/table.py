"""The table of figures, as plain text for a terminal and as Markdown for docs/speed.md."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tests.bench.figure import Figure, Spread

HEADERS = ("what", "ours", "bare", "ratio", "limit", "")


def plain(figures: Sequence[Figure]) -> str:
    """Return the table in columns."""
    rows = [HEADERS, *map(cells, figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADERS))]
    lines = (
        "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)) for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def markdown(figures: Sequence[Figure]) -> str:
    """Return the table for a page of Markdown."""
    rows = [HEADERS, ("---",) * len(HEADERS), *map(cells, figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def cells(figure: Figure) -> tuple[str, ...]:
    """Return one row: times in ms or s, medians with least and greatest."""
    said = partial(_amounts, figure.unit) if figure.unit else _times
    bare = said(Spread.of(figure.bare)) if figure.bare else "–"
    ratio = _numbers(Spread.of(figure.ratios), 2) if figure.bare else "–"
    return (figure.what, said(Spread.of(figure.ours)), bare, ratio, _limit(figure), _end(figure))


def _amounts(unit: str, spread: Spread) -> str:
    return f"{_numbers(spread, 0)} {unit}"


def _times(spread: Spread) -> str:
    if spread.median >= 2:
        return _numbers(spread, 1) + " s"
    shown = Spread(spread.median * 1000, spread.least * 1000, spread.most * 1000)
    return _numbers(shown, 0 if shown.median >= 100 else 1 if shown.median >= 10 else 2) + " ms"


def _numbers(spread: Spread, digits: int) -> str:
    if spread.least == spread.most:
        return f"{spread.median:.{digits}f}"
    return f"{spread.median:.{digits}f} ({spread.least:.{digits}f}–{spread.most:.{digits}f})"


def _limit(figure: Figure) -> str:
    if figure.limit is None:
        return "–"
    if figure.bare:
        return f"{figure.limit:g}"
    return f"{figure.limit:g} s" if figure.limit >= 1 else f"{figure.limit * 1000:g} ms"


def _end(figure: Figure) -> str:
    if figure.limit is None:
        return ""
    return "ok" if figure.kept else "missed"
