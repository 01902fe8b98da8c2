"""``xfconsole desks`` as it is typed: the other desks, and taking over what one of them keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.commanded import NOW, TestOffices, throw_away_offices
from tests.data.provocations_keeping import from_elsewhere
from tests.lives import MOVES
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import Act, State, Who
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


def test_what_two_desks_did_at_once_is_listed_and_settled(offices: TestOffices) -> None:
    desk, store = offices.desk, offices.office.store
    from_elsewhere(store, store.office, DeskLettered("B"), 1, NOW)
    form = MatterForm(Channel.LETTER, "反映欠薪", purpose=Purpose.CLAIM)
    number, uid = (done := desk.register(form)).number, done.subject
    assert offices.run("desks", "settle").stdout == "Nothing is to be settled.\n"
    desk.move(number, MOVES[Act.DIRECT])
    moved = MatterMoved(Act.FORWARD, State.FORWARDED, Who.OFFICE, "住建局", following=(uid,))
    from_elsewhere(store, uid, moved, 2, NOW + timedelta(seconds=1))
    listed = offices.run("desks", "settle").stdout.splitlines()
    assert [line.split("  ")[:2] for line in listed] == [[number, "1"], [number, "2"]]
    found = json.loads(offices.run("desks", "settle", number, "--json").stdout)
    assert [(each["keep"], each["desk"]) for each in found["acts"]] == [(1, "A"), (2, "B")]
    assert found["acts"][1] == {
        "keep": 2, "desk": "B", "officer": "何静", "at": "2026-02-20T10:00:01+08:00",
        "text": "forward (forwarded): 住建局",
    }  # fmt: skip
    assert json.loads(offices.run("matters", "--json").stdout)[0]["contested"] is True
    assert (
        json.loads(offices.run("matters", "--match", "待核定", "--json").stdout)[0]["number"]
        == number
    )
    assert json.loads(offices.run("handover", "--json").stdout)["contested"] == [number]
    sheet = offices.run("handover").stdout
    assert sheet.index("Open tasks") < sheet.index("To be settled") < sheet.index("Matters due")
    assert ", contested, " in offices.run("matters").stdout
    with pytest.raises(Refused, match=r"contested\.refused\.choice"):
        offices.run("desks", "settle", number, "--keep", "3", "--reason", "住建局已收")
    with pytest.raises(Refused, match=r"desk\.refused\.no_reason"):
        offices.run("desks", "settle", number, "--keep", "2")
    done_so = offices.run("desks", "settle", number, "--keep", "2", "--reason", "住建局已收").stdout
    assert done_so.startswith(f"{number} is settled.")
    told = offices.run("log", "--date", "2026-02-20").stdout
    assert "[does not count] refer elsewhere" in told
    assert "[to be settled]" not in told
    assert "settled that desk B's holds: forward (forwarded): 住建局. Reason: 住建局已收" in told
    assert "contested" not in json.loads(offices.run("matters", "--json").stdout)[0]
