"""Two desks brought one letter in: each matter says so until an officer links them, or does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.doctor import file as doctor
from data.ledger.views import SqlViews
from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, Uids, new_file
from tests.data.many_desks import written
from tests.screens.compare.test_same_matter import press, same
from tests.screens.fake_host import START, FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.facts.of_procedure import PartyBarred
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.procedure import Bar

MINE, THEIRS = "2026C-000001", "2026B-000001"
SUMMARY = "楼道灯坏了"
SOURCE: Any = {"source": "2026-02-20 信.xlsx", "source_ref": "信.xlsx#2"}
LEDGER = "screens.ledger.screen:LedgerScreen"


def brought_twice(office: FakeOffice) -> FakeOffice:
    """A letter that another desk brought in too, beside two matters without a file."""
    store = SqlStore(office.engine, KEY)
    with new_file(office.folder, "other.db") as other:
        claim_file(other.engine, store.office, "other-desk")
        other.store, other.uids = SqlStore(other.engine, KEY), Uids(5000)
        other.now = START - timedelta(minutes=10)
        other.add(store.office, DeskLettered("B"))
        fact = MatterRegistered(Channel.LETTER, SUMMARY, number=THEIRS, **SOURCE)
        other.add(other.uids.new(START), fact)
        store.take_in(written(other, "other-desk"), START, lambda _: None)
    office.verb(lambda desk: desk.note_desks([]))
    office.verb(lambda desk: desk.register(MatterForm(Channel.LETTER, SUMMARY, **SOURCE)))
    for _ in range(2):
        office.verb(lambda desk: desk.register(MatterForm(Channel.CALL, SUMMARY)))
    return office


def examined(office: FakeOffice) -> tuple[str, object]:
    with office.engine.connect() as connection:
        found = doctor.desks(connection)
    return found.found, found.values.get("numbers")


@pytest.mark.parametrize(("language", "told"), [("zh", "同一封来信"), ("en", "the same letter")])
async def test_the_matter_says_so_and_one_key_links_them(
    tmp_path: Path, language: str, told: str
) -> None:
    async with desk_pilot(tmp_path, LEDGER, language=language, ready=brought_twice) as (
        pilot,
        office,
    ):
        assert examined(office)[0] == "doctor.desks.twice"
        await press(pilot, "f4", "/", *MINE, "enter", "enter")
        shown = screen_text(pilot.app)
        assert told in shown
        assert THEIRS in shown
        await press(pilot, "e")
        assert THEIRS in screen_text(pilot.app)
        await press(pilot, "enter")
        await settle(pilot)
        assert same(office, MINE) == [THEIRS]
        shown = screen_text(pilot.app)
        assert told not in shown
        assert THEIRS in shown
        assert examined(office)[0] == "doctor.desks.ok"


def test_whoever_is_barred_from_the_other_one_is_not_told(tmp_path: Path) -> None:
    office = brought_twice(FakeOffice(tmp_path))
    mine, theirs = office.views.matter(MINE), office.views.matter(THEIRS)
    assert mine is not None
    assert theirs is not None
    assert [each.number for each in office.views.same_letter(mine.row)] == [THEIRS]
    assert [each.number for each in office.views.same_letter(theirs.row)] == [MINE]
    bar = Event("b", theirs.row.uid, START, START, "李敏", PartyBarred(Bar.RECUSED, "何静"))
    with SqlStore(office.engine, KEY).begin() as tx:
        tx.append([bar])
    reader = SqlViews(office.engine, KEY, "何静")
    assert reader.same_letter(mine.row) == []
    office.close()
