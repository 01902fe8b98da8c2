"""How a duty's last day is told: the date with a word for how near it is, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from xfconsole.core.ports import MatterRow
from xfconsole.ui.format import short_day
from xfconsole.ui.i18n import say


class Nearness(StrEnum):
    """How a matter stands with what is due next."""

    NONE = "none"
    LATER = "later"
    SOON = "soon"
    PAST_CONTROL = "past_control"
    OVERDUE = "overdue"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class DueDay:
    """What words are told against: the time at the office, and how near is soon."""

    now: datetime
    soon_days: int

    def nearness(self, row: MatterRow) -> Nearness:
        """Return how near a matter's next duty is."""
        if row.due_on is None or row.due_at is None:
            return Nearness.UNDECIDED if row.undecided else Nearness.NONE
        if row.overdue(self.now):
            return Nearness.OVERDUE
        if row.past_control(self.now):
            return Nearness.PAST_CONTROL
        if row.undecided:
            return Nearness.UNDECIDED
        soon = row.due_on <= self.now.date() + timedelta(self.soon_days)
        return Nearness.SOON if soon else Nearness.LATER

    def words(self, row: MatterRow) -> str:
        """Return the control date with its word: ``02-16 4d past``, ``02-21 soon``, ``04-20``.

        Of a day that was last year the word alone: it counts the days.
        """
        said, today = self._word(row), self.now.date()
        if row.due_on is None or (said and row.due_on.year < today.year):
            return said
        return f"{short_day(row.due_on, today)} {said}".strip()

    def _since(self, row: MatterRow) -> int:
        """Return the days since the statutory last day of what is overdue."""
        if row.due_at is None:
            return 0
        last = (row.due_at - timedelta.resolution).astimezone(self.now.tzinfo).date()
        return (self.now.date() - last).days

    def _word(self, row: MatterRow) -> str:
        match self.nearness(row):
            case Nearness.OVERDUE:
                days = self._since(row)
                return say("ledger.due.late_days", days=days) if days else say("ledger.due.late")
            case Nearness.PAST_CONTROL:
                days = (self.now.date() - row.due_on).days if row.due_on else 0
                return say("ledger.due.past_control", days=days)
            case Nearness.SOON:
                return say("ledger.due.soon")
            case Nearness.UNDECIDED:
                return say("ledger.due.undecided")
            case _:
                return ""
