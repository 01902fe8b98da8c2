"""Numbers with a desk's letter are shown whole, in the ledger and in the log."""

from __future__ import annotations

from pathlib import Path

from data.store.store import SqlStore
from tests.data.files import KEY
from tests.screens.fake_host import START, FakeOffice, desk_pilot, settle
from tests.screens.golden import screen_text
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_office import DeskLettered
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel

NUMBER = "2026B-000001"


async def test_a_number_with_a_letter_is_shown_whole(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        store = SqlStore(office.engine, KEY)
        lettered = Event("lettered", store.office, START, START, "李敏", DeskLettered("B"))
        with store.begin() as tx:
            tx.append([lettered])
        return office.verb(lambda desk: desk.register(MatterForm(Channel.CALL, "停水")))

    async with desk_pilot(tmp_path, "screens.ledger.screen:LedgerScreen", ready=ready) as (
        pilot,
        _,
    ):
        for key, title in (("f4", " Ledger "), ("f6", " Log ")):
            await pilot.press(key)
            await settle(pilot)
            shown = screen_text(pilot.app)
            assert title in shown.splitlines()[1]
            assert f"{NUMBER} " in shown
