"""An office with something in it and its backups, for tests of both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.backup.make import Backup, Pace, make
from data.file.engine import open_engine
from data.office import OpenOffice, open_office, read_office
from tests.data.offices import CLOCK, PASSPHRASE, create
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.ids import RandomIds

MADE_AT = datetime(2026, 2, 19, 18, 0, tzinfo=UTC)


def founded(folder: Path, *notes: str) -> Path:
    """Found an office, write notes into its journal, and close it."""
    office, _ = create(folder)
    with office:
        write(office, *notes)
    return folder


def write(office: OpenOffice, *notes: str) -> None:
    """Write notes into the office's journal."""
    now = CLOCK.read().wall
    for text in notes:
        event = Event(
            RandomIds().new(now), office.store.office, now, now, office.officer, NoteAdded(text)
        )
        with office.store.begin() as transaction:
            transaction.append([event])


def notes_of(folder: Path, passphrase: str = PASSPHRASE) -> list[str]:
    """Return the notes in the journal, read as any command would read them."""
    with read_office(folder, passphrase, clock=CLOCK) as office:
        events = office.views.events_of(office.views.meta()["office"])
    return [each.fact.text for each in events if isinstance(each.fact, NoteAdded)]


def backed_up(office: OpenOffice, hours: float = 0) -> Backup:
    """Back an open office up, so many hours after ``MADE_AT``."""
    return make(office.folder, office.key, MADE_AT + timedelta(hours=hours), Pace())


@contextmanager
def opened(folder: Path) -> Iterator[OpenOffice]:
    """Open the office for writing."""
    with open_office(folder, PASSPHRASE, clock=CLOCK) as office:
        yield office


def tampered(path: Path, key: bytes, *statements: str) -> None:
    """Run statements on an office's file past every rule that the program keeps."""
    engine = open_engine(path, key)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)
    engine.dispose()


def page_of(path: Path, key: bytes, table: str) -> int:
    """Return where in an office's file a table begins."""
    engine = open_engine(path, key, read_only=True)
    with engine.connect() as connection:
        asked = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        page = int(connection.execute(asked, (table,)).scalar())
    engine.dispose()
    return (page - 1) * 4096


def flip(path: Path, at: int) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
