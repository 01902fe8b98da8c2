"""Signs drawn on screen, each with a plain ASCII stand-in for terminals that draw them too wide."""

from __future__ import annotations

_SIGNS = {
    "live": ("●", "*"),
    "due": ("◷", "@"),
    "ok": ("√", "v"),
    "going": (">", ">"),
    "warn": ("!", "!"),
    "cursor": (">", ">"),
    "ellipsis": ("…", "~"),
    "to": ("→", "->"),
    "rule": ("─", "-"),
    "bar": ("│", "|"),
    "corner": ("└ ", "` "),
    "dot": ("·", "-"),
    "block": ("█", "#"),
    "none": ("——", "--"),
    "never": ("–", "?"),
    "hub": ("⇅", "^v"),
}
_ascii = [False]


def use_ascii(only: bool) -> None:
    """Draw with ASCII signs only from now on, or no longer."""
    _ascii[0] = only


def ascii_only() -> bool:
    """Return whether only ASCII signs are drawn."""
    return _ascii[0]


def glyph(name: str) -> str:
    """Return the sign of this name; KeyError when there is none."""
    return _SIGNS[name][_ascii[0]]
