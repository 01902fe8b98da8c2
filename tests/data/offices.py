"""An office's folder for one test: how it is founded, and what lies in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from data.file.lock import LOCK_FILE
from data.office import DATABASE, OpenOffice, create_office
from data.store.head_file import HEAD_FILE
from data.vault import vault
from data.vault.slots import Cost
from tests.data.files import Uids
from xfconsole.core.days.reading import Reading
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
PASSPHRASE = "梧桐树下的长椅 7"
NIGHT = datetime(2026, 2, 19, 18, 0, tzinfo=UTC)
FINISHED = {DATABASE, vault.KEYS_FILE, LOCK_FILE}
CLOSED = FINISHED | {HEAD_FILE}


ASKED = {
    "name": "市信访接待中心",
    "time_zone": "Asia/Shanghai",
    "officer": "李敏",
    "passphrase": PASSPHRASE,
}


class StillClock:
    """A clock that stands at the beginning of the night."""

    def read(self) -> Reading:
        return Reading(NIGHT, 0.0, "boot")


CLOCK = StillClock()


class Ticking:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self, begin: datetime = NIGHT) -> None:
        self._now = begin

    def read(self) -> Reading:
        self._now += timedelta(seconds=1)
        return Reading(self._now, 0.0, "boot")


def stretch_little(patch: pytest.MonkeyPatch) -> None:
    """Let offices and officers set up from now on stretch passphrases as little as these do."""
    patch.setattr("data.office.create_office", partial(create_office, cost=CHEAP))
    patch.setattr("data.vault.officer_book.DEFAULT_COST", CHEAP)


def create(folder: Path, **changes: str) -> tuple[OpenOffice, str]:
    asked = ASKED | changes
    return create_office(
        folder,
        asked["name"],
        asked["time_zone"],
        asked["officer"],
        asked["passphrase"],
        clock=CLOCK,
        ids=Uids(),
        cost=CHEAP,
    )


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def note(office: OpenOffice, text: str) -> None:
    event = Event(
        "018f0000-0000-7000-8000-00000000000a",
        office.store.office,
        NIGHT,
        NIGHT,
        office.officer,
        NoteAdded(text),
    )
    with office.store.begin() as transaction:
        transaction.append([event])
