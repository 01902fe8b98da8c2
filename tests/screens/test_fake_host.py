"""The office of the tests keeps what was done to it, and leaves no writer behind."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_faults_everywhere import StaysOpen
from tests.screens.fake_host import FakeOffice
from xfconsole.core.ledger.listing import SavedView

VIEW = SavedView("late", "overdue")


def test_a_draft_kept_before_the_roster_is_there_after_it(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    office.save_draft("intake", {"summary": "half a"}).result()
    draft = office.with_roster().views.draft("intake")
    office.close()
    assert draft is not None
    assert draft.values == {"summary": "half a"}


def test_a_view_kept_before_the_roster_is_there_after_it(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    office.save_view(VIEW).result()
    views = office.with_roster().views.ledger_views()
    office.close()
    assert list(views) == [VIEW]


def test_no_writer_is_left_on_a_file_that_is_replaced(tmp_path: Path) -> None:
    office = StaysOpen(tmp_path)
    before = office._writer
    office.with_roster()
    after = office._writer
    assert after.alive
    assert not before.alive
    FakeOffice.close(office)
    assert not after.alive
