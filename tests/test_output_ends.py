"""What a command does when nobody takes its output any more, or the disk takes no more of it."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path

import pytest

from tests.programs import PATIENCE, start
from tests.test_cli import DRILL
from xfconsole.ui.words.catalogue import catalogue

HOLDS = 4096
"""Bytes of the pipe below; the command prints more."""


def ended(drill: Path, out: int, taken: int = -1) -> tuple[int | None, str]:
    """Return how a drill ended and what it said on stderr; a pipe is left after its first byte."""
    with tempfile.TemporaryFile() as err:
        words = ["-m", "xfconsole", "drill", str(drill), "--json"]
        program = start(words, {**os.environ, "XFCONSOLE_LANG": "en"}, out, err.fileno())
        os.close(out)
        if taken >= 0:
            assert len(os.read(taken, 1)) == 1
            os.close(taken)
        code = program.ended(PATIENCE)
        err.seek(0)
        return code, err.read().decode()


@pytest.fixture
def drill(tmp_path: Path) -> Path:
    file = tmp_path / "drill.toml"
    # Three hours of prompts are more than the pipe holds.
    file.write_text(DRILL.replace("+10m", "+3h"), encoding="utf-8")
    return file


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="pipes are of one size here")
def test_a_reader_who_leaves_in_the_middle_ends_a_command_quietly(drill: Path) -> None:
    taken, out = os.pipe()
    fcntl.fcntl(out, fcntl.F_SETPIPE_SZ, HOLDS)
    assert ended(drill, out, taken) == (1, "")


def test_a_reader_who_has_left_already_ends_it_quietly_too(drill: Path) -> None:
    taken, out = os.pipe()
    os.close(taken)
    assert ended(drill, out) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
def test_a_full_disk_is_one_sentence_and_no_fault_of_the_program(drill: Path) -> None:
    told = catalogue("en").say("cli.refused.output") + "\n"
    assert ended(drill, os.open("/dev/full", os.O_WRONLY)) == (1, told)
