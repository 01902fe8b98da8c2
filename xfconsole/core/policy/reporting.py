"""By when a plan wants information reports, by which channel, and what it wants after the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING

from xfconsole.core.words.desk import Level
from xfconsole.core.words.frozen import frozen

if TYPE_CHECKING:
    from xfconsole.core.policy.pack import Rule


class ReportForm(StrEnum):
    """In which form a first report is owed."""

    ANY = "within"
    SPOKEN = "phone"
    WRITTEN = "written"


@frozen
class FirstLimit:
    """A first report is owed in a form, so many minutes after the event that made a level."""

    rule: Rule
    form: ReportForm
    minutes: int


@frozen
class Rhythm:
    """One plan's rhythm of reports, chosen by its ``name``; what it does not say, others do.

    ``firsts``: minutes by level and form. ``every``: minutes between follow-ups, 0 for none.
    ``times``: while it lasts one more report before each of these times of day, asked for
    ``ahead`` minutes before. ``daily``: in a special period one more before this time of day;
    with ``zero`` the office reports then every day, though there is nothing to report.
    """

    rule: Rule
    name: str
    firsts: Mapping[Level, Mapping[ReportForm, int]]
    every: int | None = None
    times: tuple[time, ...] = ()
    ahead: int = 30
    daily: time | None = None
    zero: bool = False

    @property
    def timed(self) -> bool:
        """Whether it names times of day."""
        return bool(self.times or self.daily)


@frozen
class AfterClosing:
    """Once an incident is over, what was never sent stays owed, and who took what was is asked.

    That is asked ``minutes`` after a report went up, and not before the incident is over.
    """

    rule: Rule
    minutes: int


@frozen
class Reporting:
    """Information reports: the first within ``first_minutes`` of the event that made a level,
    follow-ups every ``every_minutes`` and ``band_change_minutes`` after a change of level.

    ``rhythms`` are those chosen, the first to say something counts before these numbers;
    ``offered`` are all that the pack has. ``after``: without it nothing is owed once it is over.
    """

    first: Rule
    first_minutes: int
    follow_up: Rule
    every_minutes: int
    band_change: Rule
    band_change_minutes: int
    rhythms: tuple[Rhythm, ...] = ()
    offered: tuple[Rhythm, ...] = ()
    after: AfterClosing | None = None

    def led_by(self, name: str) -> Reporting:
        """Return the same with one of the rhythms before all others, as a special period says."""
        own = tuple(each for each in self.offered if each.name == name)
        return replace(self, rhythms=(*own, *self.rhythms)) if own else self

    def firsts(self, level: Level) -> tuple[FirstLimit, ...]:
        """Return which first reports a level asks for."""
        for each in self.rhythms:
            if limits := each.firsts.get(level):
                return tuple(FirstLimit(each.rule, form, n) for form, n in limits.items())
        return (FirstLimit(self.first, ReportForm.ANY, self.first_minutes),)

    @property
    def every(self) -> tuple[Rule, int]:
        """The minutes between follow-ups, 0 for none, and the rule that says so."""
        said = ((each.rule, each.every) for each in self.rhythms if each.every is not None)
        return next(said, (self.follow_up, self.every_minutes))

    @property
    def timed(self) -> tuple[Rhythm, ...]:
        """The rhythms that name times of day."""
        return tuple(each for each in self.rhythms if each.timed)
