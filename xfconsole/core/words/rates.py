"""The rates that reports tell of the office's work (docs/figures.md)."""

from __future__ import annotations

from enum import StrEnum


class Rate(StrEnum):
    """What is measured as a share, in the order in which it is told; none is about who came."""

    FIRST_TIME = "first_time"
    DEALT = "dealt"
    ACCEPTED = "accepted"
    REPLIED = "replied"
    ORDERED = "ordered"
    SIMPLE = "simple"
    SETTLED = "settled"
    SATISFIED = "satisfied"
