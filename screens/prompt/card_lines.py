"""What the cards of the ranked list share: lines with their styles, and why something is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual.content import Content

from xfconsole.core.policy.pack import Rule
from xfconsole.ui.text.cells import fit, width, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import language, say

Line: TypeAlias = tuple[str, str]
"""A line of the card and its style."""
STRONG, WARN, QUIET = "bold", "bold $warning", "$quiet"


def why_lines(rule: Rule | None, cells: int) -> list[Line]:
    """Return a rule's reason and its source in lines of at most ``cells``."""
    if rule is None:
        return []
    reason = say("prompt.why", reason=rule.reason.say(language()))
    source = say("prompt.source", source=rule.source.say(language()), rule=rule.id)
    return [
        *((line, "") for line in wrap(reason, cells)),
        *((line, QUIET) for line in wrap(source, cells)),
    ]


def kept_lines(keeper: str, cells: int) -> list[Line]:
    """Return who kept the clock at a handover, and how to take it over."""
    said = say("handover.card", officer=keeper) if keeper else ""
    return [(line, WARN) for line in wrap(said, cells)] if said else []


def listed(
    count: int, row_of: Callable[[int], tuple[str, str]], cursor: int, *, cells: int, rows: int
) -> list[Line]:
    """Return ``rows`` of ``count`` lines round the cursor, each with a left and a right side."""
    first = max(0, min(cursor - rows + 1, count - rows))
    lines: list[Line] = []
    for index in range(first, min(first + rows, count)):
        left, right = row_of(index)
        mark = glyph("cursor") if index == cursor else " "
        said = fit(f"{mark}{left}", cells - width(right) - 1)
        lines.append((f"{said} {right}", STRONG if index == cursor else ""))
    return lines


def content(lines: Sequence[Line]) -> Content:
    """Return the lines as they are drawn."""
    return Content("\n").join(Content.assemble(line) for line in lines)
