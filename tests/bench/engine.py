"""How long the engine takes: a look at the clock over a long night, a drill of 10,000 steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from data.file.engine import open_engine
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.vault.vault import DataKey
from tests.bench.figure import Figure, interleaved
from tests.desks import OFFICER, START, Night
from xfconsole.commands.drill import run_file
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.drill.run import DrillIds

INCIDENTS, EVENTS, HOURS = 50, 200_000, 12
LESS = 100
"""So many times fewer events lie in the office beside which a look at the clock is measured."""
TICK_GROWTH, DRILL_GROWTH = 1.5, 11
"""So many times as long may the larger side take; a drill has ten times as many steps."""
SECONDS_A_STEP = 3
SECOND = timedelta(seconds=1)
_LOOKS, _DUE = 60, 9
"""So many looks at the clock make a round."""


def engine(rounds: int, steps: int) -> list[Figure]:
    """Return the figures of the engine. The larger of the two drills has so many steps."""
    with TemporaryDirectory(prefix="xfconsole-bench-") as folder:
        long = long_night(Path(folder) / "long.db", INCIDENTS, EVENTS)
        short = long_night(Path(folder) / "short.db", INCIDENTS, EVENTS // LESS)
        busy = f"{INCIDENTS} live incidents, {EVENTS:,} events beside {EVENTS // LESS:,}"
        quiet = interleaved(rounds, lambda: quiet_ticks(long), lambda: quiet_ticks(short))
        due = interleaved(rounds, lambda: due_tick(long), lambda: due_tick(short))
        hours = long_hours(INCIDENTS, HOURS, rounds)
        path = Path(folder) / "long.toml"
        drills = interleaved(
            rounds,
            lambda: drill(path, steps, INCIDENTS),
            lambda: drill(path, steps // 10, INCIDENTS),
        )
        return [
            Figure.of(f"tick, nothing due, {busy}", quiet, TICK_GROWTH),
            Figure.of(f"tick, one prompt due, {busy}", due, TICK_GROWTH),
            Figure.of(f"tick, hour {HOURS} beside hour 2, {INCIDENTS} live", hours, TICK_GROWTH),
            Figure.of(
                f"drill, {steps:,} steps beside a tenth of them, {INCIDENTS} incidents",
                drills,
                DRILL_GROWTH,
            ),
        ]


def long_night(path: Path, incidents: int, events: int) -> Night:
    """Return a desk, just started, on a file with so many live incidents and events."""
    key = DataKey(bytes(range(32)))
    database = open_engine(path, key.database)
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


def quiet_ticks(night: Night) -> float:
    """Return the seconds that a look takes at which nothing is due, the mean of a minute of them.

    Every tenth writes down that the desk was awake.
    """
    return sum(_look(night) for _ in range(_LOOKS)) / _LOOKS


def due_tick(night: Night) -> float:
    """Return the seconds of a look at which a prompt that was put off has just fallen due again.

    They include the transaction on disk; the median of some looks.
    """
    looks = []
    for _ in range(_DUE):
        _put_off(night)
        due = night.desk.next_change()
        assert due is not None
        night.clock.advance(due - night.now() - SECOND)
        night.desk.note_awake()
        looks.append(_look(night))
    return median(looks)


def long_hours(incidents: int, hours: int, rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds that a look takes, once a second, in parts of the last hour and of hour 2.

    Each minute a prompt is put off for another, so that one falls due; what the first hour asks
    for is left out. The journal is in memory.
    """
    night, parts = Night(), []
    for _ in range(incidents):
        night.open(33)
    for _ in range(hours * rounds):
        looks = []
        for second in range(3600 // rounds):
            if second % 60 == 0:
                _put_off(night)
            looks.append(_look(night))
        parts.append(sum(looks) / len(looks))
    return parts[-rounds:], parts[rounds : 2 * rounds]


def _put_off(night: Night) -> None:
    """Put the prompt off for a minute that stands longest without a rest."""
    prompt = min(night.desk.situation().prompts, key=lambda each: each.prompt.due)
    night.desk.snooze(prompt.uid, 1, "正在开会")


def _look(night: Night) -> float:
    night.clock.advance(SECOND)
    start = perf_counter()
    night.desk.tick()
    return perf_counter() - start


def drill(path: Path, steps: int, incidents: int) -> float:
    """Return the seconds that a drill of so many steps takes from its file to its last line."""
    path.write_text(long_drill(steps, incidents), encoding="utf-8")
    start = perf_counter()
    for _ in run_file(path, as_json=True):
        pass
    return perf_counter() - start


def long_drill(steps: int, incidents: int) -> str:
    """Return a drill in which incidents open one after the other and everything happens to them."""
    lines = ['title = "a long night"', "start = 2026-02-20T02:00:00+08:00"]
    lines.append(f'until = "+{steps * SECONDS_A_STEP + 2400}s"')
    for number in range(steps):
        values = _step(number, incidents)
        fields = "\n".join(f"{name} = {value}" for name, value in values.items())
        lines.append(f'[[step]]\nat = "+{number * SECONDS_A_STEP}s"\n{fields}')
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
