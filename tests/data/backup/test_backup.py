"""Backups: whole or not at all, private, thinned, and copied to a backup disk."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.backup import make as data
from data.backup.check import check_whole
from data.backup.folder import FILES, UNFINISHED, digest_of, exclusive_access
from data.backup.make import BACKUPS, Pace, backups_in, copy_to, copy_to_second, make, thin
from data.journal.journal import head
from data.vault.vault import KEYS_FILE, unlock
from tests.data.backed_up import MADE_AT, backed_up, flip, founded, opened, page_of, tampered, write
from tests.data.offices import PASSPHRASE
from tests.data.processes import run
from xfconsole.core.words.refusal import Refused

ZONE = ZoneInfo("Asia/Shanghai")
posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX's")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office with two notes, closed."""
    return founded(tmp_path / "office", "第一条", "第二条")


def left(folder: Path) -> set[str]:
    """Return what lies among the backups besides finished ones and the lock."""
    names = {each.name for each in (folder / BACKUPS).iterdir()}
    return names - {each.path.name for each in backups_in(folder / BACKUPS)} - {"console.lock"}


def test_a_backup_is_whole_and_opens_with_the_key_only(folder: Path) -> None:
    with opened(folder) as office:
        made = backed_up(office)
        with office.reader.connect() as connection:
            assert made.head == head(connection)
        found = check_whole(made.path / "office.db", office.key, Pace())
    assert (found.head, found.office, found.desk) == (made.head, made.office, made.desk)
    assert unlock(made.path, PASSPHRASE).key == office.key
    content = (made.path / "office.db").read_bytes()
    assert b"SQLite format" not in content
    assert "第一条".encode() not in content
    assert backups_in(folder / BACKUPS) == [made]
    assert left(folder) == set()


@posix
def test_it_is_the_officers_alone_whatever_the_umask(folder: Path) -> None:
    with opened(folder) as office:
        before = os.umask(0)
        try:
            made = backed_up(office)
        finally:
            os.umask(before)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in made.path.iterdir()}
    assert modes == {"office.db": 0o600, KEYS_FILE: 0o600, "backup.json": 0o600}
    assert {stat.S_IMODE(each.stat().st_mode) for each in (made.path, made.path.parent)} == {0o700}


def test_everything_is_on_disk_before_it_gets_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(handle: int) -> None:
        done.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        sync(handle)

    def renamed(path: Path, target: Path) -> Path:
        done.append(f"{path.name} named")
        return rename(path, target)

    if not Path("/proc/self/fd").exists():
        pytest.skip("only Linux tells which file a handle is")
    with opened(folder) as office:
        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(Path, "rename", renamed)
        made = backed_up(office)
    at = done.index(f"{UNFINISHED}{made.path.name} named")
    assert {"office.db", KEYS_FILE, f"{UNFINISHED}{made.path.name}"} <= set(done[:at])
    assert BACKUPS in done[at:]


def test_the_desk_goes_on_writing_meanwhile(folder: Path) -> None:
    with opened(folder) as office:
        stop, ended = threading.Event(), []

        def go_on() -> None:
            while not stop.is_set():
                write(office, "同时写入")
            ended.append(True)

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            made = [backed_up(office, hours) for hours in range(3)]
        finally:
            stop.set()
            thread.join()
        assert ended == [True]
        assert made[0].head.seq <= made[1].head.seq <= made[2].head.seq


def test_two_in_one_second_are_two(folder: Path) -> None:
    with opened(folder) as office:
        first, second = backed_up(office), backed_up(office)
    assert second.made_at - first.made_at == timedelta(seconds=1)
    assert backups_in(folder / BACKUPS) == [second, first]


def test_what_was_cut_off_is_cleared_away_by_the_next(folder: Path) -> None:
    half = folder / BACKUPS / f"{UNFINISHED}20260219T170000Z"
    half.mkdir(parents=True)
    (half / "office.db").write_bytes(b"half")
    with opened(folder) as office:
        backed_up(office)
    assert not half.exists()


