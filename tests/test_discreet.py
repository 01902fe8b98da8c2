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
ENDING: dict[str, tuple[str, int, int]] = {
    "main": ("fail()", 1, 1),
    "interrupted": (f"raise KeyboardInterrupt({NAME!r})", -signal.SIGINT, 0),
    "too deep": (f"def deep(name): deep(name)\ndeep({NAME!r})", 1, 1),
    "out of memory": (f"raise MemoryError({NAME!r})", 1, 1),
    "several at once": (f"raise ExceptionGroup({NAME!r}, [ValueError({NUMBER!r})])", 1, 1),
    "caused by another": (
        "try:\n    fail()\nexcept ValueError as error:\n    raise OSError() from error",
        1,
        1,
    ),
}
"""Program, exit code, and how many sentences it says."""
GOING_ON = f"""
import asyncio, atexit, gc, logging, threading, warnings
from concurrent.futures import Future

atexit.register(fail)  # told

class Held:
    def __del__(self):
        fail()

held = Held()
del held  # told

thread = threading.Thread(target=fail)  # told
thread.start()
thread.join()

async def work():
    fail()

async def nobody_waits():
    task = asyncio.create_task(work())
    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()

asyncio.run(nobody_waits())

future = Future()
future.add_done_callback(lambda _: fail())
future.set_result(None)

logging.getLogger("any").critical("told %s", {NAME!r})
logging.warning({NAME!r})
warnings.warn({NAME!r})
open({NAME!r}, "w")

async def unawaited_{NAME}():
    pass

unawaited_{NAME}()
"""
"""Faults after which Python goes on, and what it would say of its own accord."""
SEPARATELY = 10
"""So many of these Python would print; three of them are told."""


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


def check_silence(ended: subprocess.CompletedProcess[str], code: int, sentences: int) -> None:
    assert (ended.returncode, ended.stdout) == (code, ""), ended.stderr
    assert len(ended.stderr.splitlines()) == sentences, ended.stderr
    assert [each for each in ("Traceback", NAME, NUMBER, ascii(NAME)) if each in ended.stderr] == []


@pytest.mark.parametrize("path", ENDING)
def test_nothing_of_what_ended_it_is_printed(tmp_path: Path, path: str) -> None:
    program, code, sentences = ENDING[path]
    check_silence(run(program, tmp_path, "-X", "dev"), code, sentences)


def test_nothing_of_what_failed_aside_is_printed(tmp_path: Path) -> None:
    # Python's development mode turns on everything that tells more.
    check_silence(run(GOING_ON, tmp_path, "-X", "dev"), 0, GOING_ON.count("# told"))


def test_python_itself_would_print_it_all(tmp_path: Path) -> None:
    """What is looked for above is there to be found."""
    ended = run(GOING_ON, tmp_path, "-X", "dev", begin=BEGIN.replace("be_discreet()", ""))
    assert ended.stderr.count(NAME) >= SEPARATELY, ended.stderr


def test_it_says_what_kind_of_fault_it_was(tmp_path: Path) -> None:
    assert re.fullmatch(
        r"The program is at fault \(ValueError in \S+:\d+\);.*\n", run("fail()", tmp_path).stderr
    )


def test_without_its_catalogue_it_still_says_so(tmp_path: Path) -> None:
    ended = run(
        "import xfconsole.ui.words.catalogue as i\ni._FOLDER = i.Path('/nowhere')\nfail()", tmp_path
    )
    assert ended.stderr == "xfconsole: the program is at fault; everything registered is safe.\n"


def allow_cores() -> None:
    import resource

    # A shell in the background passes on that it ignores this one.
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)

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
        "import sys, xfconsole.office_files.config as c\n"
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
