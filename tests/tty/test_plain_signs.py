"""``--ascii`` on a real terminal: nothing but ASCII and letters reaches it, whoever draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tty.terminal import console
from tests.ui.test_plain_signs import drawn_otherwise


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_else_reaches_the_terminal(home: Path, lang: str) -> None:
    with console(home, "--demo", "--ascii", lang=lang) as terminal:
        terminal.shows("33", "F1")
        drawn = terminal.raw.decode("utf-8", "replace")
    assert drawn_otherwise(drawn) == set()
