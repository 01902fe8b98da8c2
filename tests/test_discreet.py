"""The process as a whole: what Python itself would print, log or dump tells nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xfconsole.discreet import KEPT, forget_debugging

ROOT = Path(__file__).resolve().parent.parent
NAME, NUMBER = "郑岚", "139-0000-7777"
LINUX = sys.platform == "linux"
PR_GET_DUMPABLE = 3

BEGIN = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from xfconsole.discreet import be_discreet
be_discreet()

def fail(name={NAME!r}):
    told = name + {NUMBER!r}
    raise ValueError(told)
"""
FAULTS: dict[str, tuple[str, int, int]] = {
    "main": ("fail()", 1, 1),
    "thread": ("import threading; t = threading.Thread(target=fail); t.start(); t.join()", 0, 1),
    "finaliser": (
        "class Held:\n    def __del__(self):\n        fail()\nheld = Held()\ndel held",
        0,
        1,
    ),
    "exit": ("import atexit; atexit.register(fail)", 0, 1),
    "task nobody waits for": (
        "import asyncio, gc\n"
        "async def work(): fail()\n"
        "async def main():\n"
        "    task = asyncio.create_task(work())\n"
        "    await asyncio.sleep(0)\n"
        "    await asyncio.sleep(0)\n"
        "    del task\n"
        "    gc.collect()\n"
        "asyncio.run(main())",
        0,
        0,
    ),
    "callback of a future": (
        "from concurrent.futures import Future\n"
        "future = Future()\n"
        "future.add_done_callback(lambda _: fail())\n"
        "future.set_result(None)",
        0,
        0,
    ),
    "callback of the loop": (
        "import asyncio\n"
        "async def main():\n"
        "    asyncio.get_running_loop().call_soon(fail)\n"
        "    await asyncio.sleep(0)\n"
        "    await asyncio.sleep(0)\n"
        "asyncio.run(main())",
        0,
        0,
    ),
    "log": (
        "import logging\n"
        f"logging.getLogger('any').critical('told %s', {NAME!r})\n"
        f"logging.warning({NUMBER!r})",
        0,
        0,
    ),
    "warning": (f"import warnings; warnings.warn({NAME!r})", 0, 0),
    "unawaited": (f"async def f(name={NAME!r}): pass\nf()", 0, 0),
    "file left open": (f"open({NAME!r}, 'w')", 0, 0),
    "interrupted": (f"raise KeyboardInterrupt({NAME!r})", -signal.SIGINT, 0),
    "too deep": ("def deep(name): deep(name)\ndeep('" + NAME + "')", 1, 1),
    "out of memory": (f"raise MemoryError({NAME!r})", 1, 1),
    "several at once": (f"raise ExceptionGroup({NAME!r}, [ValueError({NUMBER!r})])", 1, 1),
    "caused by another": (
        "try:\n    fail()\nexcept ValueError as error:\n    raise OSError() from error",
        1,
        1,
    ),
}
"""Program, exit code, and how many sentences it says."""


