"""The desk's own time from two looks at the clocks: sleep, jumps, another boot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.of_office import ClockJumped, DeskBlind
from xfconsole.core.night.desk_clock import observe

T0 = datetime(2026, 2, 19, 18, 0, tzinfo=UTC)


def reading(wall: float, boot: float | None = None, boot_id: str = "one") -> Reading:
    """Return a reading so many seconds after T0; the time since boot goes along unless given."""
    passed = 100 + (wall if boot is None else boot)
    return Reading(T0 + timedelta(seconds=wall), passed, boot_id, attended=True)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def test_the_first_look_knows_nothing_of_before() -> None:
    seen = observe(None, reading(0))
    assert (seen.now, seen.facts) == (T0, ())


@pytest.mark.parametrize(("gone", "blind"), [(1, False), (30, False), (31, True), (5400, True)])
def test_a_long_silence_is_blindness(gone: int, blind: bool) -> None:
    seen = observe(reading(0), reading(gone))
    assert seen.facts == ((DeskBlind(T0, at(gone)),) if blind else ())


def test_a_silence_after_which_no_console_was_attended_is_no_blindness() -> None:
    seen = observe(replace(reading(0), attended=False), reading(5400))
    assert (seen.now, seen.facts, seen.reading.attended) == (at(5400), (), False)


@pytest.mark.parametrize(("back", "jumped"), [(4, False), (5, True), (3600, True)])
def test_a_clock_set_back_does_not_turn_the_desk_back(back: int, jumped: bool) -> None:
    seen = observe(reading(0), reading(1 - back, 1))
    assert seen.now == at(1)
    assert seen.facts == ((ClockJumped(-back),) if jumped else ())
    later = observe(seen.reading, reading(11 - back, 11))
    assert (later.now, later.facts) == (at(11), ())


def test_a_clock_put_right_again_is_followed() -> None:
    seen = observe(reading(0), reading(-3599, 1))
    right = observe(seen.reading, reading(2, 2))
    assert right.now == at(2)
    assert right.reading.ahead == 0
    assert right.facts == (ClockJumped(3600),)


def test_a_clock_set_forward_is_followed() -> None:
    seen = observe(reading(0), reading(3601, 1))
    assert seen.now == at(3601)
    assert seen.facts == (ClockJumped(3600),)


def test_drift_below_a_second_is_let_go() -> None:
    seen = observe(reading(0), reading(0.4, 1))
    assert (seen.now, seen.reading.ahead) == (at(0.4), 0)


def test_another_boot_has_only_the_wall_clock() -> None:
    seen = observe(reading(0, 50), reading(600, 5, "two"))
    assert seen.now == at(600)
    assert seen.facts == (DeskBlind(T0, at(600)),)


def test_another_boot_with_its_clock_behind_is_a_jump() -> None:
    seen = observe(reading(0, 50), reading(-600, 5, "two"))
    assert seen.now == at(-600)
    assert seen.facts == (ClockJumped(-600),)


def test_sleep_and_jump_together_are_told_apart() -> None:
    seen = observe(reading(0), reading(600 - 3600, 600))
    assert seen.now == at(600)
    assert seen.facts == (ClockJumped(-3600), DeskBlind(T0, at(600)))
