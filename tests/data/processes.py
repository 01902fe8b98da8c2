"""Runs a script in a process of its own, the way a second console would be one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUCK = 900.0
"""Seconds after which a script is given up; a busy machine needs a part of it."""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start ``python -c script arguments`` from the project's root, its output caught."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    script: str, *arguments: object, patience: float = STUCK
) -> subprocess.CompletedProcess[str]:
    """Run a script to its end, or so many seconds; return what it said and how it ended."""
    process = start(script, *arguments)
    try:
        out, err = process.communicate(timeout=patience)
    finally:
        # Left running, it would slow down whatever is tested next.
        process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def run_two_at_once(script: str, *arguments: object) -> list[str]:
    """Start a script twice, go on once both printed ``ready``, and return what went wrong in each.

    The script waits for a line on standard input after that.
    """
    both = [start(script, *arguments) for _ in range(2)]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[1] for process in both]
