"""Desks at work, each a process of its own, that meet by a hub and by files; they and it are killed
all night, copied, put back from backups, and kept away for days.

An account outside, a file for each desk, notes what was acknowledged, before anything else happens.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
from collections import Counter
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

from data.exchange.departing import go_on_anew
from data.journal.desks import waiting
from data.store.store import SqlStore, claim_file
from data.vault.vault import officers
from tests.crash.account import Account, hash_of, noted, place, planted
from tests.crash.at_work import (
    ACT,
    CUT,
    DAMAGED,
    FORK,
    REFUSED,
    SECOND,
    AtWork,
    at_once,
    forked,
    meet_last,
    opened,
    work,
)  # fmt: skip
from tests.crash.exchanging import KILLED, command, homes_of, whole
from tests.data.files import KEY, File, contents
from tests.data.hub.office_at_large import FORKED
from tests.data.many_desks import exchange_of, known, own, told, written
from tests.data.parting import contested_in
from tests.data.slotted import FIRST
from tests.data.store.test_rebuild import rebuilt
from tests.hub import Hub, joining, kill_server, lines_at, new_hub
from xfconsole.clock import SystemClock
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import OfficeRestored
from xfconsole.core.words.desk import Uid
from xfconsole.ids import RandomIds

_OFFSETS = (0, 120, -120, 45, -7)
"""Minutes by which the desks' clocks are off."""
_LONGEST = 0.6
"""Seconds that a desk lives at most once it did its share, or the hub once somebody did a thing."""
_AWAY = 10
"""So many lives a desk is away, in which five days pass."""
_MOST_STICKS, _MOST_COPIES = 30, 2


class _Place:
    """A laptop: its folder, how far its clock is off, how much it acknowledged and does before it
    is killed, and whether it is away for so many lives yet."""

    def __init__(self, home: Path, off: int) -> None:
        self.home, self.off, self.acts, self.away = home, timedelta(minutes=off), 0, 0
        self.until = 0


