"""Desks that meet by a hub in processes of their own, killed before any step; and the hub too."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg

from data.hub.joined import join
from tests.crash.exchanging import KILLED, OFFICE, begun, killed, note, opened, whole
from tests.data.files import Uids
from tests.data.many_desks import exchange_of, told
from tests.hub import Hub, joining, kill_server, lines_at, met, new_hub
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.words.refusal import Refused

_WHAT = ("note", "note", "meet", *["desk"] * 5, "hub")
AWAY = 3
"""How a process ends that the hub did not answer."""


def meet(path: Path) -> None:
    """Let a desk meet its hub, as a command does."""
    with opened(path) as file:
        try:
            met(file)
        except Refused as refused:
            os._exit(AWAY if refused.key == "hub.refused.away" else 1)


def interrupted(work: Callable[[], object], step: int, do: Callable[[], object]) -> int:
    """Do something in a process in which something else happens before a step, a statement to the
    hub being one too; return how it ended."""

    def prepared() -> None:
        _before_statement(step, do)
        work()

    return killed(prepared, 10_000)


def _before_statement(step: int, do: Callable[[], object]) -> None:
    steps, execute = count(), psycopg.Connection.execute

    def call(*values: Any, **named: Any) -> Any:
        if next(steps) == step:
            do()
        return execute(*values, **named)

    psycopg.Connection.execute = call  # type: ignore[method-assign]


def die() -> None:
    """End this process as a kill does."""
    os.kill(os.getpid(), signal.SIGKILL)


def at_every_step(folder: Path, stride: int) -> int:
    """Kill a desk that joins, and one that meets, before each of their steps, or every so manieth;
    return how often."""
    with new_hub() as hub:
        first, second = begun(folder / "a.db", "a-desk"), begun(folder / "b.db", "b-desk")
        with opened(first, Uids(1000)) as file:
            file.add(OFFICE, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        with opened(second) as file:
            joining(hub, file)
        invitation = hub.invite()
        kills = _until_done(lambda _: partial(_join, first, invitation), stride)
        for path, other in ((first, second), (second, first)):
            kills += _until_done(partial(_met, path, other), stride)
        for path in (first, second, first):
            meet(path)
        _same(hub, [first, second], set())
    return kills


def _met(path: Path, other: Path, step: int) -> Callable[[], object]:
    """Let both desks write something, the other one meet the hub, and return what meets it next."""
    for number, each in enumerate((path, other)):
        uids = Uids(10_000 * (step + 1) + 5000 * number + 10**7 * ord(path.stem))
        note(each, uids, f"{path.stem} {step} {number}")
    meet(other)
    return partial(meet, path)


def _join(path: Path, invitation: str) -> None:
    with opened(path) as file:
        if not file.rows("SELECT 1 FROM hub"):
            join(exchange_of(file), invitation)


def _until_done(begin: Callable[[int], Callable[[], object]], stride: int) -> int:
    """Kill something before its first step, its second, and so on; return how often.

    Steps are what it asks of the file and the disk, then what it asks of the hub.
    """
    kills, serials = 0, count()
    for kill in (killed, lambda work, step: interrupted(work, step, die)):
        for step in count(step=stride):
            code = kill(begin(next(serials)), step)
            if code != KILLED:
                assert code == 0
                break
            kills += 1
    return kills


def at_random(folder: Path, seed: int, desks: int, acts: int) -> tuple[int, int, int]:
    """Let desks write and meet, they and the hub killed at random; return kills of both and lines.

    Afterwards each line that was acknowledged is everywhere, once and as it was written.
    """
    chance, kills, hub_kills, noted = random.Random(seed), 0, 0, set[str]()
    with new_hub() as hub:
        paths = [
            begun(folder / f"{'abcde'[number]}.db", f"{number}-desk") for number in range(desks)
        ]
        with opened(paths[0], Uids(1000)) as file:
            file.add(OFFICE, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        for path in paths:
            with opened(path) as file:
                joining(hub, file)
        for act in range(acts):
            path, what = chance.choice(paths), chance.choice(_WHAT)
            step, after = chance.randrange(7), chance.random() / 200
            code, work = 0, partial(meet, path)
            if what == "note":
                note(path, Uids(10_000 * (act + 1)), str(act))
                noted.add(str(act))
            elif what == "hub":
                code = interrupted(
                    work, step, chance.choice([kill_server, Timer(after, kill_server).start])
                )
                hub.wake()
            else:
                code = interrupted(work, step if what == "desk" else 999, die)
            assert code in (0, AWAY if what == "hub" else KILLED)
            # Killed at the latest once the desk is through.
            kills, hub_kills = kills + (code == KILLED), hub_kills + (what == "hub")
        for path in paths * 2:
            with opened(path) as file:
                assert not met(file).taken.refused
        total = _same(hub, paths, noted)
    return kills, hub_kills, total


def _same(hub: Hub, paths: list[Path], noted: set[str]) -> int:
    with opened(paths[0]) as first:
        held = told(first)
        texts = first.rows("SELECT body ->> '$.text' FROM event WHERE kind = 'note.added'")
        assert noted <= {text for (text,) in texts}
    for path in paths:
        with opened(path) as file:
            assert told(file) == held
            assert whole(file)
    assert [each[:2] for each in lines_at(hub)] == [each[:2] for each in held["event"]]
    assert not hub.rows("SELECT 1 FROM xfc.aside")
    return len(held["event"])
