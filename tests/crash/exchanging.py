"""Desks that exchange files in processes of their own, killed before any step they take."""

from __future__ import annotations

import os
import random
import runpy
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
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
from tests.data.many_desks import desk, own, received, sent, told
from tests.data.slotted import FIRST, OWN, meet, slotted_desks
from xfconsole.core.facts.of_incident import NoteAdded

KILLED = -signal.SIGKILL
OFFICE = Uids().new(NIGHT)
_NEVER = 10**9
_LOADED = (
    *("xfconsole.cli", "xfconsole.assembly", "xfconsole.commands.sync", "data.office"),
    *("data.exchange.exchange", "xfconsole.office_files.config", "xfconsole.discreet"),
    *("xfconsole.desk", "typer._click.decorators", "typer._adapters", "chinese_calendar"),
)


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


def read(path: Path, source: Path) -> None:
    """Take in what another desk wrote."""
    with opened(path) as file:
        received(file, source.read_bytes())


def command(home: Path, step: int, *words: object) -> int:
    """Run a command of the program over a desk's folder as a process of its own, killed before a
    step; return how it ended. What it needs is loaded already, as in tests.programs."""
    for name in _LOADED:
        import_module(name)
    return killed(lambda: _become(home, words), step)


def _become(home: Path, words: Sequence[object]) -> None:
    secret = home.with_name("passphrase.txt")
    os.environ |= {"XFCONSOLE_HOME": str(home), "XFCONSOLE_PASSPHRASE_FILE": str(secret)}
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.argv = ["xfconsole", *map(str, words)]
    try:
        runpy.run_module("xfconsole", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 0)


def at_steps(folder: Path, apart: int) -> int:
    """Kill both commands before steps that lie so far apart, and go on; return how often."""
    first, second = homes_of(folder, 2)
    with opened(first / "office.db", Uids(1000)) as file:
        file.register()
    kills, target = 0, folder / "a.sync"
    tried, other = folder / "tried", folder / "other"
    for step in range(0, 10_000, apart):
        target.write_bytes(b"the file before")
        code = command(_copied(first, tried), step, "sync", "--to", target, "--replace")
        _copied(second, other)
        with opened(tried / "office.db") as file, opened(other / "office.db") as there:
            found = target.read_bytes()
            assert code == 0 or found == b"the file before" or received(there, found).refused == ()
            received(there, sent(file))
            assert told(there) == told(file)
        if code != KILLED:
            assert code == 0
            break
        kills += 1
    with opened(tried / "office.db") as file:
        held, found = told(file)["event"], target.read_bytes()
    for step in range(0, 10_000, apart):
        code = command(_copied(second, other), step, "sync", "--from", target)
        with opened(other / "office.db") as file:
            assert received(file, found).refused == ()
            assert told(file)["event"] == held
            assert whole(file)
        if code != KILLED:
            assert code == 0
            return kills
        kills += 1
    raise AssertionError("it never came to an end")


def homes_of(folder: Path, count: int, named: Callable[[int], str] = desk) -> list[Path]:
    """Return the folders of desks that have met, which one passphrase opens."""
    with slotted_desks(folder, count, named) as desks:
        homes = [each.folder for each in desks]
    (folder / "passphrase.txt").write_text(OWN, encoding="utf-8")
    return homes


def _copied(home: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(home, to))


def departed_at_steps(folder: Path, apart: int) -> tuple[int, int]:
    """Kill a copy that takes a name of its own before steps that lie so far apart; return how often
    it was what it had been, and how often it had gone on."""
    second = folder / "second.txt"
    second.write_text("何静自己的好口令", encoding="utf-8")
    os.environ["XFCONSOLE_SECOND_PASSPHRASE_FILE"] = str(second)
    with slotted_desks(folder, 2) as (one, other):
        one.book.add(FIRST, OWN, "何静", "何静自己的好口令")
        meet([one, other])
        first = one.folder
    (folder / "passphrase.txt").write_text(OWN, encoding="utf-8")
    copy, tried, stick = _copied(first, folder / "copy"), folder / "tried", folder / "a.sync"
    for number, home in enumerate((first, copy), 1):
        with opened(home / "office.db", Uids(200_000 * number)) as file:
            file.register()
    assert command(first, _NEVER, "sync", "--to", stick, "--all") == 0
    words, found = ("desks", "go-on-anew", stick, "--approved-by", "何静"), [0, 0]
    for step in range(0, 10_000, apart):
        code = command(_copied(copy, tried), step, *words)
        with opened(tried / "office.db") as file:
            assert whole(file)
            told_of = file.rows(
                "SELECT body ->> '$.as_desk' FROM event WHERE kind = 'desk.departed'"
            )
            renamed = file.rows("SELECT DISTINCT desk FROM event WHERE signed_desk IS NOT NULL")
            assert renamed == told_of
            assert not told_of or told_of == [(own(file),)]
            found[bool(told_of)] += 1
        if code != KILLED:
            assert code == 0
            return found[0], found[1]
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
    homes = homes_of(folder, count)
    stick: list[Path] = []
    for act in range(acts):
        home, step = chance.choice(homes), chance.choice([_NEVER, chance.randrange(60)])
        kind = chance.choice(["note", "write", "read", "read"])
        uids = Uids(100_000 * (act + 1))
        code = 0
        if kind == "note":
            code = killed(lambda at=home / "office.db", by=uids, n=act: note(at, by, str(n)), step)  # type: ignore[misc]
            if code == 0:
                noted.add(str(act))
        elif kind == "write":
            target = folder / f"{act}.sync"
            code = command(home, step, "sync", "--to", target)
            stick += [target] if target.exists() else []
        elif stick:
            code = command(home, step, "sync", "--from", chance.choice(stick))
        assert code in (0, KILLED), kind
        kills += code == KILLED
    last = folder / "last.sync"
    for source, target in (pair for _ in range(2) for pair in permutations(homes, 2)):
        assert command(source, _NEVER, "sync", "--to", last, "--replace") == 0
        assert command(target, _NEVER, "sync", "--from", last) == 0
    with opened(homes[0] / "office.db") as first:
        held = told(first)
        texts = first.rows("SELECT body ->> '$.text' FROM event WHERE kind = 'note.added'")
        assert noted <= {text for (text,) in texts}
        total = len(held["event"])
    for home in homes:
        with opened(home / "office.db") as file:
            assert told(file) == held
            assert whole(file)
    return kills, total


def note(path: Path, uids: Uids, text: str) -> None:
    """Write a line."""
    with opened(path, uids) as file, file.store.begin() as tx:
        tx.append([file.event(file.store.office, NoteAdded(text), at=NIGHT)])
