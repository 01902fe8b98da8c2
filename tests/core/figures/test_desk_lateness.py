"""The desk's own lateness over a night: posts told late, tasks shown late, and its blind hours."""

from __future__ import annotations

from datetime import timedelta

from tests.desks import Night
from xfconsole.core.figures.desk import KINDS, DeskLateness
from xfconsole.drill.memory import MemoryStore


def lateness(night: Night) -> DeskLateness:
    assert isinstance(night.store, MemoryStore)
    found = DeskLateness()
    kept = list(found.watched(each for each in night.store.events if each.kind in KINDS))
    assert len(kept) < len(night.store.events)
    return found


def test_a_post_told_in_time_is_not_late() -> None:
    night = Night().open(33).after(minutes=4).ring("duty_leader", "answered")
    assert (lateness(night).called, lateness(night).told_late) == (5, 0)
    night.after(minutes=7)
    assert lateness(night).told_late == 4


def test_a_sleep_is_blind_and_shows_its_tasks_late() -> None:
    night = Night().open(33).after(minutes=1)
    night.clock.advance(timedelta(minutes=30))
    night.desk.tick()
    found = lateness(night)
    assert found.blind_for == timedelta(minutes=30)
    assert len(found.blind) == 1
    # The first report was due after twenty minutes; whom to ring was shown before.
    assert (found.shown_late, found.most_late) == (1, timedelta(minutes=11))


def test_an_awake_desk_is_never_blind() -> None:
    assert lateness(Night().open(33).after(minutes=90)).blind == []
