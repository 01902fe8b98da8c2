"""However the console ends, it is gone and what was typed is kept."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tty.keyboard import clause, open_form, type_slowly, unlock
from tests.tty.offices import OFFICER, draft, journal
from tests.tty.terminal import APART, F, Terminal, console
from xfconsole.desk.verbs.handing_over import DRAFT
from xfconsole.ui.words.catalogue import catalogue


def end(terminal: Terminal, how: Callable[[Terminal], None]) -> int:
    """Type something, end it, and hold that nothing of it runs on; returns the exit code."""
    unlock(terminal)
    open_form(terminal, "zh")
    type_slowly(terminal, clause(1))
    how(terminal)
    code = terminal.ended()
    with pytest.raises(ProcessLookupError):
        os.killpg(terminal.pid, 0)
    return code


@pytest.mark.parametrize("ignored", [False, True], ids=["SIGHUP", "SIGHUP ignored"])
def test_hung_up_on_it_ends_and_keeps_the_draft(home: Path, ignored: bool) -> None:
    with console(home, lang="zh", ignore_hangup=ignored) as terminal:
        end(terminal, lambda it: it.hang_up())
    assert draft(home)["summary"] == clause(1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP], ids=lambda each: each.name)
def test_told_to_end_it_ends_and_keeps_the_draft(home: Path, how: signal.Signals) -> None:
    with console(home, lang="zh", anew=True) as terminal:
        assert end(terminal, lambda it: it.kill(how)) == 128 + how
        assert b"\x1b[?1049l" in terminal.raw
    assert draft(home)["summary"] == clause(1)


def test_a_hung_up_shift_goes_on_at_the_next_start(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        end(terminal, lambda it: it.hang_up())
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        terminal.shows("未完成的登记")
    assert [each.kind for each in journal(home)].count("shift.started") == 1


def test_hung_up_on_before_anybody_signed_in_it_ends(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        terminal.shows(OFFICER)
        terminal.hang_up()
        terminal.ended()
    assert journal(home)[-1].kind == "office.founded"


def test_hung_up_on_while_handing_over_the_note_is_kept(home: Path) -> None:
    with console(home, lang="zh") as terminal:
        unlock(terminal)
        terminal.send(F[10])
        terminal.shows(catalogue("zh").say("handover.title"))
        terminal.send("t", APART)
        type_slowly(terminal, clause(1))
        terminal.hang_up()
        terminal.ended()
    assert draft(home, DRAFT)["note"] == clause(1)


def _processor_time(pid: int) -> float:
    """Return how many seconds a process has computed so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")
def test_hung_up_on_with_the_hang_up_ignored_it_spends_no_time_at_it(home: Path) -> None:
    """What is read from a terminal that is gone comes at once, and could be read for ever."""
    with console(home, lang="zh", ignore_hangup=True) as terminal:
        unlock(terminal)
        spent = _processor_time(terminal.pid)
        terminal.hang_up()
        terminal.ended()
        assert terminal.spent - spent < 1  # second of processor time
