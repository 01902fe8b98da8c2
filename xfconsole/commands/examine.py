"""Sends the doctor on a round through an office's folder, with the rules for its roster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from xfconsole.clock import SystemClock
from xfconsole.core.facts.event import Event
from xfconsole.core.office.finding import CheckResult, fine, warned
from xfconsole.core.office.journal_head import Head
from xfconsole.core.ports import TimeSource
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.state.night import roster_of
from xfconsole.office_files.in_force import policy_that_holds, slips
from xfconsole.ui.words.times import moment

DAYS = 3
"""How far the roster is looked at."""


def examined(
    home: Path,
    passphrase: Callable[[], str],
    second: Path | None,
    paper: Head | None,
    *,
    quick: bool,
    clock: TimeSource | None = None,
) -> Iterator[CheckResult]:
    """Yield what the doctor finds in a folder. Raises Refused where there is no office."""
    from data.doctor.examine import Examination, examine
    from data.founding import has_office

    if not has_office(home):
        raise Refused("vault.refused.no_office", folder=home)
    yield from settings(home)
    clock = clock or SystemClock()
    reading = clock.read()

    def roster(events: Sequence[Event], time_zone: str) -> CheckResult:
        known = roster_of(events)
        policy, _ = policy_that_holds(home, lambda: None)
        until = reading.wall + timedelta(days=DAYS)
        holes = known.holes(policy.needed_posts(), reading.wall, until)
        if not holes:
            return fine("roster", "doctor.roster.ok", days=DAYS)
        at = moment(holes[0].starts_at, ZoneInfo(time_zone))
        return warned(
            "roster", "doctor.roster.holes", "doctor.roster.do", count=len(holes), days=DAYS, at=at
        )

    yield from examine(Examination(home, clock, second, paper, quick, roster), passphrase)


def settings(home: Path) -> Iterator[CheckResult]:
    """Yield what is wrong with the office's optional files, and what holds meanwhile."""
    found = slips(home)
    for each in found:
        yield warned("settings", each.why.key, f"slip.instead.{each.file}", **each.why.values)
    if not found:
        yield fine("settings", "doctor.settings.ok")
