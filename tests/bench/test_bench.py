"""The bench runs: one tiny round of every part. Whether a figure is kept is for ``make bench``."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.file.engine import open_engine
from data.ledger.indexer import Indexer
from tests.bench.bulk import KEY
from tests.bench.commands import commands
from tests.bench.dated import dated
from tests.bench.engine import drill, due_tick, long_hours, long_night, quiet_ticks
from tests.bench.figure import Figure, interleaved, percentile
from tests.bench.idle import idle
from tests.bench.offices import copied, fill, gather, new_office, opened
from tests.bench.probe import bare, fresh_keys, running
from tests.bench.raw import raw_office
from tests.bench.reported import REPORTS, reported
from tests.bench.resting import MEMORY
from tests.bench.searching import build, searching
from tests.bench.storing import drafts, importing, registering
from tests.bench.syncing import syncing
from tests.bench.table import cells, markdown, plain


def test_both_sides_of_storage_hold_the_same_rows(tmp_path: Path) -> None:
    with new_office(tmp_path / "office") as served:
        fill(served, 5)
        gather(served, 2)
    copy = copied(tmp_path / "office", tmp_path / "copy")
    with opened(tmp_path / "office") as served, raw_office(served.office, copy) as beside:
        served.do(lambda desk: desk.tick())
        beside.store(beside.take())
        found = [
            registering(served, beside, 1, 3),
            importing(served, beside, tmp_path, 1, 4),
            drafts(served, beside, 1, 2),
        ]
        served.do(lambda desk: desk.tick())
        beside.store(beside.take())
        ours, bare = beside.rows()
        assert bare == ours
        assert len(ours["matter"]) == 5 + 2 + 3 + 4
        assert ours["deadline"], "what is registered now has its dates"
    assert [len(each.ours) for each in found] == [1, 1, 1]
    assert all(each.ours[0] > 0 for each in found)


def test_due_work_that_comes_back_is_timed_among_dates_that_are_far(tmp_path: Path) -> None:
    found = dated(tmp_path / "dated", 2, 5)
    assert len(found.ours) == 2
    assert all(each > 0 for each in found.ours)


def test_looks_at_the_clock_are_timed_over_hours_and_drills_by_their_steps(tmp_path: Path) -> None:
    night = long_night(tmp_path / "office.db", 2, 100)
    assert night.desk.situation().prompts
    assert quiet_ticks(night) > 0
    assert due_tick(night) > 0
    last, first = long_hours(1, 2, 60)
    assert len(last) == len(first) == 60
    assert drill(tmp_path / "drill.toml", 30, 2) > 0


def test_every_kind_of_search_is_timed_over_its_register(tmp_path: Path) -> None:
    found = searching(tmp_path / "office", 60, 1)
    assert len(found) == 13
    assert all(each.ours[0] > 0 for each in found)
    assert [each.limit for each in found[:2]] == [None, 2]
    assert all(raw > 0 for each in found for raw in each.bare)


def test_the_searched_register_is_what_the_indexer_makes(tmp_path: Path) -> None:
    build(tmp_path / "office.db", 60)
    engine = open_engine(tmp_path / "office.db", KEY.database)
    rows = "SELECT docid, matter, received_at, seq FROM search_doc ORDER BY docid"

    def index() -> tuple[list[object], list[object]]:
        with engine.connect() as connection:
            connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms "
                "USING fts5vocab(main, search_index, row)"
            )
            terms = "SELECT term, doc FROM temp.terms"
            return list(connection.execute(rows)), list(connection.execute(terms))

    ours = index()
    indexer = Indexer(engine)
    assert indexer.waiting() == 0
    indexer.clear()
    while indexer.step(7):
        pass
    assert index() == ours
    engine.dispose()


def test_the_probe_sees_the_first_paint_an_echo_and_what_it_cost() -> None:
    with running(bare("input")) as probe:
        assert probe.first_paint() > 0
        before = probe.processor_time()
        assert probe.echo(fresh_keys(1)[0]) > 0
        assert probe.processor_time() > before > 0


def test_an_idle_console_stands_beside_a_clock(tmp_path: Path) -> None:
    found = idle(tmp_path / "office", 1, 1.1)
    assert found.ours[0] > 0
    assert found.bare[0] > 0


def test_a_command_is_timed_to_its_first_line(tmp_path: Path) -> None:
    with new_office(tmp_path / "office") as served:
        fill(served, 1)
    (found,) = commands(tmp_path / "office", 1, "1 matter", only=("roster",))
    assert found.ours[0] > found.bare[0] > 0


def test_reports_are_timed_and_their_memory_stands_beside_that_of_a_few_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.bench.reported.FEW", 5)
    monkeypatch.delitem(REPORTS, "daily")
    found = reported(tmp_path / "reported", 1, 20)
    assert all(each.ours[0] > 0 for each in found)
    assert [each.limit for each in found if each.limit != MEMORY] == [10]


def test_sides_take_turns_and_each_round_meets_one_machine() -> None:
    said: list[str] = []

    def side(name: str, value: float) -> float:
        said.append(name)
        return value

    found = interleaved(2, lambda: side("ours", 2.0), lambda: side("bare", 1.0))
    assert found == [[2.0, 2.0], [1.0, 1.0]]
    assert said == ["bare", "ours", "ours", "bare"]


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (
            Figure("echo", [0.003, 0.002, 0.004], [0.002, 0.002, 0.002], 1.25),
            ("3.00 (2.00–4.00) ms", "2.00 ms", "1.50 (1.00–2.00)", "1.25", "missed"),
        ),
        (Figure("tick", [0.004], limit=0.01), ("4.00 ms", "–", "–", "10 ms", "ok")),
        (Figure("drill", [3.0]), ("3.0 s", "–", "–", "–", "")),
        (
            Figure("memory", [80.0], [70.0], 1.3, unit="MB"),
            ("80 MB", "70 MB", "1.14", "1.3", "ok"),
        ),
    ],
)
def test_a_row_says_both_sides_the_ratio_and_whether_it_is_kept(
    figure: Figure, shown: tuple[str, ...]
) -> None:
    assert cells(figure)[1:] == shown
    assert figure.what in plain([figure])
    assert f"| {shown[0]} |" in markdown([figure])


def test_the_slowest_of_a_hundred_is_the_ninety_ninth() -> None:
    assert percentile([float(each) for each in range(100)], 0.99) == 99
    assert percentile([float(each) for each in range(100)], 0.5) == 50


def test_a_hub_is_filled_emptied_and_read_with_both_sides_alike(tmp_path: Path) -> None:
    found = syncing(tmp_path / "hub", 1, 25, 500, 1000)
    assert [len(each.bare) for each in found] == [1, 1, 1, 0, 1]
    assert all(each.ours[0] > 0 for each in found)
