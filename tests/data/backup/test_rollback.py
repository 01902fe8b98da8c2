"""An older file put in place of the office's is told at the next opening, without the doctor."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.backup.check import Pace
from data.backup.make import make
from data.office import DATABASE, OpenOffice, open_office
from data.store.head_file import HEAD_FILE
from tests.data.offices import CLOCK, NIGHT, PASSPHRASE, create, note
from xfconsole.app.desk_office import DeskOffice
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import JournalEndMissed


def reopened(folder: Path) -> OpenOffice:
    return open_office(folder, PASSPHRASE, clock=CLOCK)


@pytest.fixture
def rolled_back(tmp_path: Path) -> Path:
    """An office whose file is as it was before the last entry and the last orderly close."""
    folder = tmp_path / "office"
    office, _ = create(folder)
    office.close()
    shutil.copy(folder / DATABASE, tmp_path / "older")
    with reopened(folder) as office:
        note(office, "停水")
        make(folder, office.key, NIGHT, Pace())
    shutil.copy(tmp_path / "older", folder / DATABASE)
    return folder


def missed(office: OpenOffice) -> list[Event]:
    events = office.views.events_of(office.store.office)
    return [each for each in events if isinstance(each.fact, JournalEndMissed)]


def test_a_healthy_office_misses_nothing(tmp_path: Path) -> None:
    create(tmp_path / "office")[0].close()
    with reopened(tmp_path / "office") as office:
        assert office.missed is None


def test_an_older_file_is_noticed_by_the_last_close(rolled_back: Path) -> None:
    shutil.rmtree(rolled_back / "backups")
    with reopened(rolled_back) as office:
        assert office.missed == JournalEndMissed(2, 1)


def test_an_older_file_is_noticed_by_the_newest_backup(rolled_back: Path) -> None:
    (rolled_back / HEAD_FILE).unlink()
    with reopened(rolled_back) as office:
        assert office.missed == JournalEndMissed(2, 1)


def test_it_is_told_at_every_opening_and_journaled_once(rolled_back: Path) -> None:
    for _ in range(2):
        office = reopened(rolled_back)
        desk = DeskOffice(office, office._closing)
        assert desk.noticed is not None
        assert desk.noticed.values["seq"] == 2
        assert [each.fact.seq for each in missed(office)] == [2]  # type: ignore[attr-defined]
        desk.close()


def test_a_healthy_desk_has_nothing_to_tell(tmp_path: Path) -> None:
    create(tmp_path / "office")[0].close()
    office = reopened(tmp_path / "office")
    desk = DeskOffice(office, office._closing)
    assert desk.noticed is None
    desk.close()
