"""F4: the whole ledger at once, a filter that follows the typing, and back to the same row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.ledger.list import LedgerList
from screens.ledger.pages import LedgerPages
from screens.ledger.screen import STRETCH
from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import SIZES, START, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from xfconsole.core.ledger.listing import Listing, Sort
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.desk import Desk, Imported
from xfconsole.ui.text.cells import width

LIVE = "screens.live.screen:LiveScreen"
LEDGER = "screens.ledger.screen:LedgerScreen"
UNITS = ("住建局", "人社局", "城管局")


def some(count: int) -> Callable[[FakeOffice], object]:
    """Return what registers so many letters, one a minute, the newest a minute ago."""

    def ready(office: FakeOffice) -> object:
        office.with_roster()
        rows = [
            Imported(
                MatterForm(
                    Channel.LETTER,
                    f"第{n}号楼漏水",
                    unit=UNITS[n % 3],
                    received_at=START - timedelta(minutes=count - n),
                )
            )
            for n in range(count)
        ]
        return office.verb(lambda desk: desk.register_batch(rows))

    return ready


def night(office: FakeOffice) -> object:
    """Register one matter of each kind; one is live, one has a reply."""
    office.with_roster()
    forms = (
        MatterForm(
            Channel.LETTER,
            "小区二次供水水压不足，[TODO] 高层住户夜间无水",
            purpose=Purpose.SUGGESTION,
            topic=("城乡建设", "供水"),
            unit="住建局",
            received_at=START - timedelta(days=400),
        ),
        MatterForm(
            Channel.CALL,
            "反映工地夜间施工噪声",
            purpose=Purpose.CLAIM,
            topic=("环境保护",),
            unit="城管局",
            identity=Identity(name="吴越", phone="139-0000-0099"),
            received_at=START - timedelta(days=3),
        ),
        MatterForm(Channel.ONLINE, "Bus line 7 no longer stops at the school", anonymous=True),
    )
    for form in forms:
        office.verb(partial(_register, form=form))
        office.after(1)
    office.with_incident().after(1)
    reply = Imported(MatterForm(Channel.LETTER, "欠薪已补发", unit="人社局"), "已补发。", START)
    return office.verb(lambda desk: desk.register_batch([reply]))


def rows(pilot: Pilot[None]) -> LedgerList:
    return top(pilot).query_one(LedgerList)


def current(pilot: Pilot[None]) -> MatterRow:
    row = rows(pilot).current
    assert row is not None
    return row


def line_of(pilot: Pilot[None], text: str) -> str:
    return next(line for line in screen_text(pilot.app).splitlines() if text in line)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_ledger_fits(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(tmp_path, LEDGER, language=language, size=SIZES[size], ready=night) as (
        pilot,
        _,
    ):
        await pilot.press("f4")
        await settle(pilot)
        check_golden(pilot.app, f"ledger-{language}-{size}")


async def test_all_matters_newest_receipt_first_with_state_in_words(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=night) as (pilot, _):
        shown = screen_text(pilot.app).splitlines()
        numbers = [line[1:12] for line in shown if line[1:6] == "2026-"]
        assert numbers == [
            "2026-000005",
            "2026-000004",
            "2026-000003",
            "2026-000002",
            "2026-000001",
        ]
        assert "5 matters" in shown[1]
        assert "served" in line_of(pilot, "2026-000005")
        assert "open 02-001" in line_of(pilot, "2026-000004")
        assert "registered" in line_of(pilot, "2026-000002")
        assert "2025-01-" in line_of(pilot, "2026-000001")


async def test_the_last_of_many_is_one_key_away(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=some(700)) as (pilot, _):
        await pilot.press("end")
        assert current(pilot).number == "2026-000001"
        await pilot.press("home")
        assert current(pilot).number == "2026-000700"


@pytest.mark.parametrize("sort", Sort)
async def test_pages_follow_each_other_whichever_way_one_came(tmp_path: Path, sort: Sort) -> None:
    office = FakeOffice(tmp_path)
    some(300)(office)
    listing = Listing(START, sort=sort)
    every = [row.number for row in office.views.matters(listing, limit=1000)]
    for starts in ((0, 128, 256), (256, 128, 0), (128, 256), (256,)):
        pages = LedgerPages(office.views, listing, 300)
        for start in starts:
            found = [row.number for row in pages.fetch(start, 128)]
            assert found == every[start : start + 128]
    office.close()


async def test_the_filter_follows_the_typing_and_escape_goes_back(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=some(300)) as (pilot, _):
        await pilot.press("down", "down", "down")
        left_at = current(pilot).number
        await pilot.press("slash", *"第12号")
        await settle(pilot)
        assert rows(pilot).total == 1
        assert current(pilot).summary == "第12号楼漏水"
        assert "1 fit" in screen_text(pilot.app).splitlines()[1]
        await pilot.press("escape")
        await settle(pilot)
        assert rows(pilot).total == 300
        assert current(pilot).number == left_at
        assert pilot.app.focused is rows(pilot)


async def test_letters_typed_into_the_filter_are_no_commands(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=night) as (pilot, _):
        await pilot.press("slash", "l", "i", "n", "e")
        await settle(pilot)
        assert [rows(pilot).row(n).number for n in range(rows(pilot).total)] == ["2026-000003"]  # type: ignore[union-attr]
        await pilot.press("slash")
        await settle(pilot)
        assert "try another word" in screen_text(pilot.app)


async def test_only_the_newest_filter_is_shown(tmp_path: Path) -> None:
    """An answer to what was typed before comes late and is dropped."""
    async with desk_pilot(tmp_path, LEDGER, ready=some(300)) as (pilot, office):
        asked: list[str] = []
        look = office.views.matters

        def matters(listing: Listing, **more: object) -> list[MatterRow]:
            asked.append(str(listing.query))
            return look(listing, **more)  # type: ignore[arg-type]

        office.views.matters = matters  # type: ignore[method-assign, assignment]
        await pilot.press("slash", *"号楼", "1", "7", "7")
        await settle(pilot)
        assert asked[-1] == "号楼177"
        assert rows(pilot).total == 0
        await pilot.press(*["backspace"] * 3)
        await settle(pilot)
        assert rows(pilot).total >= STRETCH


async def test_more_matches_come_while_one_goes_down(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=some(700)) as (pilot, _):
        await pilot.press("slash", "漏", "enter")
        await settle(pilot)
        for _ in range(5):
            await pilot.press("end")
            await settle(pilot)
        assert rows(pilot).total == 700
        assert current(pilot).number == "2026-000001"


async def test_a_new_matter_leaves_the_cursor_on_its_matter(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=some(300)) as (pilot, office):
        await pilot.press("down", "down")
        before = current(pilot).number
        office.verb(lambda desk: desk.register(MatterForm(Channel.CALL, "新的来电")))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "301 matters" in screen_text(pilot.app)
        assert current(pilot).number == before


async def test_letters_of_earlier_days_leave_the_cursor_on_its_matter(tmp_path: Path) -> None:
    earlier = MatterForm(Channel.LETTER, "上月来信", received_at=START - timedelta(days=20))
    async with desk_pilot(tmp_path, LEDGER, ready=some(3)) as (pilot, office):
        await pilot.press("down")
        before = current(pilot).number
        office.verb(lambda desk: desk.register_batch([Imported(earlier)] * 300))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "303 matters" in screen_text(pilot.app)
        assert current(pilot).number == before


async def test_opening_a_matter_and_escape_comes_back_to_its_row(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=some(300)) as (pilot, _):
        await pilot.press("f4", *["down"] * 5, "enter")
        await settle(pilot)
        assert "2026-000295" in screen_text(pilot.app).splitlines()[1]
        await pilot.press("escape")
        await settle(pilot)
        assert current(pilot).number == "2026-000295"


async def test_a_live_incident_opens_from_a_row(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, intake=LEDGER, ready=night) as (pilot, office):
        await pilot.press("f4", "down", "down", "l", *"12", "enter", "2")
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "LiveScreen"
        opened = office.verb(lambda desk: desk.situation()).incidents[-1]
        assert (opened.matter_number, opened.headcount) == ("2026-000003", 12)
        assert opened.source.value == "estimate"


async def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER) as (pilot, _):
        assert "press F2" in screen_text(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert (
            "There is no matter here: press F2 to register one, or Esc to clear the filter."
            in screen_text(pilot.app)
        )


async def test_nothing_from_outside_drives_the_ledger(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        forms = [
            MatterForm(Channel.LETTER, text or "-", unit=text[:60], topic=(text[:60],))
            for text in HOSTILE.values()
            if text.strip()
        ]
        return office.verb(lambda desk: _register_all(desk, forms))

    async with desk_pilot(tmp_path, LEDGER, size=SIZES["120x36"], ready=ready) as (pilot, _):
        for _ in range(6):
            shown = screen_text(pilot.app)
            assert_harmless(shown)
            assert {width(line) <= 120 for line in shown.splitlines()} == {True}
            await pilot.press("pagedown")
        await pilot.press("slash")
        for sign in "[/b]%_\\'":
            await pilot.press(sign)
        await settle(pilot)
        assert_harmless(screen_text(pilot.app))


def _register(desk: Desk, form: MatterForm) -> object:
    return desk.register(form)


def _register_all(desk: Desk, forms: list[MatterForm]) -> None:
    for form in forms:
        desk.register(form)
