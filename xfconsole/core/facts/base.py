"""What every fact of the journal is: frozen, and with a kind that names it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

JsonValue = Any
"""What ``json`` can carry: the values of an event's body."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of all facts; ``kind`` is the event's kind in the journal."""

    kind: ClassVar[str]
