"""The console on a real terminal: how it ends when it is told to, and when the terminal goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pexpect
import pytest

READY = "Look around"
RESTORED = "\x1b[?1049l"


def _ignore_hangup() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _console(home: Path, *, ignore_hangup: bool = False) -> pexpect.spawn[str]:
    environ = {**os.environ, "XFCONSOLE_HOME": str(home), "XFCONSOLE_LANG": "en", "TERM": "xterm"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "xfconsole"],
        env=environ,
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=30,
        preexec_fn=_ignore_hangup if ignore_hangup else None,
    )
    child.expect(READY)
    return child


def _code(child: pexpect.spawn[str], seconds: float) -> int | None:
    """Return the exit code, or None when the process is still there after so many seconds."""
    pid = child.pid
    assert pid is not None
    codes: list[int] = []
    waiting = threading.Thread(
        target=lambda: codes.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])),
        daemon=True,
    )
    waiting.start()
    waiting.join(seconds)
    child.terminated = bool(codes)
    return codes[0] if codes else None


def test_sigterm_ends_it_with_the_terminal_restored(tmp_path: Path) -> None:
    child = _console(tmp_path)
    child.kill(signal.SIGTERM)
    child.expect_exact(RESTORED, timeout=3)
    assert _code(child, 3) == 128 + signal.SIGTERM


def test_f10_leaves_before_the_office_is_open(tmp_path: Path) -> None:
    child = _console(tmp_path)
    child.send("\x1b[21~")
    child.expect_exact(RESTORED, timeout=5)
    assert _code(child, 5) == 0


@pytest.mark.parametrize("ignored", [False, True], ids=["SIGHUP", "SIGHUP ignored"])
def test_it_ends_when_the_terminal_is_gone(tmp_path: Path, ignored: bool) -> None:
    child = _console(tmp_path, ignore_hangup=ignored)
    os.close(child.child_fd)
    child.child_fd = -1
    assert _code(child, 4) is not None


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
