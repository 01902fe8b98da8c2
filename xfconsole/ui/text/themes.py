"""The colour themes: dark for the night, and one of the strongest contrast."""

from __future__ import annotations

from textual.theme import Theme

DARK = "night"
CONTRAST = "contrast"
THEMES = (
    Theme(
        name=DARK,
        primary="#5fafd7",
        secondary="#87afaf",
        accent="#ffd75f",
        warning="#ffaf5f",
        error="#ff8787",
        success="#87d787",
        foreground="#dadada",
        background="#121212",
        surface="#1c1c1c",
        panel="#262626",
        dark=True,
        variables={
            "warning-text": "#121212",
            "quiet": "#9e9e9e",
            "cursor-background": "#005f87",
            "cursor-text": "#ffffff",
            "line": "#5f5f5f",
            "line-focus": "#ffd75f",
        },
    ),
    Theme(
        name=CONTRAST,
        primary="#ffffff",
        secondary="#ffffff",
        accent="#ffff00",
        warning="#ffff00",
        error="#ff5f5f",
        success="#5fff5f",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        dark=True,
        variables={
            "warning-text": "#000000",
            "quiet": "#ffffff",
            "cursor-background": "#ffffff",
            "cursor-text": "#000000",
            "line": "#ffffff",
            "line-focus": "#ffff00",
        },
    ),
)
