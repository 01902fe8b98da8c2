"""How long a guesser waits: doubled with each wrong guess, capped, whatever clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xfconsole.core.days.backoff import LONGEST, Guesses, seconds_left, wait_after
from xfconsole.core.days.reading import Reading

NIGHT = datetime(2026, 2, 19, 18, 29, tzinfo=UTC)
WALLS = st.datetimes(timezones=st.just(UTC))
BOOTS = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)
REAL_BOOTS = st.floats(min_value=0, max_value=1e9, allow_nan=False)
IDS = st.sampled_from(["", "one", "two"])
GUESSES = st.builds(
    Guesses, st.integers(min_value=0, max_value=10**6), st.builds(Reading, WALLS, BOOTS, IDS)
)
NOWS = st.builds(Reading, WALLS, REAL_BOOTS, IDS)


def at(boot: float, wall: float = 0, boot_id: str = "one") -> Reading:
    return Reading(NIGHT + timedelta(seconds=wall), boot, boot_id)


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 2), (4, 4), (5, 8), (10, 256), (11, 300), (12, 300), (10**6, 300)],
)
def test_the_wait_doubles_from_the_third_wrong_guess_to_five_minutes(
    wrong: int, seconds: int
) -> None:
    assert wait_after(wrong) == seconds


@pytest.mark.parametrize(
    ("now", "left"),
    [
        pytest.param(at(1000, 0), 64, id="at once"),
        pytest.param(at(1063.5, 63.5), 0.5, id="just before"),
        pytest.param(at(1064, 64), 0, id="just then"),
        pytest.param(at(1001, 3600), 63, id="wall clock put ahead"),
        pytest.param(at(1001, -86400), 63, id="wall clock put back"),
        pytest.param(at(9, 40, "two"), 24, id="restarted, by the wall clock"),
        pytest.param(at(9, -86400, "two"), 55, id="restarted and put back: since the start"),
        pytest.param(at(70, -86400, "two"), 0, id="restarted long enough ago"),
        pytest.param(at(5, 5), 0, id="a reading of this boot that was never made"),
        pytest.param(at(9, -10, ""), 55, id="a laptop that names no boots"),
    ],
)
def test_what_is_left_of_a_wait(now: Reading, left: float) -> None:
    assert seconds_left(Guesses(8, at(1000)), now) == pytest.approx(left)


@given(GUESSES, NOWS)
def test_nobody_ever_waits_longer_than_the_cap(guesses: Guesses, now: Reading) -> None:
    assert 0 <= seconds_left(guesses, now) <= min(LONGEST, wait_after(guesses.wrong))


def ahead(guesses: Guesses, now: Reading) -> bool:
    """Whether the file tells of a time of this boot that has not come yet: nobody waits then."""
    return guesses.last.boot_id == now.boot_id != "" and guesses.last.boot > now.boot


@given(GUESSES, NOWS, WALLS)
def test_after_the_cap_everybody_may_try(guesses: Guesses, now: Reading, wall: datetime) -> None:
    assume(not ahead(guesses, now))
    later = Reading(wall, now.boot + LONGEST, now.boot_id)
    assert seconds_left(guesses, later) == 0


@given(st.integers(3, 40), REAL_BOOTS, st.floats(0, 400), WALLS, WALLS)
def test_within_one_boot_the_wall_clock_changes_nothing(
    wrong: int, boot: float, passed: float, one: datetime, other: datetime
) -> None:
    guesses = Guesses(wrong, Reading(NIGHT, boot, "one"))
    lefts = {seconds_left(guesses, Reading(wall, boot + passed, "one")) for wall in (one, other)}
    assert len(lefts) == 1


@given(GUESSES, NOWS, st.floats(0, 400))
def test_waiting_only_gets_shorter(guesses: Guesses, now: Reading, passed: float) -> None:
    assume(not ahead(guesses, now))
    later = Reading(now.wall, now.boot + passed, now.boot_id)
    assert seconds_left(guesses, later) <= seconds_left(guesses, now)
