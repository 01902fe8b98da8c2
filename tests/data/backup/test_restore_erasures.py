"""An erased identity stays erased when the office is put back, and leaves the backups with time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.backup.make import BACKUPS, Backup, Pace, backups_in, make, thin
from data.backup.restore import Restored, restore
from data.office import DATABASE
from data.vault.wiping import Wiper
from tests.data.backed_up import tampered
from tests.data.erasing import SECOND, WINDOW, YEAR, Desked, desked
from tests.data.offices import PASSPHRASE
from tests.data.vault.test_identity_at_rest import _page, _pages
from tests.desks import START
from xfconsole.core.facts.of_identity import ErasureCancelled, IdentityErased, Kept
from xfconsole.core.words.refusal import Refused
from xfconsole.drill.run import DrillClock
from xfconsole.ids import RandomIds

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "office"


def backed_up(at_desk: Desked) -> Backup:
    now = at_desk.desk.now()
    return make(at_desk.office.folder, at_desk.office.key, now, Pace())


def put_back(folder: Path, backup: Backup, clock: DrillClock) -> Restored:
    return restore(folder, backup, PASSPHRASE, clock, RandomIds())


def clear(path: Path, key: bytes) -> bytes:
    """Return every page of a file and of its log, decrypted."""
    log = path.with_name(f"{path.name}-wal")
    stored = [_pages(path.read_bytes(), 0, 0)]
    if log.exists():
        stored.append(_pages(log.read_bytes(), 32, 24))
    return b"".join(_page(key, page, at) for each in stored for at, page in each)


def a_backup_before_an_erasure(
    folder: Path, clock: DrillClock
) -> tuple[Backup, str, str, bytes, bytes]:
    """Return a backup that has an identity erased since, its number, another's, its key, ours."""
    with desked(folder, clock) as at_desk:
        number, other = at_desk.finished(), at_desk.finished()
        wrapped = at_desk.wrapped(number).encode()
        backup = backed_up(at_desk)
        at_desk.erased(number)
        return backup, number, other, wrapped, at_desk.office.key.database


def unreadable(at_desk: Desked, number: str) -> bool:
    try:
        at_desk.desk.read_identity(number, "回访", SECOND)
    except Refused as refused:
        return refused.key == "identity.refused.erased"
    return False


def test_the_replaced_office_tells_what_was_erased(folder: Path) -> None:
    clock = DrillClock(START)
    backup, number, other, wrapped, key = a_backup_before_an_erasure(folder, clock)
    assert wrapped in clear(backup.path / DATABASE, key), "else nothing would be brought back"
    done = put_back(folder, backup, clock)
    assert (done.erased.count, done.erased.unread) == (1, ())
    assert wrapped not in clear(folder / DATABASE, key)
    assert done.replaced is not None
    assert wrapped not in clear(done.replaced / DATABASE, key)
    with desked(folder, clock) as at_desk:
        erased = at_desk.standing(number).erased
        assert erased is not None
        fact = erased.fact
        assert isinstance(fact, IdentityErased)
        assert (fact.first_at, fact.known_from) == (START + YEAR + WINDOW, done.replaced.name)
        assert (fact.proposed_by, fact.approved_by) == ("李敏", SECOND)
        assert unreadable(at_desk, number)
        assert not unreadable(at_desk, other)
        assert not Wiper(at_desk.office.engine).owed()


def test_so_does_a_later_backup_where_the_office_itself_is_gone(folder: Path) -> None:
    clock = DrillClock(START)
    backup, number, other, _, _ = a_backup_before_an_erasure(folder, clock)
    with desked(folder, clock) as at_desk:
        later = backed_up(at_desk)
    (folder / DATABASE).unlink()
    done = put_back(folder, backup, clock)
    assert (done.erased.count, done.erased.unread) == (1, ())
    with desked(folder, clock) as at_desk:
        erased = at_desk.standing(number).erased
        assert erased is not None
        assert isinstance(erased.fact, IdentityErased)
        assert erased.fact.known_from == later.path.name
        assert unreadable(at_desk, number)
        assert not unreadable(at_desk, other)


