"""Two strokes for somebody who waits, one for due work, none for what was looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desks import START
from xfconsole.ui.bell import AGAIN, DUE_WORK, FLASHES, SILENT, WAITED_FOR, Bell

LATER = AGAIN + timedelta(seconds=1)


def test_people_at_the_door_ring_twice_until_somebody_looked() -> None:
    bell = Bell()
    assert bell.rings(["a"], START) == WAITED_FOR
    assert bell.rings(["a"], START + timedelta(seconds=1)) == SILENT
    assert bell.rings(["a"], START + LATER) == WAITED_FOR
    bell.seen("a")
    assert bell.rings(["a"], START + 2 * LATER) == SILENT
    assert (WAITED_FOR, DUE_WORK, SILENT) == (2, 1, 0)


def test_due_work_rings_once() -> None:
    bell = Bell()
    assert bell.rings([], START, newest=START) == DUE_WORK
    assert bell.rings([], START + LATER, newest=START) == SILENT
    assert bell.rings([], START + 2 * LATER, newest=START + LATER) == DUE_WORK


def test_whoever_waits_is_heard_through_due_work() -> None:
    bell = Bell()
    assert bell.rings(["a"], START, newest=START) == WAITED_FOR
    bell.seen("a")
    assert bell.rings(["a"], START + LATER, newest=START + LATER) == DUE_WORK


def test_a_trial_rings_both_ways_with_a_pause_between() -> None:
    bell = Bell()
    bell.try_out()
    seconds = [START + timedelta(seconds=n) for n in range(5)]
    assert [bell.rings([], at) for at in seconds] == [DUE_WORK, SILENT, WAITED_FOR, SILENT, SILENT]


def test_whoever_comes_during_a_trial_rings_at_once() -> None:
    bell = Bell()
    bell.try_out()
    assert bell.rings(["a"], START) == WAITED_FOR
    assert bell.rings(["a"], START + timedelta(seconds=1)) == DUE_WORK


def test_a_trial_that_nobody_listens_to_any_more_ends() -> None:
    bell = Bell()
    bell.try_out()
    assert bell.rings([], START) == DUE_WORK
    later = [START + timedelta(seconds=n) for n in (1, 2, 3)]
    assert [bell.rings([], at, listened=False) for at in later] == [SILENT] * 3


@pytest.mark.parametrize("early", [timedelta(0), timedelta(milliseconds=20)])
def test_a_ring_is_seen_every_other_second(early: timedelta) -> None:
    bell = Bell()
    assert bell.lit(START) == SILENT
    assert bell.rings(["a"], START) == WAITED_FOR
    seen = [bell.lit(START + timedelta(seconds=n) - early * bool(n)) for n in range(12)]
    assert seen == [*[WAITED_FOR, SILENT] * (FLASHES // 2), *[SILENT] * (12 - FLASHES)]


def test_rings_second_by_second_leave_the_row_below_in_sight() -> None:
    bell, seen = Bell(), []
    for n in range(10):
        now = START + timedelta(seconds=n)
        assert bell.rings([str(each) for each in range(n + 1)], now) == WAITED_FOR
        seen.append(bell.lit(now))
    assert seen == [WAITED_FOR, SILENT] * 5


def test_due_work_does_not_hide_that_somebody_waits() -> None:
    bell = Bell()
    assert bell.rings(["a"], START) == WAITED_FOR
    bell.seen("a")
    later = START + timedelta(seconds=2)
    assert bell.rings([], later, newest=later) == DUE_WORK
    assert bell.lit(later) == WAITED_FOR
