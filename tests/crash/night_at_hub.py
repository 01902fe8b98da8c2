"""Desks at work, each a process of its own, that meet by a hub; they and it are killed all night.

An account outside, a file for each desk, notes uid and hash of what was acknowledged, and is on the
disk before anything else happens.
"""

from __future__ import annotations

import hashlib
import os
import random
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from data.exchange.batch import text_of
from data.exchange.taking import Taken
from data.file.engine import open_engine
from data.hub.joined import at_hub
from data.hub.syncing import Syncing
from data.ledger.views import SqlViews
from data.store.store import SqlStore
from tests.crash.exchanging import KILLED, command, homes_of, whole
from tests.data.files import KEY, File, contents
from tests.data.many_desks import exchange_of, known, own, told, written
from tests.data.store.test_rebuild import rebuilt
from tests.desks import Night
from tests.hub import Hub, joining, kill_server, lines_at, new_hub
from tests.lives import MOVES
from xfconsole.clock import SystemClock
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.matter.acts import possible_acts
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ids import RandomIds

_NOBODY = RosterImported("", ())
_OFFSETS = (0, 120, -120, 45, -7)
"""Minutes by which the desks' clocks are off."""
_VERBS = ("register", "register", "open", "move", "move", "move", "note", "take over", "settle")
_LONGEST = 0.6
"""Seconds that a desk lives at most, from what it first acknowledged on."""


@contextmanager
def _opened(home: Path) -> Iterator[File]:
    """Open a desk's file as the program does, with a disk that is waited for."""
    path = home / "office.db"
    engine = open_engine(path, KEY.database)
    reader = open_engine(path, KEY.database, read_only=True)
    try:
        yield File(path, engine, reader, SqlStore(engine, KEY), SqlViews(reader, KEY))
    finally:
        reader.dispose()
        engine.dispose()


# --- a desk ---------------------------------------------------------------------------------------


class _AtWork:
    """A desk in its process: it does something, meets the hub now and then, and tells of it."""

    def __init__(self, file: File, place: int, chance: random.Random, account: int) -> None:
        start = SystemClock().read().wall + timedelta(minutes=_OFFSETS[place])
        self._night = _night(file, start)
        self._file, self._chance, self._account = file, chance, account
        self._own = own(file)
        self._noted = known(file).get(self._own, 0)

    def act(self) -> None:
        """Do one thing, and note what was written by it."""
        desk = self._night.desk
        with suppress(Refused):
            if self._chance.random() < 0.3:
                _meet(self._file, self._night)
            else:
                self._do(desk, self._chance.choice(_VERBS))
        desk.tick()
        self._night.clock.advance(timedelta(seconds=20))
        self._note()

    def _do(self, desk: Desk, verb: str) -> None:
        matters = [uid for (uid,) in self._file.rows("SELECT uid FROM matter ORDER BY uid")]
        if verb == "register" or not matters:
            desk.register(
                MatterForm(Channel.LETTER, "反映欠薪", identity=Identity(name="来访者甲"))
            )
            return
        matter = self._chance.choice(matters)
        match verb:
            case "open":
                desk.register(
                    MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", headcount=12), opening=True
                )
            case "move":
                acts = [row.act for row in possible_acts(desk.life(matter))]
                desk.move(matter, MOVES[self._chance.choice(acts)])
            case "note":
                desk.note(matter, "灯坏了")
            case "take over":
                desk.take_over(matter)
            case "settle":
                for each in desk.life(matter).contests:
                    desk.settle(each.acts[0].uid, "以先到为准")

    def _note(self) -> None:
        for line in written(self._file, self._own, self._noted):
            found = hashlib.sha256(text_of([line])).hexdigest()
            os.write(self._account, f"{line['uid']} {found}\n".encode())
            self._noted = line["dseq"]
        os.fsync(self._account)


