"""``xfconsole desks`` as it is typed: the other desks, and taking over what one of them keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.commanded import NOW, TestOffices, throw_away_offices
from tests.data.provocations_keeping import from_elsewhere
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.refusal import Refused


@pytest.fixture
def offices() -> Iterator[TestOffices]:
    with throw_away_offices() as found:
        yield found


def test_a_desk_alone_says_so(offices: TestOffices) -> None:
    assert offices.run("desks").stdout == "This office has no other desk.\n"
    assert offices.run("desks", "--json").stdout == ""


def test_what_an_absent_desk_keeps_is_taken_over(offices: TestOffices) -> None:
    store = offices.office.store
    from_elsewhere(store, store.office, DeskLettered("B"), 1, NOW)
    for number, matter in enumerate(("m1", "m2"), 2):
        fact = MatterRegistered(Channel.LETTER, "反映欠薪", number=f"2026B-00000{number}")
        from_elsewhere(store, matter, fact, number, NOW)
    assert offices.run("desks").stdout == "desk B · newest entry here 2026-02-20 10:00 · keeps 2\n"
    assert json.loads(offices.run("desks", "--json").stdout) == {
        "letter": "B", "as_of": "2026-02-20T10:00:00+08:00", "keeps": 2,
    }  # fmt: skip
    assert "Took over 2026B-000002 from desk B." in (
        offices.run("desks", "take-over", "2026B-000002").stdout
    )
    assert "Taken over from desk B: 1 matters" in offices.run("desks", "take-over", "b").stdout
    with pytest.raises(Refused, match=r"keeping\.refused\.nothing"):
        offices.run("desks", "take-over", "B")
    told = offices.run("log", "--date", "2026-02-20").stdout
    assert "Taken over by desk A from desk B" in told
