"""What was typed is sent to the terminal once its draft is on disk, or after two seconds."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, TextIO, cast

import pytest

from xfconsole.app import saved_output
from xfconsole.app.saved_output import GATE, LONGEST, SavedOutput


class Paper:
    """A terminal that notes what came to it; the thread's waits are noted there, too."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def write(self, text: str) -> None:
        """Note a text."""
        self.told.append(text)

    def flush(self) -> None:
        """Note that all before is seen."""
        self.told.append("seen")


def told(monkeypatch: pytest.MonkeyPatch, kept: Future[None], *, later: float) -> list[Any]:
    """Return what comes of a clock, an echo that has a draft, and one drawn after it.

    The thread comes to them so many seconds after they were drawn.
    """
    paper, now = Paper(), [100.0]
    monkeypatch.setattr(saved_output, "_running", lambda: now[0])
    monkeypatch.setattr(saved_output, "wait", lambda *waits: paper.told.append(waits))
    output = SavedOutput(cast("TextIO", paper))
    output.write("clock")
    GATE.wait_for(kept)
    output.write("echo")
    output.write("after")
    output._queue.put(None)
    now[0] += later
    output.run()
    return paper.told


@pytest.mark.parametrize(
    ("later", "waits"), [(0.0, LONGEST), (LONGEST - 0.5, 0.5), (LONGEST + 9, 0.0)]
)
def test_an_echo_waits_for_its_draft_and_what_was_drawn_before_is_seen(
    monkeypatch: pytest.MonkeyPatch, later: float, waits: float
) -> None:
    kept: Future[None] = Future()
    assert told(monkeypatch, kept, later=later) == [
        *("clock", "seen", ([kept], waits)),
        *("echo", "after", "seen"),
    ]


def test_an_echo_whose_draft_is_on_disk_waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: Future[None] = Future()
    kept.set_result(None)
    assert told(monkeypatch, kept, later=0.0) == ["clock", "echo", "after", "seen"]
