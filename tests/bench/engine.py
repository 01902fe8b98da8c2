"""How long the engine takes: a look at the clock over a long night, a drill of 10,000 steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from data.file.engine import open_engine
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.vault.vault import DataKey
from tests.bench.figure import Figure
from tests.desks import OFFICER, START, Night
from xfconsole.commands.drill import run_file
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.drill.run import DrillIds

INCIDENTS, EVENTS, STEPS = 50, 200_000, 10_000
TICK_LIMIT = 0.010
"""Seconds."""
DRILL_GROWTH = 11
"""So many times as long may a drill of ten times as many steps take."""


def engine(rounds: int) -> list[Figure]:
    """Return the figures of the engine."""
    with TemporaryDirectory(prefix="xfconsole-bench-") as folder:
        night = long_night(Path(folder), INCIDENTS, EVENTS)
        busy = f"{INCIDENTS} live incidents, {EVENTS:,} events"
        return [
            Figure(f"tick, nothing due, {busy}", quiet_ticks(night, rounds), limit=TICK_LIMIT),
            Figure(f"tick, one prompt due, {busy}", due_ticks(night, rounds), limit=TICK_LIMIT),
            Figure(
                f"drill, {STEPS:,} steps beside a tenth of them, {INCIDENTS} incidents",
                drills(Path(folder), rounds, STEPS, INCIDENTS),
                drills(Path(folder), rounds, STEPS // 10, INCIDENTS),
                DRILL_GROWTH,
            ),
        ]


def long_night(folder: Path, incidents: int, events: int) -> Night:
    """Return a desk, just started, on a file with so many live incidents and events."""
    key = DataKey(bytes(range(32)))
    database = open_engine(folder / "office.db", key.database)
    migrate(database)
    ids = DrillIds()
    claim_file(database, ids.new(START), ids.new(START))
    night = Night(store=SqlStore(database, key))
    opened = [night.open(33).incident for _ in range(incidents)]
    with night.store.begin() as tx:
        for place, uid in enumerate(opened):
            there = len(tx.events_of(uid))
            tx.append(list(_notes(night, uid, place, events // incidents - there)))
    night.desk = night.new_desk()
    night.desk.tick()
    return night


def _notes(night: Night, uid: str, place: int, count: int) -> Iterator[Event]:
    for number in range(count):
        note = NoteAdded(f"第{place}现场第{number}条记事：已安排座位和饮水")
        yield Event(night.ids.new(START), uid, START, START, OFFICER, note)


def quiet_ticks(night: Night, rounds: int) -> list[float]:
    """Return the seconds of looks at the clock, a second apart, at which nothing is due."""
    found = []
    for _ in range(rounds):
        night.clock.advance(timedelta(seconds=1))
        found.append(_tick(night))
    return found


def due_ticks(night: Night, rounds: int) -> list[float]:
    """Return the seconds of looks at which one incident's prompt has just fallen due and is kept.

    Each includes the transaction on disk.
    """
    found = []
    incidents = [view.uid for view in night.desk.situation().incidents]
    for uid in incidents[:rounds]:
        night.incident = uid
        night.ring("unit_head", "no_answer")
        night.clock.advance(timedelta(seconds=1))
        night.desk.tick()
    for _ in range(rounds):
        due = night.desk.next_change()
        assert due is not None
        night.clock.advance(due - night.now())
        night.desk.note_awake()
        found.append(_tick(night))
    return found


def _tick(night: Night) -> float:
    start = perf_counter()
    night.desk.tick()
    return perf_counter() - start


def drills(folder: Path, rounds: int, steps: int, incidents: int) -> list[float]:
    """Return the seconds that a drill of so many steps takes from its file to its last line."""
    path = folder / "long.toml"
    path.write_text(long_drill(steps, incidents), encoding="utf-8")
    return [_run(path) for _ in range(rounds)]


def _run(path: Path) -> float:
    start = perf_counter()
    for _ in run_file(path, as_json=True):
        pass
    return perf_counter() - start


def long_drill(steps: int, incidents: int) -> str:
    """Return a drill in which incidents open one after the other and everything happens to them."""
    lines = ['title = "a long night"', "start = 2026-02-20T02:00:00+08:00", 'until = "+9h"']
    for number in range(steps):
        values = _step(number, incidents)
        fields = "\n".join(f"{name} = {value}" for name, value in values.items())
        lines.append(f'[[step]]\nat = "+{number * 3}s"\n{fields}')
    return "\n".join(lines) + "\n"


def _step(number: int, incidents: int) -> dict[str, str]:
    name = f'"I{number % incidents}"'
    if number < incidents:
        return {"do": '"open"', "incident": name, "headcount": str(5 + number)}
    round_ = number // incidents
    post = ("unit_head", "township_head", "receptionist")[round_ % 3]
    ring = {"do": '"ring"', "incident": name, "post": f'"{post}"'}
    return (
        {**ring, "outcome": '"no_answer"'},
        {"do": '"note"', "incident": name, "text": f'"第{number}条"'},
        {"do": '"count"', "incident": name, "value": str(5 + number % 120)},
        {**ring, "outcome": '"answered"', "eta": '"+15m"'},
        {"do": '"note"', "incident": name, "text": '"群众代表五人已入座"'},
    )[round_ % 5]
