"""The report screen: the night in one page, charts in text, other nights by arrow keys."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from screens.figures.screen import FiguresScreen
from screens.log.screen import LogScreen
from tests.screens.fake_host import SIZES, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from tests.screens.live_desk import press
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, RingOutcome
from xfconsole.desk import Desk, Imported
from xfconsole.ui.text.glyphs import use_ascii
from xfconsole.ui.words.catalogue import say

LOG = "screens.log.screen:LogScreen"
GOLDEN = [("zh", "80x24"), ("en", "80x24"), ("zh", "120x36"), ("en", "120x36")]


def night(office: FakeOffice) -> None:
    """An hour and a half of an incident, and letters of this month and the last."""
    office.with_roster()
    start = office.now()
    letters = [
        (40, 10, "城乡建设"), (40, 30, "城乡建设"), (35, None, "民政"),
        (9, 2, "城乡建设"), (5, None, "民政"), (3, None, "劳动和社会保障"), (2, None, "民政"),
    ]  # fmt: skip
    office.verb(
        lambda desk: desk.register_batch(
            [
                Imported(
                    MatterForm(
                        Channel.LETTER,
                        "路灯不亮",
                        topic=(topic,),
                        received_at=start - timedelta(days=days),
                    ),
                    *(("已修复", start - timedelta(days=days - after)) if after else ()),
                )
                for days, after, topic in letters
            ]
        )
    )
    form = MatterForm(
        Channel.GROUP_VISIT, "安置房逾期交付", unit="住建局", township="梧桐街道", headcount=33
    )
    number = office.verb(lambda desk: desk.register(form, opening=True)).number
    office.clock.advance(timedelta(minutes=2))
    ring(office, number, "duty_leader")
    ring(office, number, "unit_head")
    office.clock.advance(timedelta(minutes=13))
    office.verb(lambda desk: desk.arrive(number, "duty_leader"))
    ring(office, number, "township_head")
    office.verb(lambda desk: desk.register(MatterForm(Channel.CALL, "停水", read_back=True)))
    office.clock.advance(timedelta(minutes=45))
    office.verb(lambda desk: desk.arrive(number, "unit_head"))
    office.verb(Desk.tick)


def ring(office: FakeOffice, number: str, post: str) -> None:
    office.verb(lambda desk: desk.ring(number, post, RingOutcome.ANSWERED))


@pytest.mark.parametrize(("language", "size"), GOLDEN)
async def test_the_night_in_one_page_and_the_charts_below(
    tmp_path: Path, language: str, size: str
) -> None:
    async with desk_pilot(tmp_path, LOG, language=language, size=SIZES[size], ready=night) as (
        pilot,
        _,
    ):
        await press(pilot, "f7")
        assert isinstance(top(pilot), FiguresScreen)
        check_golden(pilot.app, f"figures-{language}-{size}")
        await press(pilot, "end")
        check_golden(pilot.app, f"figures-charts-{language}-{size}")


async def test_charts_are_ascii_where_the_console_is(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, _):
        use_ascii(True)
        try:
            await press(pilot, "f7", "end")
            shown = screen_text(pilot.app)
        finally:
            use_ascii(False)
        assert "within 15 days" in shown
        assert "#" * 5 in shown
        assert "█" not in shown


async def test_the_arrow_keys_turn_to_other_nights_and_escape_goes_back(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, _):
        await press(pilot, "r")
        assert "tonight" in screen_text(pilot.app)
        await press(pilot, "right")
        assert say("log_screen.off.tonight") in screen_text(pilot.app)
        await press(pilot, "end", "left")
        assert ">Matters received: 0" in screen_text(pilot.app)
        assert "Incidents: 0" in screen_text(pilot.app)
        assert "tonight" not in screen_text(pilot.app)
        await press(pilot, "right", "escape")
        assert isinstance(top(pilot), LogScreen)


async def test_what_is_done_meanwhile_is_counted(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LOG, ready=night) as (pilot, _):
        await press(pilot, "f7")
        assert "Matters received: 2" in screen_text(pilot.app)
        form = MatterForm(Channel.CALL, "停电", read_back=True)
        await top(pilot).host.desk_do(lambda desk: desk.register(form))  # type: ignore[attr-defined]
        await settle(pilot)
        assert "Matters received: 3" in screen_text(pilot.app)


async def test_the_command_line_leads_here(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, "screens.live.screen:LiveScreen", ready=night) as (pilot, _):
        await press(pilot, "f8", *"report", "enter")
        assert isinstance(top(pilot), FiguresScreen)
