"""What the journal says of entries it is known to have lost (subject: the office)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from xfconsole.core.fact import Fact


@dataclass(frozen=True, slots=True)
class JournalEndMissed(Fact):
    """The journal ended at ``last`` when it was opened, though line ``seq`` had been saved before.

    An older file was put in its place, or its end was cut off. Told once for each ``seq``.
    """

    kind: ClassVar[str] = "journal.end_missed"
    seq: int
    last: int