def _work(home: Path, place: int, seed: int, telling: int) -> None:
    account = os.open(home.with_suffix(".account"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with _opened(home) as file:
        desk = _AtWork(file, place, random.Random(seed), account)
        while True:
            desk.act()
            os.write(telling, b".")


# --- all of them ----------------------------------------------------------------------------------


def _forked(work: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        with suppress(BaseException):
            work()
            os._exit(0)
        os._exit(1)
    return child


def _lives(homes: list[Path], chance: random.Random, ends_hub: float) -> tuple[int, int]:
    """Let every desk live until it is killed, and the hub, or not; return kills, and acts."""
    desks, acts, began = dict[int, int](), 0, monotonic()
    ends = dict[int, float]()
    for place, home in enumerate(homes):
        ours, theirs = os.pipe()
        seed = chance.getrandbits(32)
        desks[ours] = _forked(lambda h=home, p=place, s=seed, t=theirs: _work(h, p, s, t))  # type: ignore[misc]
        os.close(theirs)
    while desks:
        for end in select.select([*desks], [], [], 0.002)[0]:
            told_of = os.read(end, 100)
            assert told_of, "a desk failed"
            acts += len(told_of)
            ends.setdefault(end, monotonic() + chance.random() * _LONGEST)
        if ends_hub and ends and monotonic() > began + ends_hub:
            kill_server()
            ends_hub = 0
        for end in [each for each, at in ends.items() if monotonic() > at]:
            os.kill(desks[end], signal.SIGKILL)
            assert os.waitstatus_to_exitcode(os.waitpid(desks.pop(end), 0)[1]) == KILLED
            os.close(end)
            del ends[end]
    return len(homes), acts


def all_night(folder: Path, seed: int, count: int, lives: int) -> tuple[int, int, int, int, int]:
    """Let desks work and be killed so often; return kills of desks and of the hub, entries, and in
    how many milliseconds and meetings all came to the same."""
    chance, kills, hub_kills = random.Random(seed), 0, 0
    with new_hub() as hub:
        hub.do("ALTER SYSTEM SET fsync = on")
        hub.do("SELECT pg_reload_conf()")
        homes = homes_of(folder, count)
        for home in homes:
            with _opened(home) as file:
                joining(hub, file)
        for _ in range(lives):
            hub_ends = chance.random() * _LONGEST if chance.random() < 0.2 else 0.0
            kills += _lives(homes, chance, hub_ends)[0]
            if hub_ends:
                hub_kills += 1
                hub.wake()
            if chance.random() < 0.2:
                # What scripts run, also in an office whose clock was set.
                ended = command(chance.choice(homes), chance.randrange(400), "sync")
                assert ended in (0, KILLED)
                kills += ended == KILLED
        began = monotonic()
        meetings = _until_quiet(homes)
        took = int((monotonic() - began) * 1000)
        return kills, hub_kills, _same(hub, homes, folder), took, meetings


def _until_quiet(homes: list[Path]) -> int:
    """Let all desks meet, and look, until none has anything to tell; return how often each met."""
    start, meetings, before = SystemClock().read().wall + timedelta(hours=3), 0, None
    with ExitStack() as closing:
        files = [closing.enter_context(_opened(home)) for home in homes]
        nights = [_night(file, start) for file in files]
        while (standing := [known(file) for file in files]) != before:
            before, meetings = standing, meetings + 2
            for file, night in list(zip(files, nights, strict=True)) * 2:
                assert not _meet(file, night).refused
            for night in nights:
                night.desk.tick()
    return meetings


def _night(file: File, start: datetime) -> Night:
    return Night(store=file.store, start=start, ids=RandomIds(), roster=_NOBODY)


def _meet(file: File, night: Night) -> Taken:
    exchange, desk = exchange_of(file), night.desk
    with at_hub(exchange) as hub:
        meeting = Syncing(hub, exchange)
        taken = meeting.meet(desk.now(), desk.officer, night.ids, desk.note_desks).taken
    desk.look_again()
    return taken


def _same(hub: Hub, homes: list[Path], folder: Path) -> int:
    """Hold that every desk and the hub have all that was acknowledged, once, and the same tables;
    return how many entries that are."""
    alike: dict[str, Any] = {}
    for home in homes:
        with _opened(home) as file:
            alike = alike or told(file)
            assert told(file) == alike
            assert whole(file)
            hashes = _hashes(file)
            assert rebuilt(file, folder) == contents(file.reader)
        account = home.with_suffix(".account").read_text(encoding="ascii").split()
        noted = dict(zip(account[::2], account[1::2], strict=True))
        assert noted.items() <= hashes.items()
    there = {str(uid): found.hex() for _, _, uid, found in lines_at(hub)}
    assert there == hashes
    assert len(hashes) == len(alike["event"])
    assert not hub.rows("SELECT 1 FROM xfc.aside")
    return len(hashes)


def _hashes(file: File) -> dict[str, str]:
    return {
        line["uid"]: hashlib.sha256(text_of([line])).hexdigest()
        for desk in known(file)
        for line in written(file, desk)
    }
