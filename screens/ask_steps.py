"""What a card can ask: one question after the other, each by a digit, a line of text, or both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from screens.form_parts import Form


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. ``off`` says why it cannot be chosen now."""

    value: str
    label: str
    off: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One question.

    ``choices`` are taken by digit (from 1) or cursor; with ``field`` a line can be typed, which
    ``optional`` allows to be empty. ``check`` returns what is wrong with a typed line, or nothing.
    """

    title: str
    choices: tuple[Choice, ...] = ()
    field: bool = False
    initial: str = ""
    optional: bool = False
    cursor: int = 0
    check: Callable[[str], str] = lambda _: ""
    lines: tuple[str, ...] = ()


Answers: TypeAlias = tuple[str, ...]
Plan: TypeAlias = Callable[[Answers], Step | None]
"""The next question after these answers, or None when they suffice."""
Run: TypeAlias = Callable[[Answers], Awaitable[object]]
"""What is done with the answers; may raise Refused."""


def nothing_opens(_: Answers) -> None:
    """Open no form."""
    return None


@dataclass(frozen=True, slots=True)
class Asking:
    """A verb as a card asks for it: its heading, its questions, and what is done in the end.

    Where ``opens`` returns a form after the last answer, it is the form that acts.
    """

    heading: str
    plan: Plan
    run: Run
    opens: Callable[[Answers], Form | None] = nothing_opens
