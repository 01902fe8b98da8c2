"""How long a look at the clock takes when one matter's due work comes up among many open dates."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from time import perf_counter

from data.file.connection import Engine
from data.file.engine import open_engine
from data.store.store import SqlStore, claim_file
from data.tables.migrations import migrate
from data.vault.vault import DataKey
from tests.bench.figure import Figure, interleaved
from tests.desks import START, Night
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, PromptKind, Purpose
from xfconsole.drill.run import DrillIds

LESS = 100
"""So many times fewer dates are open in the office beside which a look is measured."""
GROWTH = 1.5
"""So many times as long may a look take among all of them."""
LONG_AGO = timedelta(days=16)
"""Received then, a letter is overdue tonight."""
_OPEN = """
    WITH RECURSIVE place (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < ?1)
    INSERT INTO deadline (matter, clock, anchor, part, who, unit, measure, days, started_on,
      target_on, rolled_on, due_at, provisional, look_at)
    SELECT printf('%036d', n), 'decide', printf('%036d', n), 0, 'unit', '住建局', 'calendar', 60,
      '2026-02-19', '2027-04-20', '2027-04-20', '2027-04-20T16:00:00.000000Z', 0,
      '2027-04-16T16:00:00.000000Z'
    FROM place
"""


def dated(folder: Path, rounds: int, dates: int) -> Figure:
    """Return the seconds of looks at which the one matter that is due has just come back.

    Each includes the transaction on disk, and what the screens are given to show. So many other
    dates are open in the same file, none of them near; in the file beside it are fewer.
    """
    folder.mkdir()
    many, few = (_office(folder / f"{open_}.db", open_) for open_ in (dates, dates // LESS))
    found = interleaved(rounds, lambda: _look(many), lambda: _look(few))
    what = f"tick, due work on one matter, {dates:,} open dates beside {dates // LESS:,}"
    return Figure.of(what, found, GROWTH)


def _office(path: Path, dates: int) -> Night:
    """Return a desk on a file with so many open dates and one matter that is overdue."""
    key = DataKey(bytes(range(32)))
    database = open_engine(path, key.database)
    migrate(database)
    ids = DrillIds()
    claim_file(database, ids.new(START), ids.new(START))
    _fill(database, dates)
    night = Night(store=SqlStore(database, key))
    form = MatterForm(
        Channel.LETTER,
        "小区停水无人答复",
        purpose=Purpose.CLAIM,
        received_at=night.now() - LONG_AGO,
        second="何静",
    )
    night.desk.register(form)
    return night


def _fill(database: Engine, dates: int) -> None:
    with database.begin() as connection:
        connection.execute(_OPEN, (dates,))


def _look(night: Night) -> float:
    [view] = night.desk.situation().duties
    assert view.duty.what is PromptKind.OVERDUE
    night.desk.snooze(view.uid, 1, "正在开会")
    night.clock.advance(timedelta(minutes=1))
    night.desk.note_awake()
    start = perf_counter()
    night.desk.tick()
    shown = night.desk.situation().duties
    taken = perf_counter() - start
    assert [each.duty.matter for each in shown] == [view.duty.matter]
    return taken
