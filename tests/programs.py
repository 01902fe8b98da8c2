"""Starts Python programs for tests, each as a process of its own that may be killed.

Most of a start is loading, so it is done once: this module, run as a program, loads what the
console and the commands need and then forks for each start. From there on the process does what
Python does with the same arguments. What Python or a library reads from the environment while it is
loaded (``LD_PRELOAD``, ``TZ``, ``TEXTUAL_*``) comes too late for it: such a program is started
``anew``, and so is one whose start itself is tested.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

from xfconsole import commands
from xfconsole.__main__ import FOR_TEXTUAL
from xfconsole.app.ready import WANTED
from xfconsole.discreet import forget_debugging

ROOT: Final = Path(__file__).resolve().parents[1]
PATIENCE: Final = 120.0
"""Seconds until a command is given up."""
BECOME: Final = "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"
"""With ``-c`` before it and a command after it: Python becomes that command."""
_PID, _END = struct.Struct("i"), struct.Struct("id")
_STREAMS = (
    ("stdin", "r", "strict"),
    ("stdout", "w", "strict"),
    ("stderr", "w", "backslashreplace"),
)
_LOADED = (
    *("xfconsole.app.launch", "xfconsole.app.terminal", "xfconsole.app.console"),
    *("xfconsole.app.saved_output", "xfconsole.app.pasting", "xfconsole.cli"),
    *("textual.drivers.linux_driver", "tests.crash.work"),
    *("chinese_calendar", "psycopg", "data.hub.owner", "data.hub.syncing", "data.backup.restore"),
    *(f"xfconsole.commands.{each.name}" for each in iter_modules(commands.__path__)),
)


class Program:
    """A process that was started; ``spent`` is its processor time in seconds once it ended."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._code: int | None = None
        self.pid = int(_PID.unpack(link.recv(_PID.size))[0])
        self.spent = 0.0

    def ended(self, patience: float = 0.0) -> int | None:
        """Return the exit code, negative for a signal; None if it still runs after so long."""
        if self._code is None and select.select([self._link], [], [], patience)[0]:
            status, self.spent = _END.unpack(self._link.recv(_END.size))
            self._code = os.waitstatus_to_exitcode(status)
            self._link.close()
        return self._code


def start(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    *files: int,
    anew: bool = False,
    ignore_hangup: bool = False,
) -> Program:
    """Start Python with arguments in the project's folder.

    ``files`` are its output and its error, and there is nothing to read; or one terminal, which
    becomes its own. Only modules (``-m``) are forked.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(_forks(), [b"."], [theirs.fileno(), *files])
    anew = anew or arguments[0] != "-m"
    asked = (arguments, dict(environ), anew, ignore_hangup)
    ours.sendall(json.dumps(asked).encode() + b"\n")
    return Program(ours)


def run(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    *,
    encoding: str = "utf-8",
    anew: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run Python with arguments to its end and return what it printed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        program = start(arguments, environ, out.fileno(), err.fileno(), anew=anew)
        code = program.ended(PATIENCE)
        if code is None:
            os.kill(program.pid, signal.SIGKILL)
            raise AssertionError(f"{arguments} did not end within {PATIENCE} s")
        printed = []
        for each in (out, err):
            each.seek(0)
            printed.append(each.read().decode(encoding))
    return subprocess.CompletedProcess(arguments, code, *printed)


@cache
def _forks() -> socket.socket:
    """Start the process that forks; it ends with this one."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.programs", str(theirs.fileno())],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


# --- in the process that forks -------------------------------------------------------------------


def _serve(requests: socket.socket) -> None:
    """Fork for each request until nobody asks any more; returns in no program."""
    children: dict[int, socket.socket] = {}
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        if woken in select.select([requests.fileno(), woken], [], [])[0]:
            os.read(woken, 4096)
            for pid, link in list(children.items()):
                found, status, used = os.wait4(pid, os.WNOHANG)
                if found:
                    # Whoever asked may have given it up.
                    with children.pop(pid), suppress(BrokenPipeError):
                        link.sendall(_END.pack(status, used.ru_utime + used.ru_stime))
            continue
        _, files, _, _ = socket.recv_fds(requests, 1, 3)
        if not files:
            return
        link = socket.socket(fileno=files.pop(0))
        with link.makefile() as line:
            asked = json.loads(line.readline())
        child = os.fork()
        if not child:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (requests, link, *children.values()):
                end.close()
            os.close(woken)
            os.close(waking)
            _become(files, *asked)
        for each in files:
            os.close(each)
        children[child] = link
        link.sendall(_PID.pack(child))


def _become(
    files: list[int],
    arguments: list[str],
    environ: dict[str, str],
    anew: bool,
    ignore_hangup: bool,
) -> None:
    """Be the program from here on, and end with it."""
    if len(files) == 1:
        os.setsid()
        fcntl.ioctl(files[0], termios.TIOCSCTTY, 0)
        os.dup2(files[0], 0)
    os.dup2(files[0], 1)
    os.dup2(files[-1], 2)
    for each in files:
        os.close(each)
    # Tests that run under nohup would pass on that it is ignored.
    signal.signal(signal.SIGHUP, signal.SIG_IGN if ignore_hangup else signal.SIG_DFL)
    if anew:
        os.execve(sys.executable, [sys.executable, *arguments], environ)
    os.environ.clear()
    os.environ.update(environ)
    encoding = environ.get("PYTHONIOENCODING", "utf-8")
    for number, (name, mode, errors) in enumerate(_STREAMS):
        stream = open(number, mode, encoding=encoding, errors=errors, closefd=False)  # noqa: SIM115
        vars(sys)[name] = vars(sys)[f"__{name}__"] = stream
    _, module, *sys.argv[1:] = arguments
    gc.enable()
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    sys.exit()


def main() -> None:
    """Load, and fork from then on."""
    gc.disable()
    # As the console does before it loads textual.
    forget_debugging(os.environ)
    os.environ.update(FOR_TEXTUAL)
    # What is loaded would not be run afresh.
    del sys.modules["xfconsole.__main__"]
    for name in (*_LOADED, *WANTED):
        import_module(name)
    assert threading.active_count() == 1, "a lock that another thread holds would be held for ever"
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
