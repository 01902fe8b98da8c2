"""What the office has promised whoever holds a matter's receipt, and whether it kept that."""

from __future__ import annotations

from datetime import date, datetime

from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import PROMISED, Deadline, Rules, deadlines
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import Act, Clock, Who

UNDONE = (Act.RETURN, Act.RETRIEVE, Act.WITHDRAW, Act.ORDINARY)
"""Acts that end a duty without its being done."""


@frozen
class Promise:
    """One duty with its statutory last day. ``done`` is when it ended, None while it is open.

    ``late`` are the days after the last day on which it was done, or by now is not; 0 in time.
    """

    clock: Clock
    who: Who
    unit: str
    last: date
    done: date | None
    late: int

    @property
    def kept(self) -> bool | None:
        """Whether it was kept; None while it is open and there is time."""
        return None if self.done is None and not self.late else not self.late


def promises(life: MatterLife, rules: Rules, now: datetime) -> list[Promise]:
    """Return what was promised about a matter, in the order in which it began."""
    asked = [each for each in deadlines(life, rules, now) if each.clock in PROMISED]
    found = [_promise(each, rules, now) for each in asked]
    undone = [each.met_by in UNDONE for each in asked]
    # What was given back in time binds nobody; what was late by then was not kept.
    return [each for each, ended in zip(found, undone, strict=True) if each.late or not ended]


def _promise(deadline: Deadline, rules: Rules, now: datetime) -> Promise:
    end = deadline.met_at or now
    days = (end.astimezone(rules.zone).date() - deadline.rolled).days
    done = end.astimezone(rules.zone).date() if deadline.met_at else None
    return Promise(
        deadline.clock,
        deadline.who,
        deadline.unit,
        deadline.rolled,
        None if deadline.met_by in UNDONE else done,
        days if deadline.overdue(now) else 0,
    )
