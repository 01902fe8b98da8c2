"""Founds an office: its key slots and its first file, whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

from data.backup.interrupted_restore import DATABASE, is_pending
from data.file.engine import open_engine
from data.file.files import refusal_of, sync_folder
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.vault import vault
from data.vault.vault import KEYS_FILE, LONGEST_NAME, Cost, DataKey
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.ports import Ids, TimeSource
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line

_SETUP = ".setup"


@frozen
class NewOffice:
    """What an office is founded with: its name, an IANA time zone and the first officer."""

    name: str
    time_zone: str
    officer: str


def has_office(folder: Path) -> bool:
    """Whether a folder holds an office; one that is being restored counts."""
    return (folder / DATABASE).exists() or is_pending(folder)


def checked(name: str, time_zone: str, officer: str) -> NewOffice:
    """Return what an office is founded with, neutralised.

    Raises Refused for an empty name or an unknown time zone.
    """
    clean = NewOffice(neutral_line(name).strip(), time_zone.strip(), neutral_line(officer).strip())
    if not clean.name:
        raise Refused("vault.refused.no_name")
    if not clean.officer:
        raise Refused("vault.refused.no_officer")
    if max(len(clean.name), len(clean.officer)) > LONGEST_NAME:
        raise Refused("vault.refused.long_name", most=LONGEST_NAME)
    try:
        ZoneInfo(clean.time_zone)
    # An absolute path is a ValueError, an empty name a folder, an unknown one a KeyError.
    except (ValueError, OSError, KeyError):
        raise Refused("vault.refused.time_zone", name=neutral_line(clean.time_zone)[:60]) from None
    return clean


def set_up(
    folder: Path, founding: NewOffice, passphrase: str, clock: TimeSource, ids: Ids, cost: Cost
) -> vault.Opened:
    """Make everything aside, then move it in, the database last: it is what makes an office.

    Raises Refused for a short passphrase, or a disk that won't have it.
    """
    aside = folder / _SETUP
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(mode=0o700)
        opened = vault.create(aside, founding.officer, passphrase, cost=cost)
        found(aside, opened.key, founding, clock, ids)
        if vault.has_slots(folder):
            # Whoever lost a database may still restore one that these slots open.
            (folder / KEYS_FILE).replace(folder / f"{KEYS_FILE}.before")
        (aside / KEYS_FILE).replace(folder / KEYS_FILE)
        sync_folder(folder)
        (aside / DATABASE).replace(folder / DATABASE)
        sync_folder(folder)
    except OSError as error:
        raise refusal_of(error, folder.name) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return opened


def found(folder: Path, key: DataKey, founding: NewOffice, clock: TimeSource, ids: Ids) -> None:
    """Write the file of a new office into a folder and close it again."""
    engine = open_engine(folder / DATABASE, key.database)
    try:
        migrate(engine)
        now = clock.read().wall
        claim_file(engine, ids.new(now), ids.new(now))
        store = SqlStore(engine, key)
        fact = OfficeFounded(founding.name, founding.time_zone)
        with store.begin() as transaction:
            transaction.append(
                [Event(ids.new(now), store.office, now, now, founding.officer, fact)]
            )
    finally:
        # Closing the last connection moves everything from the WAL into the file itself.
        engine.dispose()
