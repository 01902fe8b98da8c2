"""Restoring: proven first, what was there is kept, and no interruption leaves half of anything."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.backup.interrupted_restore import is_pending
from data.backup.make import BACKUPS, Backup, backups_in
from data.backup.restore import Restored, find, restore
from data.journal.journal import chain_key, verify_chain
from data.office import read_office
from data.store.head_file import HEAD_FILE, HeadState, head_state, read_head_file
from tests.data.backed_up import backed_up, flip, founded, notes_of, opened, write
from tests.data.offices import CLOCK, FINISHED, PASSPHRASE, names
from tests.data.processes import run, start
from xfconsole.core.facts.of_office import OfficeRestored
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds

OLD, NEW = ["备份前", "备份后"], ["备份前"]
"""What the office says before a restore of these tests, and after it."""
posix = pytest.mark.skipif(sys.platform == "win32", reason="fork, locks and modes are POSIX's")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office that was backed up, written to since, and cut off with its log still beside it."""
    made, cut_off = founded(tmp_path / "made", "备份前"), tmp_path / "市信访 接待中心"
    with opened(made) as office:
        backed_up(office)
        write(office, "备份后")
        shutil.copytree(made, cut_off)
    assert (cut_off / "office.db-wal").stat().st_size > 0
    return cut_off


def latest(folder: Path) -> Backup:
    return find(folder, "latest")


def restored(folder: Path, backup: Backup | None = None, passphrase: str = PASSPHRASE) -> Restored:
    return restore(folder, backup or latest(folder), passphrase, CLOCK, RandomIds())


def test_the_office_is_back_as_it_was_and_what_it_replaces_is_kept(folder: Path) -> None:
    done = restored(folder)
    assert notes_of(folder) == NEW
    assert done.replaced is not None
    assert done.replaced.parent == folder
    assert notes_of(done.replaced) == OLD
    assert names(folder) == FINISHED | {HEAD_FILE, BACKUPS, done.replaced.name}
    with opened(folder) as office:
        write(office, "恢复后")
    assert notes_of(folder) == [*NEW, "恢复后"]


def test_a_new_incarnation_of_the_desk_writes_from_here_on(folder: Path) -> None:
    with read_office(folder, PASSPHRASE, clock=CLOCK) as office:
        before = office.views.meta()
    done = restored(folder)
    with opened(folder) as now, now.reader.connect() as connection:
        meta = now.views.meta()
        assert meta["office"] == before["office"]
        assert meta["desk"] not in {before["desk"], done.backup.desk}
        rows = [tuple(row) for row in connection.execute("SELECT desk, dseq FROM event")]
        assert rows[-1] == (meta["desk"], 1)
        assert {desk for desk, _ in rows[:-1]} == {before["desk"]}
        assert verify_chain(connection, chain_key(now.key.raw)) is None
        kept = read_head_file(folder, now.key.raw)
        assert kept is not None
        assert head_state(connection, kept) is HeadState.HELD
        assert done.replaced is not None
        fact = now.views.events_of(meta["office"])[-1].fact
        head = done.backup.head
        name = done.replaced.name
        assert fact == OfficeRestored(done.backup.made_at, head.seq, head.mac, name)


@posix
def test_everything_restored_is_the_officers_alone(folder: Path) -> None:
    folder.chmod(0o700)
    done = restored(folder)
    assert done.replaced is not None
    for each in (*folder.iterdir(), *done.replaced.iterdir()):
        assert stat.S_IMODE(each.stat().st_mode) == (0o700 if each.is_dir() else 0o600), each


def test_an_empty_folder_gets_an_office(folder: Path, tmp_path: Path) -> None:
    done = restored(tmp_path / "new laptop", latest(folder))
    assert done.replaced is None
    assert notes_of(tmp_path / "new laptop") == NEW


def test_a_destroyed_office_comes_back(folder: Path) -> None:
    for name in ("office.db", "keys.json"):
        (folder / name).write_bytes(os.urandom(5000))
    restored(folder)
    assert notes_of(folder) == NEW


def test_twice_from_one_backup_keeps_both_that_were_replaced(folder: Path) -> None:
    first, second = restored(folder), restored(folder)
    assert first.replaced
    assert second.replaced
    assert (notes_of(first.replaced), notes_of(second.replaced)) == (OLD, NEW)


def test_a_backup_is_named_in_several_ways(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = latest(folder)
    monkeypatch.chdir(made.path.parent)
    ways = [made.path, made.path / "office.db", made.path.name, f"./{made.path.name}"]
    assert [find(folder, str(each)).made_at for each in ways] == [made.made_at] * 4


@pytest.mark.parametrize("named", ["nothing", "", "/", "../..", "office.db"])
def test_what_is_no_backup_is_refused(folder: Path, named: str) -> None:
    with pytest.raises(Refused, match=r"backup\.refused\.not_one"):
        find(folder, named)


def test_without_any_backup_there_is_no_latest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"backup\.refused\.none"):
        find(tmp_path, "latest")


@pytest.mark.parametrize("name", ["office.db", "keys.json"])
def test_a_damaged_backup_changes_nothing(folder: Path, name: str) -> None:
    made = latest(folder)
    flip(made.path / name, 300)
    with pytest.raises(Refused, match=r"backup\.refused\.damaged"):
        restored(folder)
    assert notes_of(folder) == OLD


