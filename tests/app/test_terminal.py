"""The console on a real terminal: how it ends when it is told to, and when the terminal goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tty.terminal import F, console

READY = "Look around"
RESTORED = b"\x1b[?1049l"


def test_sigterm_ends_it_with_the_terminal_restored(tmp_path: Path) -> None:
    with console(tmp_path) as terminal:
        terminal.shows(READY)
        terminal.kill(signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM
        assert RESTORED in terminal.raw


def test_f10_leaves_before_the_office_is_open(tmp_path: Path) -> None:
    with console(tmp_path) as terminal:
        terminal.shows(READY)
        terminal.send(F[10])
        assert terminal.ended() == 0
        assert RESTORED in terminal.raw


@pytest.mark.parametrize(
    ("ignored", "code"),
    [(False, 128 + signal.SIGHUP), (True, 1)],
    ids=["SIGHUP", "SIGHUP ignored"],
)
def test_it_ends_when_the_terminal_is_gone(tmp_path: Path, ignored: bool, code: int) -> None:
    with console(tmp_path, ignore_hangup=ignored) as terminal:
        terminal.shows(READY)
        terminal.hang_up()
        assert terminal.ended() == code


def test_without_a_terminal_it_says_so_and_names_commands(tmp_path: Path) -> None:
    environ = {**os.environ, "XFCONSOLE_HOME": str(tmp_path), "XFCONSOLE_LANG": "en"}
    ended = subprocess.run(
        [sys.executable, "-m", "xfconsole"],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "xfconsole matters" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
