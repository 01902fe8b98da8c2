"""A report on a terminal: while it counts a bar says how far it is, and nothing of it stays."""

from __future__ import annotations

from pathlib import Path

from tests.commandline import command_line
from tests.tty.offices import PASSPHRASE, make_busy
from tests.tty.terminal import console
from xfconsole.ui.words.catalogue import catalogue

BAR = "━"


def test_a_bar_is_drawn_on_a_terminal_and_nowhere_else(home: Path, tmp_path: Path) -> None:
    make_busy(home, 1)
    line = command_line(tmp_path, PASSPHRASE, home, "zh")
    told = {"XFCONSOLE_PASSPHRASE_FILE": str(line.passphrase)}
    counting = catalogue("zh").say("figures.counting")
    with console(home, "--no-pager", "report", "quarter", lang="zh", environ=told) as terminal:
        assert terminal.ended() == 0
        drawn = terminal.raw.decode()
        assert BAR in drawn
        assert counting in drawn
        assert "1/1" in drawn
        assert BAR not in terminal.text
        assert counting not in terminal.text
    for asked in ([], ["--json"]):
        assert counting not in line.done("report", "quarter", *asked)
