"""Who brings the search index up to date: the console in its pauses, and commands that write."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from data.ledger.indexer import Indexer
from data.office import open_office
from tests.data.offices import CLOCK, PASSPHRASE, create
from xfconsole.app.desk_office import DeskOffice
from xfconsole.commands.offices import PASSPHRASE_VARIABLE, CommandOffices
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel

FORM = MatterForm(Channel.LETTER, "停水三日")
SOON = 120


def test_the_console_follows_in_its_pauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, _ = create(tmp_path / "office")
    closing, step = ExitStack(), Indexer.step
    closing.enter_context(opened)
    reached = threading.Event()

    def told(indexer: Indexer) -> bool:
        more = step(indexer)
        if opened.views.matter_count() and indexer.waiting() == 0:
            reached.set()
        return more

    monkeypatch.setattr(Indexer, "step", told)
    office = DeskOffice(opened, closing)
    try:
        office.submit(lambda desk: desk.register(FORM)).result(SOON)
        assert reached.wait(SOON)
        with opened.reader.connect() as connection:
            docs = connection.execute("SELECT count(*) FROM search_doc").scalar()
        assert docs == 1
    finally:
        office.close()


def test_a_command_that_writes_leaves_the_index_up_to_date(tmp_path: Path) -> None:
    create(tmp_path / "office")[0].close()
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    offices = CommandOffices(tmp_path / "office", {PASSPHRASE_VARIABLE: str(passphrase)})
    with offices.work() as office:
        office.desk.register(FORM)
    with open_office(tmp_path / "office", PASSPHRASE, clock=CLOCK) as opened:
        assert opened.indexer.waiting() == 0
    with offices.upkeep() as upkept:
        upkept.index.clear()
        assert upkept.index.waiting() > 0