def test_a_changed_journal_is_no_backup(folder: Path) -> None:
    with opened(folder) as office:
        key = office.key
    trigger = "DROP TRIGGER event_never_changes"
    tampered(
        folder / "office.db", key.database, trigger, "UPDATE event SET body = '{}' WHERE seq = 2"
    )
    with pytest.raises(Refused) as refused:
        make(folder, key, MADE_AT, Pace())
    assert (refused.value.key, refused.value.values) == ("backup.refused.chain", {"seq": 2})
    assert left(folder) == set()


def test_a_damaged_page_is_no_backup(folder: Path) -> None:
    with opened(folder) as office:
        key = office.key
    path = folder / "office.db"
    flip(path, page_of(path, key.database, "event") + 100)
    with pytest.raises(Refused, match=r"backup\.refused\.source"):
        make(folder, key, MADE_AT, Pace())
    assert left(folder) == set()


def test_a_damaged_key_file_is_no_backup(folder: Path) -> None:
    with opened(folder) as office:
        (folder / KEYS_FILE).write_text("{}", encoding="utf-8")
        with pytest.raises(Refused, match=r"vault\.refused\.slots_damaged"):
            backed_up(office)
    assert left(folder) == set()


def test_a_disk_with_too_little_room_is_left_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)
    with opened(folder) as office:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=64 << 20))
        with pytest.raises(Refused, match=r"backup\.refused\.no_room") as refused:
            backed_up(office)
    assert refused.value.values["megabytes"] == 1
    assert left(folder) == set()


FILLED_UP = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from data.backup.make import Pace, make
from data.vault.vault import unlock
from xfconsole.core.words.refusal import Refused

folder = Path(sys.argv[1])
key = unlock(folder, sys.argv[2]).key
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    make(folder, key, datetime(2026, 2, 19, 18, 0, tzinfo=UTC), Pace())
except Refused as refused:
    print(refused.key)
"""


@posix
def test_a_disk_that_takes_no_more_in_the_middle_of_it_leaves_nothing_half(folder: Path) -> None:
    """A limit on the size of files stops SQLite's own writes, which no Python test can reach."""
    ended = run(FILLED_UP, folder, PASSPHRASE)
    assert ended.stdout.strip() in {"backup.refused.full", "backup.refused.disk"}, ended.stderr
    assert left(folder) == set()
    with opened(folder) as office:
        assert backed_up(office).head.seq == 3


@pytest.mark.parametrize("nth", range(12))
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
def test_any_sync_that_fails_leaves_a_whole_backup_or_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, nth: int, code: int
) -> None:
    sync, calls = os.fsync, []

    def failing(handle: int) -> None:
        calls.append(handle)
        if len(calls) == nth + 1:
            raise OSError(code, os.strerror(code))
        sync(handle)

    with opened(folder) as office:
        monkeypatch.setattr(os, "fsync", failing)
        try:
            backed_up(office)
            told = ""
        except Refused as refused:
            told = refused.key
        monkeypatch.undo()
        for each in backups_in(folder / BACKUPS):
            check_whole(each.path / "office.db", office.key, Pace())
    assert left(folder) == set()
    assert told in {"", "backup.refused.full", "backup.refused.disk"}
    assert bool(told) == (len(calls) > nth), "a failure has to be told, and nothing else"


