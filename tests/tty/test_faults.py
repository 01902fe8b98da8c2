"""The console fails in a real terminal: that is restored, and one sentence is all that is said."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from tests.programs import ROOT
from tests.tty.keyboard import unlock
from tests.tty.terminal import F, Terminal, environment

NAME, NUMBER = "闻梧桐", "139-0000-7777"
LEFT = b"\x1b[?1049l"
"""What gives the terminal back its own screen."""

PROGRAM = f"""
import os, resource, sys
sys.path.insert(0, {str(ROOT)!r})
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
os.chdir(sys.argv.pop())
import xfconsole.office_files.config
from xfconsole.__main__ import main

def fail(name={NAME!r}):
    told = name + {NUMBER!r}
    raise ValueError(told)

def on_mount(self):
    {{act}}

def with_a_fault(arguments, real=xfconsole.office_files.config.console_options):
    from screens.log.screen import LogScreen
    LogScreen.on_mount = on_mount
    return real(arguments)

xfconsole.office_files.config.console_options = with_a_fault
main()
"""
"""The console; what its log does when it is shown stands for a fault in the program."""
ACTS = {
    "on a screen": "fail()",
    "while leaving": "type(self).on_unmount = lambda self: fail(); self.app.exit()",
    "while closing": "self.app.office.close = fail; self.app.exit()",
}
SENTENCE = re.compile(r"The program is at fault \(\w+ in \S+\); everything registered is safe\.")


def start(home: Path, act: str, folder: Path) -> Terminal:
    program = PROGRAM.replace("{act}", act)
    more = {"TEXTUAL_LOG": str(folder / "textual.log"), "TEXTUAL_DEBUG": "1", "TEXTUAL": "debug"}
    return Terminal("-X", "dev", "-c", program, str(folder), environ=environment(home, "en", more))


def after_it(terminal: Terminal) -> str:
    """Return what was said after the terminal got its own screen back."""
    rest = terminal.raw.rpartition(LEFT)[2].decode("utf-8")
    return " ".join(re.sub(r"\x1b\[[?>\d;]*[a-zA-Z]", "", rest).split())


@pytest.mark.parametrize(
    "act",
    [
        *("on a screen", "while leaving"),
        pytest.param("while closing", marks=pytest.mark.torture),
    ],
)
def test_the_terminal_is_restored_and_one_sentence_said(
    home: Path, tmp_path: Path, act: str
) -> None:
    folder = tmp_path / "cwd"
    folder.mkdir()
    terminal = start(home, ACTS[act], folder)
    try:
        unlock(terminal)
        terminal.send(F[6])
        assert terminal.ended() == 1
        assert LEFT in terminal.raw
        assert SENTENCE.match(after_it(terminal)), after_it(terminal)
        assert "Traceback" not in after_it(terminal)
        assert NAME not in terminal.raw.decode("utf-8")
        assert NUMBER not in terminal.raw.decode("utf-8")
    finally:
        terminal.close()
    assert list(folder.iterdir()) == []


@pytest.mark.torture
def test_ended_by_the_system_it_leaves_no_core(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cwd"
    folder.mkdir()
    terminal = start(home, "fail()", folder)
    try:
        unlock(terminal)
        terminal.kill(signal.SIGSEGV)
        assert terminal.ended() == -signal.SIGSEGV
    finally:
        terminal.close()
    assert list(folder.iterdir()) == []
