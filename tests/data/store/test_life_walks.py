"""Random lives on an office's file: what the tables say is what the events say, and nothing is late
in silence.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.journal.codec import instant_text
from data.journal.journal import verify_chain
from tests.data.both_stores import hold_alike
from tests.data.files import File, contents, new_file
from tests.data.journal.test_journal import CHAIN_KEY
from tests.data.store.test_rebuild import rebuilt
from tests.lives import FORM, WAYS, Walk
from tests.random_lives import begin, handle, step
from xfconsole.core.facts.of_office import OfficeFounded
from xfconsole.core.facts.of_procedure import DeadlineSet
from xfconsole.core.matter.life import MatterLife
from xfconsole.core.matter.limits import Deadline, deadlines
from xfconsole.core.matter.transitions import TRANSITIONS
from xfconsole.core.words.desk import Purpose
from xfconsole.core.words.procedure import Act, Clock, State

REACHED = {State.REGISTERED, *(to for row in TRANSITIONS.values() for to in row.moves.values())}


def line(file: File) -> dict[str, Any]:
    """Return the ledger's line of the only matter."""
    with file.reader.connect() as connection:
        (found,) = connection.execute("SELECT * FROM matter").mappings()
        return found


def check_line(file: File, life: MatterLife, found: list[Deadline]) -> None:
    """The ledger's line is the fold's, and its day is the nearest duty's."""
    row = line(file)
    assert row["state"] == life.state.value
    assert State(row["state"]) in REACHED | {State.ASSIGNED}
    assert row["holder"] == life.holder
    assert row["finding"] == (life.finding and life.finding.value)
    assert (bool(row["supervised"]), bool(row["urgent"])) == (life.supervised, life.urgent)
    assert bool(row["again"]) is life.again
    assert row["answered_at"] == (life.answered_at and instant_text(life.answered_at))
    # Once overdue and undecided a matter stays marked, unless that turns out never to have been.
    assert bool(row["undecided"]) is any(each.clock is Clock.SHADOW for each in found)
    owed = sorted((d.due_at, d.target, d.clock) for d in found if d.duty and d.met_at is None)
    assert row["due_on"] == (owed[0][1].isoformat() if owed else None)
    assert row["due_clock"] == (owed[0][2].value if owed else None)
    assert file.rows("SELECT name, amount FROM tally WHERE name LIKE 'state:%'") == [
        (f"state:{life.state.value}", 1)
    ]


def check_deadlines(file: File, walk: Walk, found: list[Deadline]) -> None:
    """Every clock that runs has its row with both days, and whoever owes it; and no other."""
    now = instant_text(walk.now())
    rows = file.rows(
        "SELECT clock, anchor, part, who, unit, target_on, rolled_on, due_at, provisional"
        " FROM deadline WHERE met_at IS NULL ORDER BY clock, anchor, part"
    )
    begun = {(each.clock, each.anchor, each.part) for each in walk.facts(DeadlineSet)}
    running = [each for each in found if each.met_at is None and (each.duty or each.key in begun)]
    assert rows == sorted(
        (each.clock.value, each.anchor, each.part, each.who.value, each.unit,
         each.target.isoformat(), each.rolled.isoformat(), instant_text(each.due_at),
         int(each.provisional))
        for each in running
    )  # fmt: skip
    quiet = file.rows("SELECT clock FROM deadline WHERE look_at <= ?", now)
    assert quiet == []
    silent = file.rows(
        "SELECT clock FROM deadline WHERE met_at IS NULL AND due_at <= ? AND prompt IS NULL"
        " AND look_at IS NULL AND clock NOT IN ('object', 'ask_review', 'ask_final')",
        now,
    )
    assert silent == []
    early = file.rows("SELECT clock FROM deadline WHERE what = 'overdue' AND due_at > ?"
                      " AND prompt IS NOT NULL", now)  # fmt: skip
    assert early == []


@pytest.mark.long
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data(), st.sampled_from([Purpose.CLAIM, Purpose.SUGGESTION, None]))
def test_any_life_keeps_its_tables_and_comes_back_equal(
    data: DataObject, purpose: Purpose | None
) -> None:
    with tempfile.TemporaryDirectory() as folder, new_file(Path(folder)) as file:
        file.add(file.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        walk = Walk("2025-11-20 09:00", store=file.store, purpose=purpose)
        walk.desk.adopt_calendar()
        begin(walk, data)
        for _ in range(data.draw(st.integers(1, 8))):
            data.draw(st.sampled_from([step, step, handle]))(walk, data)
            walk.desk.tick()
            life = walk.life()
            found = deadlines(life, walk.desk.rules, walk.now())
            check_line(file, life, found)
            check_deadlines(file, walk, found)
        assert walk.desk.tick().events == ()
        hold_alike(file, walk.now())
        with file.reader.connect() as connection:
            assert verify_chain(connection, CHAIN_KEY) is None
        assert rebuilt(file, Path(folder)) == contents(file.reader)


def test_every_state_is_reached_in_the_file_too(file: File) -> None:
    """The ledger's counts by state go with it, and none is left behind."""
    walk = Walk(store=file.store)
    for state in State:
        walk.number = walk.desk.register(FORM).number
        walk.to(state)
    counted = dict(file.rows("SELECT name, amount FROM tally WHERE name LIKE 'state:%'"))
    assert counted == {f"state:{state.value}": 1 + (state is State.REGISTERED) for state in State}
    assert set(WAYS) == set(State)


def test_an_act_of_every_kind_was_recorded_on_the_way(file: File) -> None:
    walk = Walk(store=file.store).do(Act.MARK_URGENT, Act.REPORT_PHONE, Act.REPORT_WRITTEN)
    assert file.rows("SELECT urgent FROM matter") == [(1,)]
    assert [each.met_by for each in walk.clocks(Clock.URGENT_WRITTEN)] == [Act.REPORT_WRITTEN]
