"""Whose passphrases open a restored office: those of now, wherever they are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.backup.restore import Restored, find, restore
from data.office import open_office, read_office
from data.vault import vault
from data.vault.slots import read_slots, write_slots
from tests.data.backed_up import backed_up, founded, notes_of, opened, write
from tests.data.offices import CHEAP, CLOCK, PASSPHRASE, create
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_desks import DeskKeyed
from xfconsole.core.facts.of_office import (
    OfficerAdded,
    OfficeRestored,
    OfficerRevoked,
    OfficersKept,
)
from xfconsole.core.office.officers import officers_of
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds

OLD, NEW = ["备份前", "备份后"], ["备份前"]
CHANGED, OTHERS = "另外换过的那句口令", "何静自己想的口令"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office that was backed up and written to since."""
    made = founded(tmp_path / "made", "备份前")
    with opened(made) as office:
        backed_up(office)
        write(office, "备份后")
    return made


def restored(folder: Path, passphrase: str = PASSPHRASE, of: Path | None = None) -> Restored:
    return restore(folder, find(of or folder, "latest"), passphrase, CLOCK, RandomIds())


def changed_since(folder: Path) -> None:
    """After the backup 李敏 takes another passphrase, and 何静 gets one."""
    key = vault.unlock(folder, PASSPHRASE).key
    vault.reset_passphrase(folder, key, "李敏", CHANGED, cost=CHEAP)
    vault.add_officer(folder, key, "何静", OTHERS, cost=CHEAP)


def test_the_passphrases_stay_those_of_now(folder: Path) -> None:
    changed_since(folder)
    done = restored(folder, passphrase=CHANGED)
    assert (done.officer, list(done.officers), done.kept) == ("李敏", ["李敏", "何静"], True)
    assert notes_of(folder, CHANGED) == notes_of(folder, OTHERS) == NEW
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        notes_of(folder)
    with read_office(folder, CHANGED, clock=CLOCK) as office:
        events = office.views.events_of(office.views.meta()["office"])
    assert events[-1].fact == OfficersKept(("李敏", "何静"))
    assert list(officers_of(events)) == ["李敏", "何静"]


def test_other_desks_hear_who_was_revoked_since_and_who_has_another_passphrase(
    folder: Path,
) -> None:
    key = vault.unlock(folder, PASSPHRASE).key
    for name in ("何静", "周平"):
        vault.add_officer(folder, key, name, OTHERS, cost=CHEAP)
    with opened(folder) as office:
        keyed = DeskKeyed("0" * 64, "")
        at, subject = CLOCK.read().wall, office.store.office
        with office.store.begin() as transaction:
            transaction.append([Event(RandomIds().new(at), subject, at, at, "李敏", keyed)])
        backed_up(office, 1)
    vault.revoke_officer(folder, key, "何静")
    changed_since(folder)
    vault.revoke_officer(folder, key, "周平")
    restored(folder, passphrase=CHANGED)
    with read_office(folder, CHANGED, clock=CLOCK) as office:
        told = [each.fact for each in office.views.events_of(subject)]
    assert told[-3:] == [OfficerRevoked("周平"), OfficerAdded("李敏"), OfficerAdded("何静")]
    assert isinstance(told[-4], OfficeRestored)


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "slots of an older program"])
def test_a_passphrase_of_back_then_brings_nothing_back(folder: Path, marked: bool) -> None:
    changed_since(folder)
    if not marked:
        write_slots(folder, replace(read_slots(folder), mark=""))
    slots, database = ((folder / name).read_bytes() for name in ("keys.json", "office.db"))
    with pytest.raises(Refused, match=r"backup\.refused\.former_passphrase"):
        restored(folder)
    assert (folder / "keys.json").read_bytes() == slots
    assert (folder / "office.db").read_bytes() == database
    assert notes_of(folder, CHANGED) == OLD


def test_somebody_revoked_since_stays_out(folder: Path) -> None:
    changed_since(folder)
    with open_office(folder, OTHERS, clock=CLOCK) as office:
        backed_up(office, 1)
    vault.revoke_officer(folder, vault.unlock(folder, CHANGED).key, "何静")
    with pytest.raises(Refused, match=r"backup\.refused\.former_passphrase"):
        restored(folder, passphrase=OTHERS)
    assert list(restored(folder, passphrase=CHANGED).officers) == ["李敏"]
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        notes_of(folder, OTHERS)


def test_a_wrong_passphrase_counts_once(folder: Path) -> None:
    for _ in range(3):
        with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
            restored(folder, passphrase="not this one")
    with pytest.raises(Refused, match=r"officers\.refused\.wait"):
        restored(folder)


@pytest.mark.parametrize("damage", [b"{", None], ids=["damaged", "gone"])
def test_without_key_slots_of_now_the_backups_hold(folder: Path, damage: bytes | None) -> None:
    changed_since(folder)
    if damage is None:
        (folder / "keys.json").unlink()
    else:
        (folder / "keys.json").write_bytes(damage)
    done = restored(folder)
    assert (list(done.officers), done.kept) == (["李敏"], False)
    assert notes_of(folder) == NEW


def test_over_another_office_the_backups_passphrases_hold(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    create(other, passphrase="gar nicht dieselbe")[0].close()
    done = restored(other, of=folder)
    assert (list(done.officers), done.kept) == (["李敏"], False)
    assert notes_of(other) == NEW
