"""Two desks on one file never work on a night that is no longer so.

The lock of the office's folder keeps a second writer out; where there is none (no fcntl, some file
servers), the end of the journal tells a desk that somebody else wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from data.journal.journal import verify_chain
from data.office import open_office
from data.store.store import SqlStore
from tests.data import processes
from tests.data.files import KEY, File, new_file
from tests.data.journal.test_journal import CHAIN_KEY
from tests.data.offices import CLOCK, PASSPHRASE, create
from tests.desks import ZONE, Night, pinned
from xfconsole.core.facts.of_incident import PostRung
from xfconsole.core.words.desk import CountSource
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    with new_file(tmp_path) as found:
        yield found


@pytest.fixture
def two(file: File) -> tuple[Night, Desk]:
    """A night whose desk has an incident in mind, and a second desk on the same file."""
    night = Night(store=file.store).open(8)
    other = Desk(
        SqlStore(file.engine, KEY), night.clock, night.ids, night.policy, "王强", pinned, ZONE
    )
    other.tick()
    return night, other


def test_an_incident_opened_elsewhere_is_seen(two: tuple[Night, Desk]) -> None:
    night, other = two
    night.open(40)
    other.count("02-002", 45)
    assert [each.headcount for each in other.situation().incidents] == [8, 45]


def test_a_count_elsewhere_is_counted_on(two: tuple[Night, Desk]) -> None:
    night, other = two
    other.count(night.incident, 33)
    night.count(20)
    assert night.view().level == "major"
    assert night.view().headcount == 20


def test_an_incident_closed_elsewhere_is_over_here_too(two: tuple[Night, Desk]) -> None:
    night, other = two
    other.close(night.incident)
    with pytest.raises(Refused, match=r"desk\.refused\.closed"):
        night.count(9)


def test_a_roster_changed_elsewhere_is_rung_by(two: tuple[Night, Desk]) -> None:
    night, other = two
    now = night.now()
    other.replace_on_roster(
        "unit_head", "孙磊", "何静", "139-0000-0099", now, now + timedelta(hours=2)
    )
    night.ring("unit_head", "busy")
    assert night.said(PostRung)[-1].person == "何静"


def test_nothing_is_announced_twice(two: tuple[Night, Desk], file: File) -> None:
    night, other = two
    for _ in range(6):
        night.after(1)
        other.tick()
        other.count(night.incident, 8, CountSource.ESTIMATE)
        night.count(8)
    prompts = file.rows(
        "SELECT json_extract(body, '$.prompt') FROM event WHERE kind = ?", "prompt.raised"
    )
    assert len(prompts) > 2
    assert len(prompts) == len(set(prompts))
    with file.reader.connect() as connection:
        assert verify_chain(connection, CHAIN_KEY) is None
    fresh = night.new_desk()
    fresh.tick()
    night.desk.tick()
    seen = replace(night.desk.situation(), revision=0)
    assert replace(fresh.situation(), revision=0) == seen


# --- through the office's folder ----------------------------------------------------------------

COUNT = """
import sys
from pathlib import Path
import data.file.lock
from data.office import open_office
from tests.data.files import Uids
from tests.data.offices import CLOCK, PASSPHRASE
from xfconsole.assembly import desk_of
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds
if sys.argv[2] == "without":
    data.file.lock.fcntl = None
try:
    with open_office(Path(sys.argv[1]), PASSPHRASE, clock=CLOCK) as office:
        print(desk_of(office, CLOCK, RandomIds()).count("02-001", 33).number)
except Refused as refused:
    print(refused.key)
"""


@pytest.mark.parametrize(
    ("lock", "said"),
    [("with", "vault.refused.in_use"), ("without", "02-001")],
    ids=["locked", "no fcntl"],
)
def test_a_command_in_another_process_never_makes_the_console_stale(
    tmp_path: Path, lock: str, said: str
) -> None:
    folder = tmp_path / "office"
    create(folder)[0].close()
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        night = Night(store=office.store).open(8)
        ended = processes.run(COUNT, folder, lock)
        assert (ended.stdout, ended.stderr) == (f"{said}\n", "")
        night.desk.note(night.incident, "坐了两排")
        assert night.view().headcount == (33 if lock == "without" else 8)