def run(
    program: str,
    cwd: Path,
    *options: str,
    begin: str = BEGIN,
    first: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "XFCONSOLE_LANG": "en", "PYTHONASYNCIODEBUG": "1"}
    return subprocess.run(
        [sys.executable, *options, "-c", begin + program],
        preexec_fn=first,
        cwd=cwd,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("path", FAULTS)
def test_nothing_of_what_failed_is_printed(tmp_path: Path, path: str) -> None:
    program, code, sentences = FAULTS[path]
    # Python's development mode turns on everything that tells more.
    ended = run(program, tmp_path, "-X", "dev")
    assert (ended.returncode, ended.stdout) == (code, ""), ended.stderr
    assert len(ended.stderr.splitlines()) == sentences, ended.stderr
    assert "Traceback" not in ended.stderr
    assert [each for each in (NAME, NUMBER, ascii(NAME)) if each in ended.stderr] == []


def test_it_says_what_kind_of_fault_it_was(tmp_path: Path) -> None:
    assert re.fullmatch(
        r"The program is at fault \(ValueError in \S+:\d+\);.*\n", run("fail()", tmp_path).stderr
    )


def test_without_its_catalogue_it_still_says_so(tmp_path: Path) -> None:
    ended = run("import xfconsole.ui.i18n as i\ni._FOLDER = i.Path('/nowhere')\nfail()", tmp_path)
    assert ended.stderr == "xfconsole: the program is at fault; everything registered is safe.\n"


@pytest.mark.parametrize("path", ["main", "thread", "task nobody waits for", "log", "warning"])
def test_python_itself_would_print_it(tmp_path: Path, path: str) -> None:
    """What is looked for above is there to be found."""
    program, _, _ = FAULTS[path]
    ended = run(program, tmp_path, "-X", "dev", begin=BEGIN.replace("be_discreet()", ""))
    assert NAME in ended.stderr


def allow_cores() -> None:
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def cores_of(program: str, folder: Path, begin: str = BEGIN) -> tuple[int, str, list[str]]:
    """Run a program that may dump core; returns its code, all it said, and the files it left."""
    ended = run(program, folder, "-X", "faulthandler", begin=begin, first=allow_cores)
    return ended.returncode, ended.stdout + ended.stderr, [each.name for each in folder.iterdir()]


@pytest.mark.skipif(not LINUX, reason="core dumps are refused this way on Linux only")
def test_no_core_may_be_dumped_and_nobody_may_attach(tmp_path: Path) -> None:
    program = f"""
import ctypes, os, resource
print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))
print(resource.getrlimit(resource.RLIMIT_CORE))
print(os.path.exists(os.readlink('/proc/self/exe')))
"""
    ended = run(program, tmp_path, first=allow_cores)
    assert ended.stdout.splitlines() == ["0", "(0, 0)", "True"]


@pytest.mark.skipif(not LINUX, reason="core dumps are refused this way on Linux only")
@pytest.mark.parametrize("how", ["SIGSEGV", "SIGABRT", "SIGQUIT"])
def test_killed_by_the_system_it_leaves_no_file(tmp_path: Path, how: str) -> None:
    program = f"import os, signal\nheld = {NAME!r} * 99\nos.kill(os.getpid(), signal.{how})"
    assert cores_of(program, tmp_path) == (-signal.Signals[how], "", [])


@pytest.mark.skipif(not LINUX, reason="core dumps are refused this way on Linux only")
def test_a_process_that_is_not_discreet_does_leave_one(tmp_path: Path) -> None:
    """What is looked for above is there to be found."""
    import resource

    if (pattern := Path("/proc/sys/kernel/core_pattern").read_text("utf-8").strip()) != "core":
        pytest.skip(f"cores go elsewhere here: {pattern}")
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this system lets no process dump core at all")
    program = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"
    _, _, files = cores_of(program, tmp_path, begin="")
    assert [each for each in files if each.startswith("core")]


def test_variables_that_show_what_goes_on_are_dropped() -> None:
    loud = (
        *("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT", "TEXTUAL_DEVTOOLS_HOST"),
        *("TEXTUAL_PRESS", "TEXTUAL_DRIVER", "TEXTUAL_ALLOW_SIGNALS", "TEXTUAL_SHOW_RETURN"),
        *("PYTHONASYNCIODEBUG", "PYTHONINSPECT", "PYTHONBREAKPOINT"),
    )
    quiet = {"XFCONSOLE_HOME": "/somewhere", "ESCDELAY": "25", **dict.fromkeys(KEPT, "1")}
    environ = {**quiet, **dict.fromkeys(loud, "1")}
    forget_debugging(environ)
    assert environ == quiet


@pytest.mark.parametrize("arguments", [("matters",), ("show", "2026-000001"), ("--version",)])
def test_commands_begin_with_it(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Even what fails before the command line was understood says one sentence."""
    program = (
        "import sys, xfconsole.config as c\n"
        f"def fail(*_): raise ValueError({NAME!r})\n"
        "c.console_options = fail\n"
        f"sys.argv = ['xfconsole', *{arguments!r}]\n"
        "from xfconsole.__main__ import main\nmain()"
    )
    environ = {**os.environ, "XFCONSOLE_LANG": "en", "XFCONSOLE_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("The program is at fault (ValueError")
    assert NAME not in ended.stderr
