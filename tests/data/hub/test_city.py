"""What a city learns of its offices: how many matters in a month, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from data.hub import owner
from data.hub.city import CityFigures, figures
from data.hub.joined import at_hub
from data.hub.syncing import Syncing
from tests.data.files import File, Uids
from tests.data.hub.test_attacks import dump
from tests.data.many_desks import exchange_of, own
from tests.hub import Hub, joining
from xfconsole.core.days.workdays import WEEKENDS
from xfconsole.core.facts.of_incident import NoteAdded
from xfconsole.core.figures.rates import Figures
from xfconsole.core.words.refusal import Refused

MONTH = "2026-02"


def counted(file: File) -> CityFigures:
    """Return what a desk tells."""
    return figures(file.reader, UTC, file.now, WEEKENDS)


def told(file: File, city: CityFigures | None = None) -> None:
    """Let a desk meet the hub and tell."""
    exchange = exchange_of(file)
    uids = Uids(1_000_000_000 + ord(own(file)[0]))
    with at_hub(exchange) as hub:
        meeting = Syncing(hub, exchange, city=city or counted(file))
        meeting.meet(file.now, "李敏", uids, lambda _: None)


def at_owner(hub: Hub, month: str = MONTH) -> Mapping[str, Any]:
    """Return how many matters each office received and answered, and what is late of them."""
    return {label: counts for label, _, *counts, _ in owner.figures(hub.owner, month)}


def as_if(file: File, known: int, received: int) -> CityFigures:
    """Return figures of a desk that read so many lines and counts so many matters."""
    month = Figures(received, 2, 1, 3, 4, 0, {})
    return replace(counted(file), known=known, months={MONTH: month})


def test_what_a_desk_counts_comes_with_its_batches_and_only_the_owner_reads_it(
    hub: Hub, three: list[File]
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    hub.invite("城东街道")
    assert at_owner(hub) == {"城西街道": [None] * 4, "城东街道": [None] * 4}
    told(first)
    assert set(counted(first).months) == {MONTH}
    assert at_owner(hub) == {"城西街道": [1, 0, 0, 0], "城东街道": [None] * 4}
    assert owner.figures(hub.owner, "") == owner.figures(hub.owner, MONTH)
    with pytest.raises(Refused) as refused, at_hub(exchange_of(second)) as desk:
        desk.execute("SELECT * FROM xfc.figure")
    assert refused.value.key == "hub.refused.rights"
    rows = dump(hub).split("COPY xfc.figure ")[1].split("\\.")[0].splitlines()
    assert len(rows) == 2, "counts of one office and month, and no word more"


def test_a_matter_is_late_once_its_time_is_over(three: list[File]) -> None:
    first = three[0]
    after = figures(first.reader, UTC, datetime(2026, 8, 1, tzinfo=UTC), WEEKENDS)
    assert {name: each.overdue for name, each in after.months.items()} == {MONTH: 1, "2026-08": 0}
    later = figures(first.reader, UTC, datetime(2027, 4, 1, tzinfo=UTC), WEEKENDS)
    assert list(later.months) == ["2027-04"], "a year is told, and no more"
    assert later.values()[0]["received"] == 0, "that nothing came is told too"


def test_of_two_desks_the_count_of_the_one_that_read_most_holds(
    hub: Hub, three: list[File]
) -> None:
    first, second, _ = three
    joining(hub, first, second)
    told(first, as_if(first, known=100, received=20))
    told(second, as_if(second, known=99, received=19))
    assert at_owner(hub)["城西街道"] == [20, 3, 1, 4]
    told(second, as_if(second, known=100, received=21))
    assert at_owner(hub)["城西街道"][0] == 21, "of two that read as much, the last"
    hub.do("UPDATE xfc.figure SET told_at = told_at - interval '25 hours'")
    told(first, as_if(first, known=50, received=10))
    assert at_owner(hub)["城西街道"][0] == 10, (
        "an office put back is not counted as before for ever"
    )


def test_figures_and_batches_come_together_or_not_at_all(
    hub: Hub, three: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = three[0]
    joining(hub, first)
    told(first)
    first.add(first.rows("SELECT uid FROM matter")[0][0], NoteAdded("后来"))
    execute = psycopg.Connection.execute

    def pulled(connection: Any, query: Any, *values: Any, **named: Any) -> Any:
        if "xfc.tell" in str(query) and "to_reg" not in str(query):
            raise psycopg.OperationalError("the cable is out")
        return execute(connection, query, *values, **named)

    lines = hub.rows("SELECT count(*) FROM xfc.line")
    monkeypatch.setattr(psycopg.Connection, "execute", pulled)
    with pytest.raises(Refused):
        told(first, as_if(first, known=100, received=7))
    monkeypatch.undo()
    assert hub.rows("SELECT count(*) FROM xfc.line") == lines
    assert at_owner(hub)["城西街道"][0] == 1
    told(first, as_if(first, known=100, received=7))
    assert hub.rows("SELECT count(*) FROM xfc.line") > lines
    assert at_owner(hub)["城西街道"][0] == 7


def test_a_hub_from_before_is_met_as_ever_and_learns_them_by_init(
    hub: Hub, three: list[File]
) -> None:
    first = three[0]
    joining(hub, first)
    hub.do("DROP FUNCTION xfc.tell")
    hub.do("DROP TABLE xfc.figure")
    told(first)
    assert hub.rows("SELECT count(*) > 0 FROM xfc.line") == [(True,)]
    owner.make(hub.owner)
    told(first)
    assert at_owner(hub)["城西街道"][0] == 1


@pytest.mark.parametrize(("known", "months"), [(-1, "[]"), (None, "[]"), (1, "{}"), (1, "null")])
def test_what_is_no_figures_is_refused(
    hub: Hub, three: list[File], known: int | None, months: str
) -> None:
    joining(hub, three[0])
    with pytest.raises(Refused) as refused, at_hub(exchange_of(three[0])) as desk:
        desk.execute("SELECT xfc.tell(%s, %s)", (known, months))
    assert refused.value.key == "hub.refused.batch"
    with at_hub(exchange_of(three[0])) as desk:
        wrong = '[{"month": "2026-13", "received": 1}, {"month": "2026-02", "received": -1}]'
        desk.execute("SELECT xfc.tell(1, %s)", (wrong,))
    assert hub.rows("SELECT * FROM xfc.figure") == []