def test_a_fault_met_while_the_copy_grows_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failed sync the system may call the next one fine, though pages are gone."""
    met = threading.Event()

    def failing_once(_: Path) -> None:
        if not met.is_set():
            met.set()
            raise OSError(errno.EIO, "failed")

    monkeypatch.setattr(data, "_FLUSH_EVERY", 0)
    monkeypatch.setattr(data, "sync_file", failing_once)
    with (
        pytest.raises(OSError, match="failed"),
        data._written_little_by_little(folder / "office.db"),
    ):
        met.wait(30)


def test_stopped_it_ends_at_once_and_leaves_nothing(folder: Path) -> None:
    pace = Pace()
    with opened(folder) as office:
        pace.stop()
        with pytest.raises(Refused, match=r"backup\.refused\.stopped"):
            make(folder, office.key, MADE_AT, pace)
    assert left(folder) == set()


def test_stopped_while_sqlite_copies_it_ends(folder: Path) -> None:
    with opened(folder) as office, office.engine.connect() as connection:
        driver: Any = connection.driver
        pace = Pace()
        endless = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
        )
        threading.Timer(0.05, pace.stop).start()
        with pytest.raises(Refused, match=r"backup\.refused\.stopped"), pace.interruptible(driver):
            driver.execute(endless).fetchone()


def test_two_at_a_time_are_refused(folder: Path) -> None:
    busy = pytest.raises(Refused, match=r"backup\.refused\.busy")
    with opened(folder) as office, exclusive_access(folder / BACKUPS), busy:
        backed_up(office)


def test_age_takes_what_is_too_many(folder: Path) -> None:
    with opened(folder) as office:
        for hours in (0, 1, 30, 31, 50, 50.1, 50.2):
            backed_up(office, hours)
    now = MADE_AT + timedelta(hours=80)
    assert thin(folder / BACKUPS, now, ZONE) == 2
    ages = [each.made_at - MADE_AT for each in backups_in(folder / BACKUPS)]
    assert ages == [timedelta(hours=each) for each in (50.2, 50.1, 50, 31, 1)]
    assert left(folder) == set()


def test_a_replaced_office_goes_after_a_year(folder: Path) -> None:
    old, young = folder / "replaced-20250101T000000Z", folder / "replaced-20260101T000000Z-2"
    for each in (old, young):
        each.mkdir()
    data.thin_replaced(folder, MADE_AT)
    assert (old.exists(), young.exists()) == (False, True)


# --- the backup disk -------------------------------------------------------------------------


@pytest.fixture
def usb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that passes for one on another disk."""
    usb = tmp_path / "usb"
    usb.mkdir()
    monkeypatch.setattr(data, "device_of", lambda folder: int(folder == usb))
    return usb


def test_the_second_medium_gets_the_same(folder: Path, usb: Path) -> None:
    with opened(folder) as office:
        made = backed_up(office)
        copy = copy_to_second(made, usb, folder, Pace())
        assert copy_to_second(made, usb, folder, Pace()) == copy
        check_whole(copy.path / "office.db", office.key, Pace())
    assert [each.path for each in backups_in(usb)] == [copy.path]
    for name in FILES:
        assert digest_of(copy.path / name, Pace()) == made.digests[name]


def test_an_absent_medium_is_said_and_nothing_is_made_in_its_place(
    folder: Path, tmp_path: Path
) -> None:
    with opened(folder) as office:
        made = backed_up(office)
    with pytest.raises(Refused, match=r"backup\.refused\.second_absent"):
        copy_to_second(made, tmp_path / "media" / "usb", folder, Pace())
    assert not (tmp_path / "media").exists()


def test_the_offices_own_disk_is_no_second_medium(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as office:
        made = backed_up(office)
    (tmp_path / "mount point").mkdir()
    with pytest.raises(Refused, match=r"backup\.refused\.second_same"):
        copy_to_second(made, tmp_path / "mount point", folder, Pace())


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, "full")


def read_only(*_: Any, **__: Any) -> None:
    raise OSError(errno.EROFS, "read-only")


@pytest.mark.parametrize(
    ("name", "fault", "key"),
    [
        pytest.param("fsync", full, "second_full", id="full"),
        pytest.param("mkdir", read_only, "second_denied", id="read-only"),
        pytest.param("open", read_only, "second_denied", id="read-only from the first"),
    ],
)
def test_a_medium_at_fault_is_named_and_keeps_no_half(
    folder: Path,
    usb: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    fault: Callable[..., None],
    key: str,
) -> None:
    with opened(folder) as office:
        made = backed_up(office)
    monkeypatch.setattr(os, name, fault)
    with pytest.raises(Refused) as refused:
        copy_to_second(made, usb, folder, Pace())
    monkeypatch.undo()
    assert refused.value.key == f"backup.refused.{key}"
    assert {each.name for each in usb.iterdir()} <= {"console.lock"}
    assert backups_in(folder / BACKUPS) == [made]


def test_a_medium_that_reads_back_otherwise_is_not_trusted(
    folder: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(folder) as office:
        made = backed_up(office)
    monkeypatch.setattr(data, "digest_of", lambda *_: "0" * 64)
    with pytest.raises(Refused, match=r"backup\.refused\.second_disk"):
        copy_to(made, usb, Pace())
    assert backups_in(usb) == []
