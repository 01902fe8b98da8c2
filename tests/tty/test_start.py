"""What is typed before the console has drawn anything is the console's, and nobody reads it."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Final

from tests.tty.keyboard import clause, open_form, type_slowly, unlock
from tests.tty.offices import PASSPHRASE, draft
from tests.tty.terminal import ENTER, Terminal, console, environment

LOADING: Final = """
import os, sys, types
class ConsoleApp:
    def __init__(self, *words, **more):
        pass
class Loads(types.ModuleType):
    def __getattr__(self, name):
        os.write(1, b"loading...")
        typed = b""
        while not typed.endswith(b"\\r"):
            typed += os.read(0, 99)
        os.write(1, b" %d keys" % len(typed))
        os._exit(0)
sys.modules["xfconsole.app.console"] = Loads("console")
sys.argv[1:] = []
from xfconsole.__main__ import main
main()
"""
"""The program, but its screens are loaded for as long as it takes to type a passphrase."""


def test_a_passphrase_typed_ahead_is_not_echoed_and_its_enter_is_kept(home: Path) -> None:
    terminal = Terminal("-c", LOADING, environ=environment(home, "zh"))
    try:
        terminal.shows("loading...")
        terminal.send(PASSPHRASE, ENTER)
        terminal.shows(f"{len(PASSPHRASE.encode()) + 1} keys")
        assert PASSPHRASE.encode()[:6] not in terminal.raw
    finally:
        terminal.close()


def test_stopped_and_continued_it_paints_all_again_and_mixes_no_keys(home: Path) -> None:
    with console(home, lang="zh", anew=True) as terminal:
        unlock(terminal)
        open_form(terminal, "zh")
        threads = _threads(terminal.pid)
        for number in (1, 2, 3):
            type_slowly(terminal, clause(number))
            terminal.kill(signal.SIGSTOP)
            terminal.overwrite()
            terminal.kill(signal.SIGCONT)
            terminal.shows(clause(1)[:8])
        type_slowly(terminal, clause(4))
        assert _threads(terminal.pid) <= threads + 1
        terminal.kill(signal.SIGTERM)
        terminal.ended()
    assert draft(home)["summary"] == "".join(map(clause, (1, 2, 3, 4)))


def _threads(pid: int) -> int:
    folder = Path(f"/proc/{pid}/task")
    return len(list(folder.iterdir())) if folder.exists() else 0