class Night:
    """A night of desks, and what was counted in it."""

    def __init__(self, hub: Hub, folder: Path, seed: int, count: int) -> None:
        self.hub, self.folder, self.chance = hub, folder, random.Random(seed)
        self.counts = Counter[str]()
        # In order of time, as real names are: what a copy is called comes after its desk's.
        homes = homes_of(folder, count, "00{}-desk".format)
        self.desks = [_Place(home, off) for home, off in zip(homes, _OFFSETS, strict=False)]
        self._first, self._days = self.desks[:], timedelta()
        (folder / "sticks").mkdir()
        self._two: list[_Place] = []
        self._told_of_two = False
        self.lost, self.copied = set[Uid](), set[str]()
        self._hub_before = ""
        self._before: _Place | None = None
        for each in self.desks:
            with opened(each.home) as file:
                joining(hub, file)
                Account(each.home, file).note()

    # -- lives ------------------------------------------------------------------------------------

    def go_on(self, acts: int, kills: int) -> None:
        """Let desks live until each of the first ones did so much and so many were killed.

        How much one does in a life is such that both end together.
        """
        happens = [
            *(self._back_up, self._copy, self._back_up_hub, self._leave, self._part),
            *(self._put_back, self._put_hub_back, self._alter),
        ]
        lives = 0
        while min(each.acts for each in self._first) < acts or self.counts["night"] < kills:
            lives += 1
            left = max(1, (kills - self.counts["night"]) // len(self.desks))
            for each in self.desks:
                # Copies only have to part.
                owed = (acts if each in self._first else acts // 4) - each.acts
                each.until = each.acts + self.chance.randrange(2 * max(0, owed) // left + 2)
            self._live(ends_hub=lives % 4 == 0)
            if lives % 2 == 0:
                happens[lives // 2 % len(happens)]()
            if self.chance.random() < 0.2:
                self._sync()
            self._lose_sticks()
        self._part()

    def _live(self, *, ends_hub: bool) -> None:
        """Let every desk live until it is killed, and the hub, or not."""
        desks, ends, cut_at = dict[int, tuple[int, _Place]](), dict[int, float](), monotonic()
        hub_ends = 0.0
        for each in self.desks:
            ours, theirs = os.pipe()
            seed, off = self.chance.getrandbits(32), each.off + self._days
            doing = partial(work, each.home, seed, off, theirs, away=each.away > 0)
            desks[ours] = forked(doing), each
            os.close(theirs)
            each.away = max(0, each.away - 1)
            self._days += timedelta(days=5) if each.away == 1 else timedelta()
        while desks:
            for end in select.select([*desks], [], [], 0.002)[0]:
                at = desks[end][1]
                self._count(at, os.read(end, 1000).decode())
                hub_ends = hub_ends or self._soon()
                if at.acts >= at.until:
                    ends.setdefault(end, self._soon())
            if ends_hub and 0.0 < hub_ends < monotonic():
                kill_server()
                self.counts["hub"] += 1
                hub_ends, ends_hub = inf, False
            if hub_ends < inf and monotonic() > cut_at:
                cut_at = monotonic() + self.chance.random() / 2
                self._cut()
            for end in [each for each, ended in ends.items() if monotonic() > ended]:
                self._kill(end, desks.pop(end)[0])
                del ends[end]
        if hub_ends == inf:
            self.hub.wake()

    def _soon(self) -> float:
        return monotonic() + self.chance.random() * _LONGEST

    def _kill(self, end: int, desk: int) -> None:
        os.kill(desk, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(desk, 0)[1]) == KILLED
        os.close(end)
        self.counts["night"] += 1

    def _count(self, at: _Place, did: str) -> None:
        assert did, "a desk failed"
        each = Counter(did)
        at.acts += each[ACT]
        self._told_of_two |= each[FORK] > 0
        for kind, letter in (("acts", ACT), ("cuts", CUT), ("sticks", DAMAGED)):
            self.counts[kind] += each[letter]

    def _cut(self) -> None:
        """Cut a connection wherever it is, as a cable that is pulled does."""
        found = self.hub.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        self.counts["cuts"] += len(found)

    def _sync(self) -> None:
        """Run the command, as scripts do, killed at some step or not."""
        ended = command(self.chance.choice(self.desks).home, self.chance.randrange(400), "sync")
        assert ended in (0, 1, KILLED)
        assert ended != 1 or self.copied
        self.counts["night"] += ended == KILLED

    def _lose_sticks(self) -> None:
        names = sorted((self.folder / "sticks").iterdir())
        for each in self.chance.sample(names, max(0, len(names) - _MOST_STICKS)):
            each.unlink()
            self.counts["sticks"] += 1

    # -- what happens between lives ---------------------------------------------------------------

    def _leave(self) -> None:
        """Let a desk be away for days."""
        self.chance.choice([e for e in self._first if e not in self._two]).away = _AWAY

    def _back_up_hub(self) -> None:
        self._hub_before = self._hub_before or self.hub.copied()

    def _put_hub_back(self) -> None:
        """Put the hub's backup in its place; what only the hub had is lost."""
        if not self._hub_before:
            return
        here = self._held(self.desks)
        self.lost |= {str(uid) for _, _, uid, _ in lines_at(self.hub)} - here
        self.hub.put_back(self._hub_before)
        self._hub_before = ""
        self.counts["back"] += 1

    def _alter(self) -> None:
        """Let the hub change a byte of what it keeps, and take it back once a desk met it."""
        flip = "UPDATE xfc.batch SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)"
        found = self.hub.rows("SELECT desk, name FROM xfc.batch ORDER BY desk, last")
        # Of two laptops as one desk either may put another batch in its place meanwhile.
        if not self._two and found:
            at, batch = self.chance.choice(self.desks), self.chance.choice(found)
            self.hub.do(f"{flip} WHERE desk = %s AND name = %s", *batch)
            with opened(at.home) as file:
                keys = {each.key for each in AtWork(at.home, file, self._off(at)).meet().refused}
            assert keys <= {"hub.refused.altered", *(FORKED if self.copied else ())}, keys
            # By its name: by then another one may lie in its place.
            self.hub.do(f"{flip} WHERE desk = %s AND name = %s", *batch)
            self.counts["altered"] += "hub.refused.altered" in keys

    def _back_up(self) -> None:
        at = self.chance.choice([each for each in self._first if each not in self._two])
        with opened(at.home) as file:
            # What a copy is told as is not what a backup of it goes on as.
            if own(file) in self.copied:
                return
        shutil.rmtree(self.folder / "backup", ignore_errors=True)
        shutil.copytree(at.home, self.folder / "backup")
        self._before = at

    def _put_back(self) -> None:
        """Put a desk back from its backup, as a new one; what only that laptop had is lost."""
        at, self._before = self._before, None
        if at is None or at in self._two:
            return
        lost = self._held([at])
        shutil.rmtree(at.home)
        shutil.copytree(self.folder / "backup", at.home)
        now, ids = self._now(at), RandomIds()
        with opened(at.home) as file:
            claim_file(file.engine, file.store.office, ids.new(now))
            store, fact = SqlStore(file.engine, KEY), OfficeRestored(now, 1, "0" * 15)
            with store.begin() as tx:
                tx.append([Event(ids.new(now), store.office, now, now, FIRST, fact)])
            file.store = SqlStore(file.engine, KEY)
            exchange_of(file).cut(now, FIRST, ids, SECOND)
        there = {str(uid) for _, _, uid, _ in lines_at(self.hub)}
        self.lost |= lost - self._held(self.desks) - there
        self.counts["back"] += 1

    def _copy(self) -> None:
        """Copy a laptop; both go on."""
        if self._two or len(self.desks) == len(self._first) + _MOST_COPIES:
            return
        at = self.chance.choice(self._first)
        if at is self._before:
            self._before = None
        with opened(at.home) as file:
            self.copied.add(own(file))
        copy = _Place(self.folder / f"copy{len(self.desks)}", 7)
        shutil.copytree(at.home, copy.home)
        shutil.copy(place(at.home), place(copy.home))
        self.desks.append(copy)
        self._two, self._told_of_two = [at, copy], False

    def _part(self) -> None:
        """Let one of two laptops that wrote as one desk take a name of its own."""
        if not self._two:
            return
        stays, goes = self.chance.sample(self._two, 2)
        for each in (stays, goes):
            with opened(each.home) as file:
                desk = AtWork(each.home, file, self._off(each))
                desk.desk.note(self.hub_matter(file), "灯坏了")
                self._told_of_two |= bool(desk.meet().refused)
        with opened(stays.home) as file:
            found = AtWork(stays.home, file, self._off(stays)).written(whole=True)
        with opened(goes.home) as file:
            by = FIRST, SECOND
            go_on_anew(
                file.store, BytesIO(found), KEY, self._now(goes), by, RandomIds(), goes_on=False
            )
            file.store = SqlStore(file.engine, KEY)
            joining(self.hub, file)
        # A hub put back to before that would not know its login.
        self._hub_before = ""
        self.counts["forks"] += self._told_of_two
        self._two = []

    def hub_matter(self, file: File) -> Uid:
        """Return a matter that both of two laptops have."""
        return str(file.rows("SELECT uid FROM matter ORDER BY uid LIMIT 1")[0][0])

    def _off(self, at: _Place) -> timedelta:
        return at.off + self._days

    def _now(self, at: _Place) -> datetime:
        return SystemClock().read().wall + self._off(at)

    def _held(self, at: list[_Place]) -> set[Uid]:
        """Return the entries that desks have."""
        found = set[Uid]()
        for each in at:
            with opened(each.home) as file:
                found |= {uid for (uid,) in file.rows("SELECT uid FROM event")}
        return found

    # -- afterwards -------------------------------------------------------------------------------

    def until_quiet(self) -> int:
        """Let all desks meet at once until none has anything to tell; return how often they did."""
        # By then what was approved to be erased is: nobody can cancel it any more.
        start = SystemClock().read().wall + self._days + timedelta(days=5)
        for number in range(20):
            before = self._standing()
            ended = at_once([partial(meet_last, each.home, start) for each in self.desks])
            assert {*ended} <= {0, REFUSED}
            if self._standing() == before:
                assert {*ended} == {0}
                return number
        raise AssertionError("it never came to an end")

    def _standing(self) -> list[dict[str, int]]:
        with ExitStack() as closing:
            return [known(closing.enter_context(opened(each.home))) for each in self.desks]

    def hold(self) -> None:
        """Hold that every desk and the hub have all that was acknowledged, once, and the same."""
        accounts = [each for at in self.desks for each in noted(at.home)]
        alike, keys, slots = dict[str, Any](), list[Any](), {*officers(self.desks[0].home)}
        for each in self.desks:
            with opened(each.home) as file:
                alike, keys = alike or told(file), keys or _keys(file)
                assert told(file) == alike
                assert _keys(file) == keys
                assert whole(file)
                with file.reader.connect() as connection:
                    assert not waiting(connection, file.store.office)
                assert rebuilt(file, self.folder) == contents(file.reader)
                sides = contested_in(file)
                hashes = {line["uid"]: hash_of(line) for line in _lines(file)}
                forks = {desk for (desk,) in file.rows(_FORKS)}
                ((self.counts["erased"],),) = file.rows(_ERASED)
                self.counts["barred"] = len(file.rows(_BARRED))
            assert {*officers(each.home)} == slots
        missing = {each["uid"]: each["hash"] for each in accounts}.items() - hashes.items()
        assert {uid for uid, _ in missing} <= self.lost
        assert {str(uid): found.hex() for _, _, uid, found in lines_at(self.hub)} == hashes
        assert len(hashes) == len(alike["event"])
        assert sides == planted(accounts, hashes)
        assert forks <= self.copied
        # One that was copied twice is told of by the same name.
        assert self.counts["forks"] == len(self.desks) - len(self._first)
        for kind, found in (("entries", hashes), ("sides", sides), ("lost", missing)):
            self.counts[kind] = len(found)


_FORKS = "SELECT DISTINCT body ->> '$.desk' FROM event WHERE kind = 'desk.forked'"
_ERASED = "SELECT count(*) FROM event WHERE kind = 'identity.erased'"
_BARRED = "SELECT 1 FROM event WHERE kind IN ('party.barred', 'officer.revoked')"


def _keys(file: File) -> list[Any]:
    return file.rows("SELECT * FROM matter_key ORDER BY 1")


def _lines(file: File) -> list[dict[str, Any]]:
    return [line for desk in known(file) for line in written(file, desk)]


def all_night(folder: Path, seed: int, count: int, acts: int, kills: int) -> dict[str, int]:
    """Let desks work and be killed until each did so much; return what was counted."""
    with new_hub() as hub:
        hub.do("ALTER SYSTEM SET fsync = on")
        hub.do("SELECT pg_reload_conf()")
        began = monotonic()
        night = Night(hub, folder, seed, count)
        night.go_on(acts, kills)
        ended = monotonic()
        night.counts["meetings"] = night.until_quiet()
        night.counts["quiet"] = int((monotonic() - ended) * 1000)
        night.counts["seconds"] = int(ended - began)
        night.hold()
        return dict(night.counts)
