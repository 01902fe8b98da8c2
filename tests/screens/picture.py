"""A screen as a picture (SVG) that needs nothing but a browser: no font, no host, no script.

Every character stands at the column the terminal gives it, whatever fonts the reader has.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from xml.etree import ElementTree

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from textual.app import App

from tests.screens import golden

WIDE, HIGH, BASE, SIZE, MARGIN = 9, 20, 15, 15, 14
"""Pixels: a cell, down to the foot of its letters, the letters, and around the screen."""
FONTS = "'Noto Sans Mono CJK SC','Sarasa Mono SC','Menlo','PingFang SC','NSimSun',monospace"
TEXT = "{http://www.w3.org/2000/svg}text"


def check_picture(app: App[None], path: Path) -> None:
    """Compare the screen with a picture of it; with --update-golden draw that."""
    drawn = picture(app)
    if golden.update[0]:
        path.write_text(drawn, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == drawn, (
        f"{path.name} has changed; pytest -k picture --update-golden, then look at it"
    )


def picture(app: App[None]) -> str:
    """Return the screen as SVG."""
    wide, high = app.size.width * WIDE + 2 * MARGIN, app.size.height * HIGH + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="{-MARGIN} {-MARGIN} {wide} {high}" '
        f'font-family="{FONTS}" font-size="{SIZE}">',
        f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{wide}" height="{high}" rx="8" '
        f'fill="{SVG_EXPORT_THEME.background_color.hex}"/>',
    ]
    for row, strip in enumerate(golden.strips(app)):
        parts += _row(list(strip), row)
    return "\n".join([*parts, "</svg>"]) + "\n"


def words(path: Path) -> str:
    """Return what a picture shows, as ``screen_text`` would: by where each character stands."""
    rows: dict[int, dict[int, str]] = {}
    for text in ElementTree.parse(path).iter(TEXT):
        line = rows.setdefault((int(text.attrib["y"]) - BASE) // HIGH, {})
        columns = (int(x) // WIDE for x in text.attrib["x"].split())
        line.update(zip(columns, text.text or "", strict=True))
    return "".join(_line(rows.get(row, {})) + "\n" for row in range(max(rows) + 1))


def _line(characters: dict[int, str]) -> str:
    line = ""
    for column in sorted(characters):
        line += " " * (column - cell_len(line)) + characters[column]
    return line


def _row(segments: list[Segment], row: int) -> list[str]:
    grounds, texts, column = [], [], 0
    for text, style, _ in filter(None, segments):
        ink, ground, weight = _look(style or Style())
        wide = cell_len(text)
        grounds.append(
            f'<rect x="{column * WIDE}" y="{row * HIGH}" width="{wide * WIDE}" height="{HIGH}" '
            f'fill="{ground}" shape-rendering="crispEdges"/>'
        )
        places = [(column + cell_len(text[:at]), sign) for at, sign in enumerate(text)]
        seen = [(at, sign) for at, sign in places if not sign.isspace()]
        if seen:
            across = " ".join(str(at * WIDE) for at, _ in seen)
            signs = escape("".join(sign for _, sign in seen), quote=False)
            y = row * HIGH + BASE
            texts.append(f'<text x="{across}" y="{y}" fill="{ink}"{weight}>{signs}</text>')
        column += wide
    return grounds + texts


def _look(style: Style) -> tuple[str, str, str]:
    theme = SVG_EXPORT_THEME
    ink, ground = theme.foreground_color, theme.background_color
    if style.color and not style.color.is_default:
        ink = style.color.get_truecolor(theme)
    if style.bgcolor and not style.bgcolor.is_default:
        ground = style.bgcolor.get_truecolor(theme)
    if style.reverse:
        ink, ground = ground, ink
    return ink.hex, ground.hex, ' font-weight="bold"' if style.bold else ""
