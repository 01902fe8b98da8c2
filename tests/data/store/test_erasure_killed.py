"""Killed at any statement between the approval and the end of the wiping, it is done once."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from data.file.connection import Connection
from data.journal.journal import chain_key, verify_chain
from data.store.rebuild import rebuild
from data.vault.wiping import Wiper
from tests.data.erasing import SUGGESTION, WINDOW, YEAR, desked, left
from tests.data.files import contents, new_file
from tests.desks import START
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.drill.run import DrillClock

Approved = tuple[Path, list[str], list[dict[str, bytes]]]


@pytest.fixture
def approved(tmp_path: Path) -> Approved:
    """An office with approved erasures, its matters, and what would open their identities."""
    folder = tmp_path / "approved"
    with desked(folder) as at_desk:
        numbers = [at_desk.finished(SUGGESTION) for _ in range(3)]
        needles = [at_desk.needles(number) for number in numbers]
        at_desk.approved(*numbers)
    return folder, numbers, needles


def later() -> DrillClock:
    """Return a clock at the end of the window."""
    return DrillClock(START + YEAR + WINDOW)


def carried_out_by_one_who_dies(folder: Path, before: int) -> bool:
    """Tick and wipe in a process that dies before a statement; returns whether it lived on."""
    child = os.fork()
    if child == 0:
        counted = count(1)

        def dying(act: Callable[..., Any]) -> Callable[..., Any]:
            def done(*asked: Any) -> Any:
                if next(counted) == before:
                    os.kill(os.getpid(), signal.SIGKILL)
                return act(*asked)

            return done

        for act in ("execute", "execute_many", "commit"):
            setattr(Connection, act, dying(getattr(Connection, act)))
        try:
            with desked(folder, later()) as at_desk:
                at_desk.office.wiper.step()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def check_done_once(folder: Path, approved: Approved, tmp_path: Path) -> None:
    _, numbers, needles = approved
    with desked(folder, later()) as at_desk:
        at_desk.office.wiper.step()
        office = at_desk.office
        assert not Wiper(office.engine).owed()
        for number, each in zip(numbers, needles, strict=True):
            facts = [e.fact for e in at_desk.events(number) if isinstance(e.fact, IdentityErased)]
            assert len(facts) == 1
            assert left(office, each) == []
        assert at_desk.rows() == []
        with office.reader.connect() as connection:
            assert verify_chain(connection, chain_key(office.key.raw)) is None
        (tmp_path / "again.db").unlink(missing_ok=True)
        with new_file(tmp_path, "again.db") as again:
            with again.engine.begin() as connection:
                connection.execute("DELETE FROM meta")
            rebuild(office.reader, again.engine)
            assert contents(again.reader) == contents(office.reader)


@pytest.mark.parametrize(
    "stride",
    [pytest.param(12, id="some"), pytest.param(1, id="every", marks=pytest.mark.torture)],
)
def test_it_is_done_once_whatever_dies_in_between(
    approved: Approved, stride: int, tmp_path: Path
) -> None:
    killed, stages = 0, set()
    for before in count(1, stride):
        folder = tmp_path / "office"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(approved[0], folder)
        lived = carried_out_by_one_who_dies(folder, before)
        killed += not lived
        with desked(folder) as before_it:  # A clock before the end of the window: looks only.
            stages.add(sum(before_it.standing(each).erased is not None for each in approved[1]))
        check_done_once(folder, approved, tmp_path)
        if lived:
            break
    assert killed >= 40 // stride
    assert stages == {0, 3}, "all of a tick's erasures or none"
