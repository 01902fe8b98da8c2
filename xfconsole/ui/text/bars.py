"""Bars made of text: they stand last on their line, after the number that they show.

So nobody needs them who has the line read out, and a terminal that draws the block two cells wide
moves nothing. plotext would weigh more than all charts here, counts Chinese by letters, and draws
in dots that neither ASCII nor a screen reader has.
"""

from __future__ import annotations

from xfconsole.ui.text.glyphs import glyph


def bar(value: float, most: float, cells: int) -> str:
    """Return a bar whose whole width stands for ``most``; what is more than nothing has one."""
    if value <= 0 or most <= 0:
        return ""
    return glyph("block") * max(1, min(cells, round(cells * value / most)))
