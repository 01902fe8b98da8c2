"""What a command is given to work with: an open office, and never the database itself.

The entry of the program puts an ``Opening`` into the Typer context; a command opens the office
only once its options make sense. Refusals pass through to the entry, which says them on stderr
and leaves with 1.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias
from zoneinfo import ZoneInfo

import typer

from xfconsole.core.ports import Views

if TYPE_CHECKING:
    from xfconsole.desk import Desk


class Say(Protocol):
    """Says a catalogue key in the officer's language, its fields filled."""

    def __call__(self, key: str, **values: object) -> str: ...


@dataclass(frozen=True, slots=True)
class OfficeContext:
    """One open office: its desk to act, its views to read, its time zone and language."""

    desk: Desk
    views: Views
    zone: ZoneInfo
    say: Say


Opening: TypeAlias = Callable[[], AbstractContextManager[OfficeContext]]
"""Opens the office chosen on the command line; raises Refused when that cannot be done."""


def office_of(context: typer.Context) -> AbstractContextManager[OfficeContext]:
    """Open the office that the entry of the program chose."""
    opening: Opening = context.find_root().obj
    return opening()
