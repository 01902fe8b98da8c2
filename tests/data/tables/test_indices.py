"""Every index is asked for by something, and a desk at work reads no table whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from data.exchange.kept import pinned
from data.journal.departures import departures
from data.journal.journal import all_events
from data.ledger import walk
from data.ledger.indexer import Indexer
from data.ledger.views import SqlViews
from data.store.store import SqlStore, claim_file
from tests.data.both_stores import answers
from tests.data.files import KEY, NIGHT, File
from tests.data.ledger.test_ledger_plans import asked, filled
from tests.desks import ZONE, Night, three_days
from tests.withheld import NUMBER, OFFICER, accused, told_all
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import ShiftStarted
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.ledger.terms import LedgerQuery
from xfconsole.ui.words.closed_lists import ledger_names

NOW = datetime(2026, 2, 20, 2, 0, tzinfo=ZONE)
FILTERS = (
    *("", "open", "unit:局", "topic:梧桐", "township:梧桐", "officer:李敏", "channel:letter"),
    *("import:某", "no:1", "overdue", "due:today", "due<3d unit:局", "received>2d", "梧桐"),
    *("past", "undecided", "supervised", "urgent"),
)
_QUERIES = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")
_SELDOM = ("SELECT DISTINCT matter FROM deadline", "SELECT text FROM policy_pack")
"""When holidays are published, and where an office's own policy can't be read."""


def plans(file: File, look: Callable[[], object]) -> list[tuple[str, list[str]]]:
    """Return the statements that an act puts to the file, each with the steps of its plan."""
    found = {" ".join(said.split()): values for said, values in asked(file, look)}
    with file.reader.connect() as connection:
        return [
            (
                said,
                [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {said}", values)],
            )
            for said, values in found.items()
            if said.startswith(_QUERIES)
        ]


def told(file: File) -> Night:
    """Return a night that has told all there is to tell about a matter, and is accused in it."""
    night = Night(store=file.store, roster=three_days())
    night.incident = told_all(night.desk)
    filled(file, 20)
    accused(night.desk)
    return night


def watched(file: File, night: Night, events: Sequence[Event]) -> None:
    """Ask the store all that a desk asks about these events."""
    with file.store.begin() as tx:
        answers(tx, events, night.now())
        tx.erasures_under_way()
        departures(tx.connection)
        pinned(tx.connection, "a desk")
    night.desk.tick()
    claim_file(file.engine, file.store.office, "another desk")
    with SqlStore(file.engine, KEY).begin() as tx:
        tx.append([file.event(file.store.office, ShiftStarted())])


def journaled(file: File) -> list[Event]:
    """Return the journal's events."""
    with file.reader.connect() as connection:
        return list(all_events(connection))


def looked_up(file: File, matter: str) -> None:
    """Look up all that screens and commands look up, as an officer who is barred from a matter."""
    views = SqlViews(file.reader, KEY, OFFICER)
    for text in FILTERS:
        for sort in Sort:
            views.matters(Listing(NOW, parse(text, ledger_names()), sort), limit=3)
    views.matter(NUMBER)
    views.quick_count(LedgerQuery(()))
    views.search("梧桐")
    views.similar("梧桐新村拆迁")
    list(views.iter_matters())
    views.log(since=NIGHT, until=NOW)
    views.readings_to_review()
    views.linked_matters(matter)
    views.incidents_of(matter)
    views.units()
    views.matter_on_receipt("2026-000001", "K7M4X9QWTR")
    list(views.timeliness_rows(ZONE, NOW, unit="城管局"))
    views.received(matter)
    list(views.received_between(NIGHT, NOW))


def test_every_index_is_asked_for_by_something(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    def everything() -> None:
        night = told(file)
        watched(file, night, journaled(file))
        looked_up(file, night.incident)
        # With so many matters that no term leaves few of them.
        monkeypatch.setattr(walk, "FEW", -1)
        looked_up(file, night.incident)
        Indexer(file.engine).step()

    steps = "\n".join(step for _, plan in plans(file, everything) for step in plan)
    # Those of keys have no statement: they hold that nothing is there twice.
    made = file.rows("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql <> ''")
    assert len(made) > 30
    assert {name for (name,) in made} - set(re.findall(r"INDEX (\w+)", steps)) == set()


def test_a_desk_at_work_reads_no_table_whole(file: File) -> None:
    night = told(file)
    events = journaled(file)
    indices = file.rows(
        "SELECT i.name, i.partial FROM pragma_table_list t, pragma_index_list(t.name) i"
    )
    partial = {name for name, is_partial in indices if is_partial}
    for said, plan in plans(file, lambda: watched(file, night, events)):
        for step in plan:
            of_a_desk = re.match(r"SEARCH event USING INDEX (\w+) \(desk=\?\)$", step)
            assert not of_a_desk or of_a_desk[1] in partial, said
            whole = re.match(r"SCAN (?:matter|event|deadline|incident|request)\b", step)
            index = re.search(r"INDEX (\w+)", step)
            if whole and not said.startswith(_SELDOM):
                assert index, said
                assert index[1] in partial, said


def test_units_are_listed_without_a_look_at_every_matter(file: File) -> None:
    filled(file, 20)
    steps = [step for _, plan in plans(file, file.views.units) for step in plan]
    assert [step for step in steps if step.startswith("SCAN matter")] == [
        "SCAN matter USING INDEX matter_ledger"
    ]
