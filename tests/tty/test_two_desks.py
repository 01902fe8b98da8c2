"""Two consoles of one office, each on its own terminal, that meet by a hub all by themselves."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from data.exchange.exchange import Exchange
from data.hub.joined import join
from data.office import open_office
from data.store.store import claim_file
from tests.cable import Cable
from tests.hub import Hub, new_hub
from tests.tty.keyboard import SAVED, clause, open_form, type_slowly, unlock
from tests.tty.offices import PASSPHRASE, copied, journal, make_busy
from tests.tty.terminal import APART, ENTER, ESCAPE, F, Terminal, ctrl, environment
from tests.tty.test_lock import lock
from xfconsole.clock import SystemClock

TOLD_B = "供暖管道第1次停气"


@pytest.fixture
def cable() -> Iterator[tuple[Hub, Cable]]:
    with new_hub() as hub:
        cable = Cable(hub.parts)
        yield hub, cable
        cable.pull()


@pytest.fixture
def homes(home: Path, tmp_path: Path, cable: tuple[Hub, Cable]) -> list[Path]:
    """Two desks of one office that joined; at the first one people are there already."""
    hub, line = cable
    second = copied(home, tmp_path / "second")
    make_busy(home, 1)
    for each in (home, second):
        with open_office(each, PASSPHRASE, clock=SystemClock()) as office:
            if each is second:
                claim_file(office.engine, office.store.office, "another desk")
        with open_office(each, PASSPHRASE, clock=SystemClock()) as office:
            parts = {**conninfo_to_dict(hub.invite()), "host": "127.0.0.1", "port": line.port}
            join(Exchange(office.store, office.reader, office.key), make_conninfo("", **parts))
    return [home, second]


def lead_to(home: Path, port: int) -> None:
    """Lead a desk to another port of this machine for its hub."""
    with open_office(home, PASSPHRASE, clock=SystemClock()) as office, office.store.begin() as tx:
        (place,) = tx.connection.execute("SELECT place FROM hub").scalars()
        tx.connection.execute("UPDATE hub SET place = ?", (make_conninfo(place, port=port),))


@contextmanager
def meeting(home: Path) -> Iterator[Terminal]:
    """Run a console that meets the hub every second, at its desk."""
    terminal = Terminal("-m", "tests.tty.meeting_soon", environ=environment(home, "zh"))
    try:
        unlock(terminal)
        yield terminal
    finally:
        terminal.close()


def register(terminal: Terminal, text: str) -> None:
    """Register a matter."""
    open_form(terminal, "zh")
    type_slowly(terminal, text)
    terminal.send(APART, ctrl("s"))
    terminal.shows(SAVED)
    terminal.send(APART, ESCAPE)


def test_a_hub_that_accepts_and_never_answers_holds_nobody_up(homes: list[Path]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        lead_to(homes[1], silent.getsockname()[1])
        with meeting(homes[1]) as terminal:
            line, _ = silent.accept()
            lock(terminal, "zh")
            unlock(terminal)
            terminal.shows("主要事实")
            terminal.send(F[10])
            terminal.shows("F10")
            terminal.send(APART, F[10])
            # A third of the time after which it would give up.
            assert terminal.ended(patience=10 / 3) == 0
            line.close()


@pytest.mark.long
def test_two_consoles_work_as_one_office_with_and_without_the_cable(
    homes: list[Path], cable: tuple[Hub, Cable]
) -> None:
    with meeting(homes[0]) as first, meeting(homes[1]) as second:
        # What is registered at one desk is in the ledger of the other.
        register(first, clause(1))
        second.send(F[4])
        second.shows(clause(1))
        # The incident of the first one is there too, and is taken over.
        second.send(F[3])
        second.shows(TOLD_B, "A 台负责")
        second.send("h")
        second.shows("接管后由这台值班台提示")
        second.send(APART, ENTER)
        first.send(F[3])
        first.shows(TOLD_B, "B 台负责")
        second.hides("A 台负责")
        # Without the cable both work on; the top row says how much the other does not know yet.
        cable[1].pull()
        register(second, clause(2))
        second.until(lambda: re.search(r"[1-9]\d* 待发", second.lines[0]) is not None, "待发")
        assert "!⇅" not in second.text
        assert clause(2) not in first.text
        cable[1].put_back()
        first.send(F[4])
        first.shows("B-000001", clause(2)[:9])
        second.until(lambda: " 0 待发" in second.lines[0], "all of it is there")
        for each in (first, second):
            each.send(F[10])
            each.shows("F10")
            each.send(APART, F[10])
            assert each.ended() == 0
    kinds = [{each.kind for each in journal(home)} for home in homes]
    assert "subject.taken_over" in kinds[0] & kinds[1]