def test_a_second_restore_still_knows_when_it_was_erased_first(folder: Path) -> None:
    clock = DrillClock(START)
    backup, number, _, _, _ = a_backup_before_an_erasure(folder, clock)
    for _ in range(2):
        clock.advance(timedelta(days=1))
        done = put_back(folder, backup, clock)
        assert done.erased.count == 1
    with desked(folder, clock) as at_desk:
        facts = [e.fact for e in at_desk.events(number) if isinstance(e.fact, IdentityErased)]
    assert [each.first_at for each in facts] == [START + YEAR + WINDOW]


def test_an_office_that_cannot_be_read_is_named(folder: Path) -> None:
    clock = DrillClock(START)
    backup, number, _, _, _ = a_backup_before_an_erasure(folder, clock)
    with (folder / DATABASE).open("r+b") as file:
        file.write(bytes(4096 * 4))
    done = put_back(folder, backup, clock)
    assert done.replaced is not None
    assert (done.erased.count, done.erased.unread) == (0, (done.replaced.name,))
    with desked(folder, clock) as at_desk:
        assert not unreadable(at_desk, number), "nobody was left to tell"


def test_into_an_empty_folder_nobody_tells(folder: Path, tmp_path: Path) -> None:
    clock = DrillClock(START)
    backup, number, _, _, _ = a_backup_before_an_erasure(folder, clock)
    done = put_back(tmp_path / "new", backup, clock)
    assert done.erased.count == 0
    with desked(tmp_path / "new", clock) as at_desk:
        assert not unreadable(at_desk, number)


def test_a_line_that_somebody_forged_destroys_nothing(folder: Path) -> None:
    clock = DrillClock(START)
    backup, _, other, _, key = a_backup_before_an_erasure(folder, clock)
    with desked(folder, clock) as at_desk:
        matter = at_desk.uid(other)
    tampered(
        folder / DATABASE,
        key,
        "INSERT INTO event SELECT seq + 1, 'forged', desk, dseq + 1, 'identity.erased', "
        f"'{matter}', happened_at, recorded_at, officer, "
        """'{"rule":"retention.claim","proposed_by":"x","approved_by":"y"}', mac, mac, """
        "NULL, NULL, NULL FROM event ORDER BY seq DESC LIMIT 1",
    )
    done = put_back(folder, backup, clock)
    assert done.erased.count == 1
    with desked(folder, clock) as at_desk:
        assert not unreadable(at_desk, other)


def test_what_was_only_approved_is_off(folder: Path) -> None:
    """Somebody may have cancelled it after the backup was made."""
    clock = DrillClock(START)
    with desked(folder, clock) as at_desk:
        number = at_desk.finished()
        at_desk.approved(number)
        backup = backed_up(at_desk)
        at_desk.desk.cancel_erasure(number, "还要回访")
    put_back(folder, backup, clock)
    clock.advance(WINDOW)
    with desked(folder, clock) as at_desk:
        facts = [e.fact for e in at_desk.events(number) if isinstance(e.fact, ErasureCancelled)]
        assert [each.because for each in facts] == [Kept.RESTORED]
        assert not unreadable(at_desk, number)


def test_backups_hold_it_until_they_are_thinned(folder: Path) -> None:
    clock = DrillClock(START)
    backup, _, _, wrapped, key = a_backup_before_an_erasure(folder, clock)
    erased_at: datetime = START + YEAR + WINDOW

    def holding() -> list[str]:
        found = backups_in(folder / BACKUPS)
        return [e.path.name for e in found if wrapped in clear(e.path / DATABASE, key)]

    assert holding() == [backup.path.name]
    last = timedelta(0)
    for days in (1, 60, 200, 365, 367, 368):
        clock.advance(timedelta(days=days) - last)
        last = timedelta(days=days)
        with desked(folder, clock) as at_desk:
            made = backed_up(at_desk)
        thin(folder / BACKUPS, made.made_at, ZONE)
        assert days > 1 or holding()
    assert holding() == []
    assert made.made_at - erased_at >= timedelta(days=367)
