"""Desks that exchange files in processes of their own, killed before any step they take."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import permutations
from pathlib import Path
from typing import Any

from data.file.connection import Connection
from data.file.engine import open_engine
from data.journal.journal import chain_key, verify_chain
from data.ledger.views import SqlViews
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.vault.vault import officers
from tests.data.files import KEY, NIGHT, File, Uids, hasty
from tests.data.many_desks import exchange_of, received, sent, told
from tests.data.slotted import FIRST, OWN, meet, slotted_desks
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.writing import whole_file

KILLED = -signal.SIGKILL
OFFICE = Uids().new(NIGHT)


@contextmanager
def opened(path: Path, uids: Uids | None = None) -> Iterator[File]:
    """Open a desk's file, as a command does."""
    engine = hasty(open_engine(path, KEY.database))
    reader = open_engine(path, KEY.database, read_only=True)
    try:
        store, views = SqlStore(engine, KEY), SqlViews(reader, KEY)
        yield File(path, engine, reader, store, views, uids or Uids())
    finally:
        reader.dispose()
        engine.dispose()


def begun(path: Path, desk: str) -> Path:
    """Make the file of a desk in which nothing happened."""
    engine = hasty(open_engine(path, KEY.database))
    migrate(engine)
    claim_file(engine, OFFICE, desk)
    engine.dispose()
    return path


def killed(work: Callable[[], object], step: int) -> int:
    """Do something in a process that is killed before a step; return how it ended."""
    child = os.fork()
    if not child:
        with suppress(BaseException):
            _die_before(step)
            work()
            os._exit(0)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _die_before(step: int) -> None:
    """Count what is asked of the file and of the disk, and die like a process that is killed."""
    steps = iter(range(step))

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            if next(steps, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments)

        return call

    for name in ("execute", "execute_many", "commit"):
        setattr(Connection, name, dying(getattr(Connection, name)))
    for name in ("fsync", "replace", "unlink"):
        setattr(os, name, dying(getattr(os, name)))


def write(path: Path, target: Path) -> None:
    """Write a file for the other desks."""
    with opened(path, Uids(10**9 + ord(path.stem[0]))) as file, whole_file(target) as out:
        exchange_of(file).give(out, NIGHT, "李敏", file.uids)


def read(path: Path, source: Path) -> None:
    """Take in what another desk wrote."""
    with opened(path) as file:
        received(file, source.read_bytes())


def at_every_step(folder: Path) -> int:
    """Kill both commands before each of their steps, and go on; return how often."""
    first, second = begun(folder / "a.db", "a-desk"), begun(folder / "b.db", "b-desk")
    with opened(first, Uids(1000)) as file:
        file.add(OFFICE, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        file.register()
        sent(file)
        file.register()
    kills, target = 0, folder / "a.sync"
    for step in range(10_000):
        tried = folder / "tried.db"
        shutil.copyfile(first, tried)
        target.write_bytes(b"the file before")
        code = killed(lambda at=tried: write(at, target), step)  # type: ignore[misc]
        shutil.copyfile(second, folder / "other.db")
        with opened(tried) as file, opened(folder / "other.db") as other:
            found = target.read_bytes()
            assert code == 0 or found == b"the file before" or received(other, found).refused == ()
            received(other, sent(file))
            assert told(other) == told(file)
        if code != KILLED:
            assert code == 0
            break
        kills += 1
    found = target.read_bytes()
    for step in range(10_000):
        shutil.copyfile(second, folder / "tried.db")
        code = killed(lambda: read(folder / "tried.db", target), step)
        with opened(folder / "tried.db") as file, opened(folder / "a.db") as other:
            assert received(file, found).refused == ()
            assert told(file)["event"] == told(other)["event"][: len(told(file)["event"])]
            assert whole(file)
        if code != KILLED:
            assert code == 0
            return kills
        kills += 1
    raise AssertionError("it never came to an end")


def revoked_at_every_step(folder: Path) -> int:
    """Kill the reading of a revocation before each of its steps; return how often.

    A desk whose journal knows of it lets nobody in, and the same file goes on from there.
    """
    with slotted_desks(folder, 2) as (first, second):
        first.book.add(FIRST, OWN, "何静", "何静自己的好口令")
        meet([first, second])
        first.book.revoke(FIRST, "何静")
        found = sent(first.file)
        name = second.folder
    (folder / "a.sync").write_bytes(found)
    for step in range(10_000):
        tried = folder / f"tried {step}"
        shutil.copytree(name, tried)
        code = killed(lambda at=tried: read(at / "office.db", folder / "a.sync"), step)  # type: ignore[misc]
        with opened(tried / "office.db") as file:
            assert not _knows(file) or officers(tried) == [FIRST]
            received(file, found)
            assert _knows(file)
        assert officers(tried) == [FIRST]
        if code != KILLED:
            assert code == 0
            return step
    raise AssertionError("it never came to an end")


def _knows(file: File) -> bool:
    return bool(file.rows("SELECT 1 FROM event WHERE kind = 'officer.revoked'"))


def whole(file: File) -> bool:
    """Whether each line follows from the one before it, and nothing waits."""
    with file.reader.connect() as connection:
        chained = verify_chain(connection, chain_key(KEY.raw)) is None
    return chained and not file.rows("SELECT 1 FROM batch WHERE lines IS NOT NULL")


def at_random(folder: Path, seed: int, count: int, acts: int) -> tuple[int, int]:
    """Let desks write, read and lose files, killed at random; return kills and lines.

    Afterwards each line that was acknowledged is everywhere, once and as it was written.
    """
    chance, kills, noted = random.Random(seed), 0, set[str]()
    paths = [begun(folder / f"{'abcde'[number]}.db", f"{number}-desk") for number in range(count)]
    with opened(paths[0], Uids(1000)) as file:
        file.add(OFFICE, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
    stick: list[Path] = []
    for act in range(acts):
        path, step = chance.choice(paths), chance.choice([10_000, chance.randrange(60)])
        kind = chance.choice(["note", "write", "read", "read"])
        uids = Uids(10_000 * (act + 1))
        code = 0
        if kind == "note":
            code = killed(lambda at=path, by=uids, n=act: note(at, by, str(n)), step)  # type: ignore[misc]
            if code == 0:
                noted.add(str(act))
        elif kind == "write":
            target = folder / f"{act}.sync"
            code = killed(lambda at=path, to=target: write(at, to), step)  # type: ignore[misc]
            stick += [target] if target.exists() else []
        elif stick:
            source = chance.choice(stick)
            code = killed(lambda at=path, of=source: read(at, of), step)  # type: ignore[misc]
        assert code in (0, KILLED), kind
        kills += code == KILLED
    for source, target in (pair for _ in range(2) for pair in permutations(paths, 2)):
        write(source, folder / "last.sync")
        read(target, folder / "last.sync")
    with opened(paths[0]) as first:
        held = told(first)
        texts = first.rows("SELECT body ->> '$.text' FROM event WHERE kind = 'note.added'")
        assert noted <= {text for (text,) in texts}
        total = len(held["event"])
    for path in paths:
        with opened(path) as file:
            assert told(file) == held
            assert whole(file)
    return kills, total


def note(path: Path, uids: Uids, text: str) -> None:
    """Write a line."""
    with opened(path, uids) as file, file.store.begin() as tx:
        tx.append([file.event(OFFICE, NoteAdded(text), at=NIGHT)])
