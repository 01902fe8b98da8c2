"""Screens as plain text, compared with files that a reviewer can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual._context import visible_screen_stack
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

FOLDER = Path(__file__).resolve().parent.parent / "golden"
update = [False]
"""Set by ``--update-golden``: write the files instead of comparing with them."""


def screen_text(app: App[None]) -> str:
    """Return what the terminal shows, one line a row, blanks at the end of lines left out."""
    lines = ["".join(segment.text for segment in strip) for strip in strips(app)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def check_golden(app: App[None], name: str) -> None:
    """Compare the screen with ``tests/golden/<name>.txt``; with --update-golden write it."""
    path = FOLDER / f"{name}.txt"
    shown = screen_text(app)
    if update[0]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert shown == kept, f"{name} looks different; look at it, then pytest --update-golden"


def rows_in(screen: Screen[Any], region: Region) -> list[str]:
    """Return what is drawn in a part of the screen, a row each, and draw no other part for it."""
    chops = screen._compositor._render_chops(region, region.line_range.__contains__)
    rows = [Strip.join(chops[y].values()) for y in region.line_range]
    return [row.crop(region.x, region.right).text for row in rows]


def strips(app: App[None]) -> list[list]:  # type: ignore[type-arg]
    """Return the rows of the terminal, each a list of rich's segments."""
    visible_screen_stack.set(app._background_screens)
    return [list(strip) for strip in app.screen._compositor.render_strips()]
