"""What the journal says of having been saved from a damaged file (subject: the office)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from xfconsole.core.fact import Fact


@dataclass(frozen=True, slots=True)
class JournalSalvaged(Fact):
    """The journal up to here was read out of a damaged file; what was missing stays missing.

    ``gaps`` names the missing lines by their old numbers, such as ``3-5 9``. Every line after the
    first of them was numbered and signed anew; its uid is the old one.
    """

    kind: ClassVar[str] = "journal.salvaged"
    saved: int
    lost: int
    gaps: str = ""
