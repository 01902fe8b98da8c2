"""The hand that waits for a kill tells a console that stands still from one that was killed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.crash.mortal import After, Death, Moment, Mortal


class Still:
    """A terminal that shows its first screen, draws one frame more, and then nothing."""

    def __init__(self) -> None:
        self.frames, self.killed, self.text = 0, False, "who?"

    def until(self, awaited: Callable[[], bool], what: str, _: float = 0) -> None:
        self.frames += not self.frames and not awaited()
        assert awaited(), what

    def shows(self, text: str) -> None:
        self.until(lambda: text in self.text, text)

    def send(self, _: str) -> None:
        """Take a key."""

    def kill(self) -> None:
        self.killed = True

    def ended(self) -> None:
        assert self.killed


def hand(terminal: Still, keys: int, after: After, frames: int = 1) -> Mortal:
    typed: Any = terminal
    return Mortal(typed, Moment(keys, after, frames), Path("no-log"))


def test_nothing_drawn_after_the_last_key_is_a_failure_and_no_kill() -> None:
    with pytest.raises(Death):
        hand(Still(), 1, After.FRAMES, 1).press("x")
    still = Still()
    with pytest.raises(AssertionError, match="2 frames"):
        hand(still, 1, After.FRAMES, 2).press("x")
    assert not still.killed


def test_a_console_that_stands_still_before_its_first_screen_is_a_failure() -> None:
    still = Still()
    still.text = ""
    with pytest.raises(AssertionError, match=r"who\?"):
        hand(still, 0, After.FRAMES).born("who?")
    assert not still.killed


@pytest.mark.parametrize("after", list(After))
def test_without_a_key_it_dies_at_the_first_screen_at_the_latest(after: After) -> None:
    still = Still()
    with pytest.raises(Death):
        # Nobody typed anything, so three frames never come.
        hand(still, 0, after, 3).born("who?")
    assert still.killed


def test_with_keys_to_be_typed_it_lives() -> None:
    hand(still := Still(), 1, After.NOTHING).born("who?")
    assert not still.killed
