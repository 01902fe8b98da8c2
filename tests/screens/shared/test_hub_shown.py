"""What the officer sees of the hub: how long ago, what has to go there, what is to be mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.shared.status_line import Status, StatusLine
from tests.screens.fake_host import SIZES, START, FakeOffice, desk_pilot, settle
from tests.screens.golden import check_golden, screen_text
from xfconsole.core.office.backups import BackupState
from xfconsole.core.office.meeting import NO_HUB, HubState
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.text.cells import width
from xfconsole.ui.text.glyphs import use_ascii
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.status import hub_marks

LIVE = "screens.live.screen:LiveScreen"
AWAY, LOGIN = Refused("hub.refused.away"), Refused("hub.refused.login")
FORK = Refused("hub.refused.fork", desk="B")


def ago(unsent: int = 0, trouble: Refused | None = None, **span: float) -> HubState:
    return HubState(True, START - timedelta(**span), unsent, trouble)


def standing(state: HubState) -> Callable[[FakeOffice], object]:
    def ready(office: FakeOffice) -> None:
        office.with_roster().hub = state

    return ready


def top_row(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app).splitlines()[0]


@pytest.mark.parametrize(
    ("language", "size", "state", "said"),
    [
        pytest.param("zh", "80x24", ago(12, minutes=3), "⇅ 3分 · 12 待发", id="zh"),
        pytest.param("en", "120x36", ago(12, minutes=3), "⇅ 3 min · 12 to send", id="en"),
        pytest.param(
            "zh", "80x24", ago(1200, AWAY, hours=50), " ⇅ 2天 · 1200 待发  ", id="zh cable out"
        ),
        pytest.param("en", "80x24", HubState(), "⇅ –  ", id="en never"),
        pytest.param("en", "80x24", ago(0, LOGIN, minutes=3), "!⇅ 3 min  ", id="en login"),
        pytest.param("zh", "120x36", ago(1, FORK, days=1), "!⇅ 1天 · 1 待发", id="zh fork"),
    ],
)
async def test_the_top_row_says_how_long_ago_they_met(
    tmp_path: Path, language: str, size: str, state: HubState, said: str
) -> None:
    async with desk_pilot(
        tmp_path, LIVE, language=language, size=SIZES[size], ready=standing(state)
    ) as (pilot, _):
        row = top_row(pilot)
        assert said in row
        assert "02:29:00" in row
        assert "李敏" in row


def shown(cells: int, state: HubState, backup: str = "") -> str:
    """Return the top row of a width."""
    line = StatusLine()
    line.status = Status(
        *("市信访接待中心", "李敏", "王强", "02:29:00"),
        backup=backup,
        hub=hub_marks(state, START),
        hub_wrong=state.wrong is not None,
    )
    return "".join(text for text, _ in line.parts(cells))


def test_it_gives_way_piece_by_piece_and_before_it_the_age_of_the_backup() -> None:
    i18n.use("zh")
    state, backup = ago(12, minutes=3), "备份 14分"
    pieces = ("市信访接", "⇅ 3分", "12 待发", backup)
    rows = {cells: shown(cells, state, backup=backup) for cells in range(54, 101)}
    first = [min(at for at, row in rows.items() if each in row) for each in pieces]
    assert first == sorted(first), "each needs more room than the one before"
    assert len(set(first)) == len(pieces)
    assert first[2] <= 80
    assert "市信访接待中心" in rows[first[3]]
    assert all(width(row) == cells - 1 for cells, row in rows.items())
    wrong = ago(12, LOGIN, minutes=3)
    assert "  !⇅  " in shown(60, wrong), "what has to be mended needs no room"
    i18n.use("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_signs_and_counts_stay_whatever_else_there_is_to_say(language: str) -> None:
    i18n.use(language)
    line = StatusLine()
    line.status = Status(
        *("市信访接待中心", "欧阳修远", "司马相如", "02:29:00"),
        live=12,
        due=113,
        cards=25,
        holes=12,
        period="国庆节",
        warned=True,
        backup=say("backup.status.warning"),
        hub=hub_marks(ago(1200, LOGIN, hours=50), START),
        hub_wrong=True,
    )
    row = "".join(text for text, _ in line.parts(80))
    i18n.use("en")
    assert width(row) <= 80
    kept = ("02:29:00", "12 F5", "  !⇅  ", "113")
    assert [each for each in kept if each not in row] == []


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_beside_gaps_and_tasks_the_warning_stays_and_the_names_give_way(
    tmp_path: Path, language: str
) -> None:
    def ready(office: FakeOffice) -> None:
        office.hub = ago(12, LOGIN, minutes=3)
        office.with_incident().after(12)

    async with desk_pilot(tmp_path, LIVE, language=language, size=SIZES["80x24"], ready=ready) as (
        pilot,
        _,
    ):
        check_golden(pilot.app, f"hub-warns-{language}-80x24")


def test_plain_signs_have_stand_ins() -> None:
    use_ascii(True)
    try:
        assert hub_marks(ago(12, minutes=3), START)[0].isascii()
        assert hub_marks(HubState(), START) == ["^v ? - 0 to send", "^v ?"]
    finally:
        use_ascii(False)


def test_without_a_hub_nothing_is_said() -> None:
    assert hub_marks(NO_HUB, START) == []


def test_a_clock_that_was_set_back_makes_it_now() -> None:
    assert ago(0, minutes=-90).age(START) == timedelta(0)


@pytest.mark.parametrize("key", ["f1", "f10"])
@pytest.mark.parametrize(
    ("language", "state", "said"),
    [
        pytest.param("zh", ago(12, minutes=3), ["距今 3分", "待发 12 条"], id="zh"),
        pytest.param("en", ago(0, AWAY, hours=2), ["2 h", "tries again by itself"], id="en away"),
        pytest.param("en", HubState(trouble=LOGIN), ["not met", "ask the hub's"], id="en login"),
        pytest.param("zh", ago(0, FORK, days=1), ["值班台 B", "另一台停用"], id="zh fork"),
    ],
)
async def test_help_and_the_page_of_leaving_say_what_it_stands_for(
    tmp_path: Path, key: str, language: str, state: HubState, said: list[str]
) -> None:
    async with desk_pilot(
        tmp_path, LIVE, language=language, size=SIZES["120x36"], ready=standing(state)
    ) as (pilot, _):
        await pilot.press(key)
        await settle(pilot)
        if state.wrong is None:
            # What has to be mended stands first.
            await pilot.press("end")
            await settle(pilot)
        found = "".join(screen_text(pilot.app).split())
        assert [each for each in said if "".join(each.split()) not in found] == []


async def test_what_is_to_be_mended_is_told_once_and_a_cable_never(tmp_path: Path) -> None:
    async with desk_pilot(tmp_path, LIVE, ready=standing(HubState())) as (pilot, office):
        office.backups = BackupState(START)
        told = []
        for trouble in (None, AWAY, LOGIN, LOGIN, AWAY, FORK, LOGIN):
            office.hub = HubState(trouble=trouble)
            await pilot.app.tick_now()  # type: ignore[attr-defined]
            await settle(pilot)
            told.append(len(pilot.app.told))  # type: ignore[attr-defined]
        assert told == [0, 0, 1, 1, 1, 2, 3]
