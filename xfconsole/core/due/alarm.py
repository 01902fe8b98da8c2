"""How many prompts were new in ten minutes and in an hour, against the budget of a pack."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from xfconsole.core.facts.announced import PromptRaised
from xfconsole.core.facts.of_procedure import DutyPrompted
from xfconsole.core.policy.pack import Alarm

TEN_MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
NEW = (PromptRaised, DutyPrompted)
"""Facts by which the desk asks for something it did not ask for before: they happened when it was
first shown, recorded later where nothing could be stored then."""


class Recent(NamedTuple):
    """How many prompts were new in the ten minutes, and in the hour, up to an instant."""

    ten: int
    hour: int

    def above(self, alarm: Alarm) -> bool:
        """Whether that is more than a pack's budget."""
        return self.ten > alarm.per_ten_minutes or self.hour > alarm.per_hour


def recent(raised: Sequence[datetime], at: datetime) -> Recent:
    """Count the new prompts up to an instant; ``raised`` tells in order when each was."""
    upto = bisect_right(raised, at)
    ten, hour = (upto - bisect_right(raised, at - each, hi=upto) for each in (TEN_MINUTES, HOUR))
    return Recent(ten, hour)
