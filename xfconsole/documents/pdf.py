"""Turns a .docx into PDF by LibreOffice, where that is installed: one layout, not two to keep."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from xfconsole.core.words.refusal import Refused

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 90.0
"""Seconds; a paper takes three, the first start on a slow laptop twenty."""


def check_pdf() -> str:
    """Return the program that turns papers into PDF. Raises Refused where none is installed."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise Refused("document.refused.no_pdf")
    return found


def pdf_of(data: bytes) -> bytes:
    """Return a .docx as PDF; blocks for seconds. Raises Refused if LibreOffice doesn't make it."""
    program = check_pdf()
    # Readable by its owner only, like the file it becomes, with a profile that no window has open.
    with TemporaryDirectory(prefix="xfconsole-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        paper, made = folder / "paper.docx", folder / "paper.pdf"
        try:
            paper.write_bytes(data)
            _run([program, *_WORDS, f"-env:UserInstallation={(folder / 'profile').as_uri()}"], made)
            return made.read_bytes()
        except OSError as problem:
            raise Refused("document.refused.pdf_failed") from problem


_WORDS = ("--headless", "--norestore", "--nolockcheck")


def _run(command: list[str], made: Path) -> None:
    """Let LibreOffice work within its time; what it started ends with it."""
    paper = str(made.with_suffix(".docx"))
    words = [*command, "--convert-to", "pdf", "--outdir", str(made.parent), paper]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        words, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as started:
        try:
            started.wait(PATIENCE)
        except subprocess.TimeoutExpired as late:
            raise Refused("document.refused.pdf_failed") from late
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
