"""A line of the help, whichever page it is on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One line of help; a group's title is strong."""

    text: str
    title: bool = False
