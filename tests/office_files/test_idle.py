"""When a desk that nobody touches is locked, and what config.toml may say about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from xfconsole.app.locking import Idle
from xfconsole.office_files.config import MOST_MINUTES, Settings, read_settings


class Boot:
    """Seconds since boot, moved by the test; sleep moves them too."""

    now = 5000.0

    def __call__(self) -> float:
        """Return them."""
        return self.now


@pytest.mark.parametrize(
    ("minutes", "seconds", "over"),
    [
        pytest.param(10, 0, False, id="at once"),
        pytest.param(10, 599.9, False, id="a moment before"),
        pytest.param(10, 600, True, id="on the minute"),
        pytest.param(10, 8 * 3600, True, id="eight hours asleep"),
        pytest.param(1, 60, True, id="the shortest"),
        pytest.param(0, 8 * 3600, False, id="never"),
    ],
)
def test_idle_is_measured_since_the_last_key(minutes: int, seconds: float, over: bool) -> None:
    boot = Boot()
    idle = Idle(minutes, boot)
    boot.now += seconds
    assert idle.over == over
    idle.touched()
    assert not idle.over


def settings(text: str) -> Settings:
    return read_settings(text.encode(), Path("/office"))


def test_ten_minutes_unless_told() -> None:
    assert settings("").lock_minutes == 10


@pytest.mark.parametrize("minutes", [0, 1, MOST_MINUTES])
def test_minutes_are_taken_from_the_file(minutes: int) -> None:
    assert settings(f"[desk]\nlock_minutes = {minutes}\n").lock_minutes == minutes


@pytest.mark.parametrize("value", ["-1", str(MOST_MINUTES + 1), "true", '"10"', "2.5", "[5]"])
def test_anything_else_is_named_with_its_line_and_the_usual_holds(value: str) -> None:
    found = settings(f"language = 'zh'\n\n[desk]\nlock_minutes = {value}\n")
    assert (found.lock_minutes, found.language) == (10, "zh")
    assert found.slip is not None
    assert found.slip.why.key == "ui.refused.config_minutes"
    assert found.slip.why.values["line"] == 4
