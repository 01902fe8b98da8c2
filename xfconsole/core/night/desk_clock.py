"""Tells the desk's own time from two readings of the clocks: sleep and jumps become facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Fact
from xfconsole.core.facts.of_office import ClockJumped, DeskBlind
from xfconsole.core.words.frozen import frozen

BLIND_AFTER = timedelta(seconds=30)
"""A longer silence than this between two looks at the clock means nobody could be prompted."""
JUMP_FROM = timedelta(seconds=5)
"""A wall clock that moved by this much against the time since boot was set by somebody."""
_DRIFT = timedelta(seconds=1)


@frozen
class Observed:
    """What a look at the clocks showed: the desk's time, and facts worth keeping."""

    reading: Reading
    now: datetime
    facts: tuple[Fact, ...]


def observe(previous: Reading | None, current: Reading) -> Observed:
    """Compare two readings of the clocks.

    Within one boot the desk's time never runs backwards: a wall clock set back is logged and the
    desk goes on by the time since boot, so deadlines keep their distance. A wall clock set forward
    is followed: prompts may come early, never late. Only a silence that began while a console was
    on watch is blindness: before the first start, and after a console was closed, nobody relied on
    being prompted.
    """
    if previous is None:
        return Observed(current, current.wall, ())
    before = previous.wall + timedelta(seconds=previous.ahead)
    passed = current.wall - previous.wall
    same_boot = bool(current.boot_id) and current.boot_id == previous.boot_id
    elapsed = timedelta(seconds=current.boot - previous.boot) if same_boot else max(passed, _NONE)
    now = max(current.wall, before + elapsed) if same_boot else current.wall
    if now - current.wall < _DRIFT:
        now = current.wall
    facts: list[Fact] = []
    jump = passed - elapsed
    if abs(jump) >= JUMP_FROM:
        facts.append(ClockJumped(round(jump.total_seconds())))
    if elapsed > BLIND_AFTER and previous.attended:
        facts.append(DeskBlind(before, max(now, before)))
    ahead = (now - current.wall).total_seconds()
    reading = replace(current, ahead=ahead, attended=previous.attended)
    return Observed(reading, now, tuple(facts))


_NONE = timedelta(0)
