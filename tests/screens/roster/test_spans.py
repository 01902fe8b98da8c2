"""The stretch of a turn, as it is typed and as it is offered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from screens.roster.questions import parse_span, span_text
from tests.screens.fake_host import START, ZONE

TONIGHT = START.replace(hour=9, minute=30)
MORNING = TONIGHT + timedelta(hours=15)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        pytest.param("2026-02-20 17:30 - 2026-02-21 08:30", 15, id="both dates"),
        pytest.param("2026-02-20 17:30-08:30", 15, id="across midnight"),
        pytest.param("2026-02-20 08:30 到 17:30", 9, id="one day"),
        pytest.param("2026-02-20 08：30 ～ 17：30", 9, id="full width"),
        pytest.param("2026-02-30 08:30 - 17:30", None, id="no such day"),
        pytest.param("2026-02-20 25:30 - 17:30", None, id="no such hour"),
        pytest.param("2026-02-21 08:30 - 2026-02-20 17:30", None, id="end before start"),
        pytest.param("tomorrow", None, id="words"),
    ],
)
def test_a_stretch_is_read(text: str, hours: int | None) -> None:
    found = parse_span(text, ZONE)
    assert (found and (found[1] - found[0]) / timedelta(hours=1)) == hours


def test_a_stretch_offered_is_a_stretch_read() -> None:
    assert parse_span(span_text(TONIGHT, MORNING, ZONE), ZONE) == (TONIGHT, MORNING)
