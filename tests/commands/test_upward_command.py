"""``xfconsole upward`` as it is typed: the daily report of a special period."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.commanded import NOW, TestOffices, throw_away_offices
from xfconsole.core.words.refusal import Refused

SENT = ("upward", "daily", "--to", "市委值班室", "--channel", "phone")
KEYS = {
    *("day", "limit", "at", "officer", "again", "nothing", "to", "channel"),
    *("taken_by", "taken_at", "read_back", "late_s"),
}


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    """A special period of three days begins today."""
    with throw_away_offices() as found:
        today = NOW.astimezone(found.desk.zone).date()
        found.desk.set_period("两会", today, today + timedelta(days=2), (), rhythm="yixing")
        yield found


def test_nothing_to_report_is_filed_taken_and_listed(offices: TestOffices) -> None:
    assert offices.run("upward").stdout == "No daily report was filed.\n"
    assert "Zero report 02-20 filed to 市委值班室" in offices.run(*SENT).stdout
    with pytest.raises(Refused) as refused:
        offices.run(*SENT, "--day", "2026-02-20")
    assert refused.value.key == "daily.refused.twice"
    said = offices.run("upward", "receipt", "2026-02-20", "--taken-by", "赵颖", "--read-back")
    assert "taken by 赵颖" in said.stdout
    [line] = offices.run("upward", "--json").stdout.splitlines()
    told = json.loads(line)
    assert set(told) == KEYS
    assert (told["day"], told["nothing"], told["taken_by"]) == ("2026-02-20", True, "赵颖")
    assert (told["read_back"], told["late_s"]) == (True, 0)
    assert "Zero report 02-20" in offices.run("upward").stdout
    with pytest.raises(Refused) as refused:
        offices.run("upward", "receipt", "2026-02-21", "--taken-by", "赵颖")
    assert refused.value.key == "desk.refused.no_report"
