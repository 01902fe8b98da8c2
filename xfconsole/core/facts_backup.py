"""What the journal says of backups (subject: the office)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from xfconsole.core.fact import Fact


@dataclass(frozen=True, slots=True)
class OfficeRestored(Fact):
    """The office was put back as a backup has it; from here on another incarnation writes.

    ``seq`` and ``mac`` are the head of the journal in the backup, ``made_at`` when that was made,
    ``replaced`` the name of the folder in which what was there before is kept.
    """

    kind: ClassVar[str] = "office.restored"
    made_at: datetime
    seq: int
    mac: str
    replaced: str = ""
