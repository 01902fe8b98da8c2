"""F4: the filter's terms, columns, orders and views, by keys alone, and what is kept of them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.hostile import HOSTILE, assert_harmless
from tests.screens.fake_host import SIZES, START, FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from tests.screens.ledger.test_ledger import LEDGER, current, rows
from tests.screens.live_desk import press
from xfconsole.core.ledger.listing import LAST, Sort
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.ui.text.cells import width

AGES = {"新来": 0, "临期件": 13, "超期件": 25, "更早超期件": 40}
"""Days ago at which each was received: the office has fifteen days to hand it on."""


def standing(office: FakeOffice) -> object:
    """Register matters that are new, due soon and overdue, and one that is live."""
    office.with_roster().with_holidays()
    for summary, days in AGES.items():
        at = START - timedelta(days=days) if days else None
        form = MatterForm(Channel.LETTER, summary, unit="住建局", received_at=at)
        office.verb(partial(_register, form=form))
    call = MatterForm(Channel.CALL, "噪声", unit="城管局")
    office.verb(partial(_register, form=call))
    return office.with_incident(topic="群访")


def _register(desk: object, form: MatterForm) -> object:
    return desk.register(form)  # type: ignore[attr-defined]


def listed(pilot: Pilot[None]) -> list[str]:
    """Return the summaries listed, in their order."""
    found = (rows(pilot).row(number) for number in range(rows(pilot).total))
    return [row.summary for row in found if row is not None]


def heads(pilot: Pilot[None]) -> list[str]:
    """Return the titles of the columns that are seen."""
    lines = screen_text(pilot.app).splitlines()
    return next(line for line in lines[2:7] if "Number" in line or "Summary" in line).split()


async def typed(pilot: Pilot[None], text: str) -> None:
    await press(pilot, "slash", *text)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_filtered_ledger_fits(tmp_path: Path, language: str, size: str) -> None:
    async with desk_pilot(
        tmp_path, LEDGER, language=language, size=SIZES[size], ready=standing
    ) as (pilot, _):
        await typed(pilot, "unit:住建 due<3d")
        await pilot.press("enter", "s")
        await settle(pilot)
        check_golden(pilot.app, f"ledger-filtered-{language}-{size}")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("key", "name"), [("c", "columns"), ("v", "views")])
async def test_what_is_chosen_from_fits(tmp_path: Path, language: str, key: str, name: str) -> None:
    async with desk_pilot(tmp_path, LEDGER, language=language, ready=standing) as (pilot, _):
        await pilot.press(key)
        await settle(pilot)
        check_golden(pilot.app, f"ledger-{name}-{language}-80x24")


async def test_the_nearness_of_a_due_date_is_a_word(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, _):
        shown = screen_text(pilot.app)
        late = next(line for line in shown.splitlines() if "超期件" in line)
        assert "late" in late
        assert "soon" in next(line for line in shown.splitlines() if "临期件" in line)
        assert "registered 6" in shown


async def test_terms_and_words_filter_together_as_one_types(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, _):
        await typed(pilot, "unit:住建 overdue")
        assert listed(pilot) == ["超期件", "更早超期件"]
        await press(pilot, *" -更早")
        assert listed(pilot) == ["超期件"]
        assert "1 fit" in screen_text(pilot.app)


async def test_a_term_half_typed_changes_nothing_and_no_error_flashes(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, _):
        await typed(pilot, "超期件 ")
        before = listed(pilot)
        for sign in "due<":
            await pilot.press(sign)
            await settle(pilot)
            assert listed(pilot) == before
            assert "expected" not in screen_text(pilot.app)
        await pilot.press("3", "d")
        await settle(pilot)
        assert listed(pilot) == ["超期件", "更早超期件"]


async def test_a_wrong_term_is_said_and_the_list_stays(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, _):
        await typed(pilot, "overdue state:nowhere")
        assert len(listed(pilot)) == 2
        await pilot.press("enter")
        await settle(pilot)
        assert "state:nowhere: nowhere is none of its words" in screen_text(pilot.app)
        assert len(listed(pilot)) == 2
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "filter"
        await pilot.press("ctrl+u", *"closed", "enter")
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "No matter fits" in shown
        assert "none of its words" not in shown


async def test_one_key_turns_through_the_orders(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, office):
        seen = {}
        for sort in [*list(Sort)[1:], Sort.RECEIVED]:
            await pilot.press("s")
            await settle(pilot)
            seen[sort] = listed(pilot)
        assert seen[Sort.DUE][:3] == ["更早超期件", "超期件", "临期件"]
        assert seen[Sort.NUMBER] == [*AGES, "噪声", "群访"]
        assert (set(seen[Sort.UNIT][:5]), seen[Sort.UNIT][5:]) == ({*AGES, "群访"}, ["噪声"])
        assert seen[Sort.RECEIVED][-1] == "更早超期件"
        saved = {view.name: view for view in office.views.ledger_views()}
        assert saved[LAST].sort is Sort.RECEIVED


async def test_columns_are_chosen_ordered_and_remembered(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, office):
        assert heads(pilot) == ["Number", "Received", "State", "Due", "Unit", "Summary"]
        # Received goes; the summary moves up behind the number.
        await pilot.press("c", "down", "space", "home", "down", "down", "down", "down")
        await pilot.press("minus", "minus", "minus", "enter")
        await settle(pilot)
        assert heads(pilot) == ["Number", "Summary", "State", "Due", "Unit", "Channel"]
        assert pilot.app.focused is rows(pilot)
        kept = {view.name: view for view in office.views.ledger_views()}[LAST]
        assert kept.columns[:3] == ("number", "summary", "state")
        await pilot.press("c", "u", "enter")
        await settle(pilot)
        assert heads(pilot)[:2] == ["Number", "Received"]


async def test_escape_leaves_the_columns_and_none_at_all_is_refused(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, _):
        before = heads(pilot)
        await pilot.press("c", "space", "escape")
        await settle(pilot)
        assert heads(pilot) == before
        await pilot.press("c", *["home", "space"] * 13, "enter")
        await settle(pilot)
        assert "needs a column" in screen_text(pilot.app)


async def test_the_next_start_shows_the_columns_and_the_order_of_the_last(tmp_path: Path) -> None:
    def again(office: FakeOffice) -> object:
        standing(office)
        from xfconsole.core.ledger.listing import SavedView

        left = SavedView(LAST, "", Sort.DUE, ("summary", "unknown", "due"))
        return office.save_view(left).result(timeout=120)

    async with desk_pilot(tmp_path, LEDGER, ready=again) as (pilot, _):
        assert heads(pilot) == ["Summary", "Due"]
        assert "by due date" in screen_text(pilot.app)
        assert listed(pilot)[0] == "更早超期件"


async def test_the_next_hour_holds_what_is_late_and_what_is_live(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, _):
        await pilot.press("v", "2", "enter")
        await settle(pilot)
        assert listed(pilot) == ["更早超期件", "超期件", "群访"]
        assert "due:hour" in screen_text(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert len(listed(pilot)) == 6


async def test_tomorrow_morning_holds_what_is_to_be_done_by_then(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        standing(office)
        at = START - timedelta(days=14)
        return office.verb(
            lambda desk: desk.register(MatterForm(Channel.LETTER, "明天到期", received_at=at))
        )

    async with desk_pilot(tmp_path, LEDGER, language="zh", ready=ready) as (pilot, _):
        await pilot.press("v", "3", "enter")
        await settle(pilot)
        assert listed(pilot) == ["更早超期件", "超期件", "明天到期"]


async def test_a_view_is_saved_picked_and_deleted(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, office):
        await typed(pilot, "unit:住建 overdue")
        await pilot.press("enter", "s", "w", *"mine", "enter")
        await settle(pilot)
        assert "View mine saved" in screen_text(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("v", *"mine", "enter")
        await settle(pilot)
        assert listed(pilot) == ["更早超期件", "超期件"]
        assert "unit:住建 overdue" in screen_text(pilot.app)
        assert [view.name for view in office.views.ledger_views()] == [LAST, "mine"]
        await pilot.press("v", *"mine", "ctrl+x")
        await settle(pilot)
        assert [view.name for view in office.views.ledger_views()] == [LAST]
        await pilot.press("ctrl+x")
        await settle(pilot)
        assert [view.name for view in office.views.ledger_views()] == [LAST]


async def test_a_view_of_every_office_is_not_deleted(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, _):
        await pilot.press("v", "4", "ctrl+x")
        await settle(pilot)
        assert "only saved ones" in screen_text(pilot.app)


async def test_the_name_of_a_view_that_every_office_has_is_taken(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, office):
        await pilot.press("w", *"Open", "enter")
        await settle(pilot)
        assert "take another" in screen_text(pilot.app)
        assert office.views.ledger_views() == []


async def test_a_filter_by_time_follows_the_clock(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, office):
        await typed(pilot, "overdue")
        await pilot.press("enter")
        await settle(pilot)
        assert listed(pilot) == ["超期件", "更早超期件"]
        office.clock.advance(timedelta(days=5))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert listed(pilot) == ["临期件", "超期件", "更早超期件"]


async def test_a_live_list_keeps_its_row_when_another_matter_comes(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, office):
        await typed(pilot, "open")
        await pilot.press("enter", "s", "down", "down")
        await settle(pilot)
        kept = current(pilot).summary
        office.verb(lambda desk: desk.register(MatterForm(Channel.CALL, "又一件")))
        await pilot.app.tick_now()  # type: ignore[attr-defined]
        await settle(pilot)
        assert current(pilot).summary == kept
        assert "7 fit" in screen_text(pilot.app)


async def test_hostile_filters_and_names_drive_nothing(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LEDGER, ready=standing) as (pilot, office):
        for name in ("csi_clear_screen", "rich_closing", "bidi_override", "zalgo", "format_names"):
            await pilot.press("slash")
            pilot.app.focused.value = f"unit:{HOSTILE[name]}"  # type: ignore[union-attr]
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert_harmless(screen_text(pilot.app))
            await pilot.press("w")
            await settle(pilot)
            pilot.app.focused.value = HOSTILE[name][:12]  # type: ignore[union-attr]
            await pilot.press("enter")
            await settle(pilot)
            await pilot.press("v")
            await settle(pilot)
            shown = screen_text(pilot.app)
            assert_harmless(shown)
            assert all(width(line) <= 80 for line in shown.splitlines())
            await pilot.press("escape")
            await settle(pilot)
        for view in office.views.ledger_views():
            assert_harmless(view.name)
