"""Two strokes for somebody who waits, one for due work, none for what was looked at."""

from __future__ import annotations

from datetime import timedelta

from tests.desks import START
from xfconsole.ui.bell import AGAIN, DUE_WORK, SILENT, WAITED_FOR, Bell

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
