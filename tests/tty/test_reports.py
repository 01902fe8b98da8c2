"""A report on a terminal: while it counts a bar says how far it is, and nothing of it stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import command_line
from tests.tty.offices import PASSPHRASE
from tests.tty.terminal import console
from xfconsole.ui.words.catalogue import catalogue

BAR = "━"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_bar_is_drawn_on_a_terminal_and_nowhere_else(
    busy_home: Path, tmp_path: Path, lang: str
) -> None:
    line = command_line(tmp_path, PASSPHRASE, busy_home, lang)
    told = {"XFCONSOLE_PASSPHRASE_FILE": str(line.passphrase)}
    counting = catalogue(lang).say("figures.counting")
    with console(busy_home, "--no-pager", "report", "quarter", lang=lang, environ=told) as terminal:
        assert terminal.ended() == 0
        drawn = terminal.raw.decode()
        assert BAR in drawn
        assert counting in drawn
        assert "16/16" in drawn
        assert BAR not in terminal.text
        assert counting not in terminal.text
    for asked in ([], ["--json"]):
        assert counting not in line.done("report", "quarter", *asked)