def test_a_backup_whose_file_is_another_changes_nothing(folder: Path) -> None:
    """Someone put an older file in and made the description fit, except for the journal's end."""
    with opened(folder) as office:
        backed_up(office, hours=1)
    newer, older = backups_in(folder / BACKUPS)
    shutil.copy(older.path / "office.db", newer.path / "office.db")
    about = (newer.path / "backup.json").read_text(encoding="utf-8")
    about = about.replace(newer.digests["office.db"], older.digests["office.db"])
    (newer.path / "backup.json").write_text(about, encoding="utf-8")
    with pytest.raises(Refused, match=r"backup\.refused\.damaged"):
        restored(folder)
    assert notes_of(folder) == OLD


def test_a_newer_programs_backup_is_refused(folder: Path) -> None:
    about = latest(folder).path / "backup.json"
    text = about.read_text(encoding="utf-8")
    about.write_text(text.replace('"version": ', '"version": 9'), encoding="utf-8")
    with pytest.raises(Refused, match=r"vault\.refused\.newer"):
        restored(folder)


def test_while_a_console_has_it_open_nothing_is_restored(folder: Path) -> None:
    with opened(folder), pytest.raises(Refused, match=r"vault\.refused\.in_use"):
        restored(folder)
    assert notes_of(folder) == OLD


READING = """
import sys
from pathlib import Path
from data.office import read_office
from tests.data.offices import CLOCK
with read_office(Path(sys.argv[1]), sys.argv[2], clock=CLOCK) as office:
    office.views.matter_count()
    print("reading", flush=True)
    sys.stdin.read()
"""


@posix
def test_while_a_command_reads_it_nothing_is_restored(folder: Path) -> None:
    reader = start(READING, folder, PASSPHRASE)
    assert reader.stdout is not None
    try:
        assert reader.stdout.readline() == "reading\n"
        with pytest.raises(Refused, match=r"backup\.refused\.in_use"):
            restored(folder)
    finally:
        reader.communicate()
    restored(folder)
    assert notes_of(folder) == NEW


# --- cut off anywhere --------------------------------------------------------------------------

KILLED = """
import os, shutil, sys
from pathlib import Path

from data.office import read_office
from data.backup.restore import find, restore
from tests.data.backed_up import notes_of
from tests.data.offices import CLOCK, PASSPHRASE
from xfconsole.ids import RandomIds

template, folder = Path(sys.argv[1]), Path(sys.argv[2])
steps = 0
WATCHED = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.unlink"}


def restored(last):
    '''Restore, and die like a process that is killed, before the step after the last one.'''
    sync = os.fsync

    def step(*_):
        global steps
        steps += 1
        if steps > last:
            os._exit(9)

    def watch(event, arguments):
        if event in WATCHED and str(folder) in str(arguments[0]):
            step()

    def synced(handle):
        step()
        sync(handle)

    os.fsync = synced
    sys.addaudithook(watch)
    restore(folder, find(folder, "latest"), PASSPHRASE, CLOCK, RandomIds())
    os._exit(0)


def in_a_process(work, *arguments):
    child = os.fork()
    if not child:
        try:
            work(*arguments)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


with read_office(template, PASSPHRASE, clock=CLOCK):
    pass  # Everything is imported now, once for all children.
for last in range(1000):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    code = in_a_process(restored, last)
    print(code, "|".join(notes_of(folder)), sep=",", flush=True)
    if code != 9:
        break
"""


@posix
def test_killed_before_any_step_it_leaves_the_old_office_or_the_new(
    folder: Path, tmp_path: Path
) -> None:
    ended = run(KILLED, folder, tmp_path / "killed")
    assert ended.returncode == 0, ended.stderr
    lines = [line.split(",") for line in ended.stdout.splitlines()]
    codes, notes = [line[0] for line in lines], [line[1].split("|") for line in lines]
    assert codes == ["9"] * (len(codes) - 1) + ["0"]
    turn = notes.index(NEW)
    assert notes == [OLD] * turn + [NEW] * (len(notes) - turn)
    assert 20 < turn < len(notes) - 5, "kills before and after the decision"


STEPS: list[tuple[Any, str]] = [
    (os, "fsync"),
    (os, "open"),
    (os, "mkdir"),
    (os, "rename"),
    (os, "replace"),
    (os, "unlink"),
    (os, "rmdir"),
]


@pytest.mark.parametrize(
    ("module", "name"), STEPS, ids=lambda each: getattr(each, "__name__", each)
)
def test_refused_by_the_system_at_any_step_it_leaves_the_old_office_or_the_new(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    nth, done = 0, False
    while not done:
        nth += 1
        tried = shutil.copytree(folder, tmp_path / f"{name} {nth}")
        made = latest(tried)
        with monkeypatch.context() as patch:
            calls = _failing(patch, module, name, nth)
            try:
                restored(tried, made)
                told = ""
            except Refused as refused:
                told = refused.key
        done = len(calls) < nth
        assert notes_of(tried) == (NEW if told in {"", "backup.refused.unfinished"} else OLD), told
        assert not is_pending(tried), "whoever opens it carries it through"
    assert nth > 1, "it was called, and failed"


def _failing(
    patch: pytest.MonkeyPatch, module: Any, name: str, nth: int
) -> list[Callable[..., Any]]:
    """Have the nth call fail; returns the list that the calls are counted in."""
    real, calls = getattr(module, name), []

    def failing(*arguments: Any, **named: Any) -> Any:
        calls.append(real)
        if len(calls) == nth:
            raise OSError(errno.EIO, "failed")
        return real(*arguments, **named)

    patch.setattr(module, name, failing)
    return calls
