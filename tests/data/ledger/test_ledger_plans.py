"""How SQLite goes through ledger and journal: along an index, nothing sorted or scanned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product

import pytest

from data.journal.codec import instant_text
from data.ledger import walk as ledger_query
from data.ledger.conditions import _VALUES
from data.ledger.indexer import Indexer
from data.store.due_work import PROMPTED
from data.tables.shared import VALUES
from tests.data.files import NIGHT, Asked, File, asked_of_files
from tests.data.ledger.test_ledger_query import NOW
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.words.desk import Channel


def filled(file: File, count: int) -> None:
    """Register matters that all are overdue and supervised."""
    for number in range(count):
        at = NIGHT - timedelta(hours=number)
        file.register(str(number), unit=f"单位{number % 7}", topic=("民政",), at=at)
    with file.engine.begin() as connection:
        connection.execute(
            "UPDATE matter SET due_on = '2026-02-18', due_at = ?, supervised = 1",
            (instant_text(NIGHT),),
        )


@pytest.mark.parametrize(
    ("text", "sort", "index"),
    [
        ("", Sort.RECEIVED, "matter_ledger"),
        ("", Sort.DUE, "matter_due_at"),
        ("", Sort.NUMBER, "matter_number"),
        ("", Sort.UNIT, "matter_by_unit"),
        ("", Sort.STATE, "matter_state"),
        ("state:registered", Sort.RECEIVED, "matter_state"),
        ("open", Sort.RECEIVED, "matter_state"),
        ("unit:单位3", Sort.RECEIVED, "matter_by_unit"),
        ("topic:民政", Sort.RECEIVED, "matter_by_topic"),
        ("officer:李敏", Sort.RECEIVED, "matter_by_officer"),
        ("channel:letter", Sort.RECEIVED, "matter_channel"),
        ("supervised", Sort.RECEIVED, "matter_supervised"),
        ("overdue", Sort.DUE, "matter_due_at"),
        ("due<3d state:registered", Sort.DUE, "matter_due_at"),
        ("due:today", Sort.RECEIVED, "matter_due_received"),
        ("state:registered", Sort.DUE, "matter_due_state"),
        ("overdue unit:单位", Sort.RECEIVED, "matter_due_received"),
        ("unit:单位3", Sort.DUE, "matter_due_unit"),
        ("state:registered unit:单位3", Sort.DUE, "matter_due_unit"),
        ("received>2d", Sort.RECEIVED, "matter_ledger"),
    ],
)
def test_every_order_is_walked_and_never_sorted(
    file: File, monkeypatch: pytest.MonkeyPatch, text: str, sort: Sort, index: str
) -> None:
    monkeypatch.setattr(ledger_query, "FEW", -1)
    filled(file, 20)
    statements = asked(
        file, lambda: file.views.matters(Listing(NOW, parse(text, {}), sort), limit=3)
    )
    walks = [each for each in statements if "ORDER BY 1 " in each[0]]
    assert walks
    for statement, values in walks:
        told = file.rows(f"EXPLAIN QUERY PLAN {statement}", *values)
        plan = "\n".join(str(row[3]) for row in told)
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        *product(("", "unit:单位"), Sort),
        # By receipt the index of words gives the newest first by itself, and tells whose they are.
        *product(("停水",), sorted(set(Sort) - {Sort.RECEIVED})),
    ],
)
def test_rows_that_were_walked_to_are_read_where_they_lie(
    file: File, monkeypatch: pytest.MonkeyPatch, text: str, sort: Sort
) -> None:
    for name in ("FEW", "MANY"):
        monkeypatch.setattr(ledger_query, name, 0)
    filled(file, 20)
    file.register("停水")
    Indexer(file.engine).step(1_000)
    listing = Listing(NOW, parse(text, {}), sort)
    statements = asked(file, lambda: file.views.matters(listing, limit=3))
    said, values = statements[-1]
    plan = [str(row[3]) for row in file.rows(f"EXPLAIN QUERY PLAN {said}", *values)]
    assert plan[0] == "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)"
    # The words are counted, then asked of each matter that is walked past.
    asked_words = [said for said, _ in statements if "MATCH" in said]
    assert all("INDEXED BY" in each for each in asked_words[1:])


def test_of_two_common_terms_the_finer_division_is_walked(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_query, "FEW", -1)
    filled(file, 20)
    file.register("单位", channel=Channel.CALL)
    listing = Listing(NOW, parse("open channel:letter unit:单位3", {}))
    walks = [said for said, _ in asked(file, lambda: file.views.matters(listing, limit=3))]
    assert any("INDEXED BY matter_by_unit" in said and "ORDER BY 1 " in said for said in walks)


def test_a_word_that_some_matters_have_is_not_asked_of_all_that_are_due(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_query, "FEW", 1)
    filled(file, 60)
    wet = [file.register("停水", unit="单位1") for _ in range(3)]
    Indexer(file.engine).step(1_000)
    listing = Listing(NOW, parse("停水", {}), Sort.DUE)
    assert {row.uid for row in file.views.matters(listing)} == set(wet)
    statements = asked(file, lambda: file.views.matters(listing))
    assert not [said for said, _ in statements if "INDEXED BY" in said]


def asked(file: File, look: Callable[[], object]) -> Asked:
    """Return the statements that an act puts to the file, with their values."""
    with asked_of_files() as found:
        look()
    return found


def test_a_page_asks_nothing_twice(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(file, 20)
    Indexer(file.engine).step(1_000)
    texts = ("open channel:letter unit:单位3", "overdue 梧桐", "due:today unit:单位 梧桐", "-梧桐")
    for few in (-1, 1_000):
        for name in ("FEW", "MANY"):
            monkeypatch.setattr(ledger_query, name, few)
        for text, sort in product(texts, (Sort.RECEIVED, Sort.DUE)):
            listing = Listing(NOW, parse(text, {}), sort)
            statements = asked(file, partial(file.views.matters, listing))
            twice = Counter((said, str(values)) for said, values in statements)
            assert not [each for each, times in twice.items() if times > 1], text


@pytest.mark.parametrize("text", ["due:today", "due<=1d", "due<3d", "due>3d"])
def test_a_day_is_looked_up_along_its_own_index(file: File, text: str) -> None:
    filled(file, 20)
    statements = asked(file, lambda: file.views.matters(Listing(NOW, parse(text, {})), limit=3))
    gathered = [each for each in statements if "INDEXED BY matter_due_on" in each[0]]
    assert len(gathered) == 2, "counted, then gathered"
    for statement, values in gathered:
        told = file.rows(f"EXPLAIN QUERY PLAN {statement}", *values)
        plan = "\n".join(str(row[3]) for row in told)
        assert "USING COVERING INDEX matter_due_on (due_on" in plan, plan


@pytest.mark.parametrize("column", VALUES)
def test_values_are_looked_up_one_by_one_along_an_index(file: File, column: str) -> None:
    plan = [str(row[3]) for row in file.rows(f"EXPLAIN QUERY PLAN {_VALUES.format(column=column)}")]
    assert not [step for step in plan if step.startswith("SCAN matter ")], plan


def test_new_prompts_are_found_without_reading_the_journal(file: File) -> None:
    with file.reader.connect() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {PROMPTED}", ("",)).all()
    assert "USING INDEX event_prompting" in " ".join(str(each) for each in plan)
