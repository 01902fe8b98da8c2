"""The list: any length, only what is seen is fetched, and widths are right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.dom import DOMNode
from textual.pilot import Pilot

from screens.widgets.row_list import Column, RowList
from tests.screens.golden import screen_text
from xfconsole.app import console
from xfconsole.ui.text import themes

STYLES = Path(console.__file__).parents[2] / "screens" / "shared" / "frame.tcss"


class ListApp(App[None]):
    """A list of numbered rows, with a note of what was fetched and what it told."""

    CSS_PATH = STYLES

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total
        self.fetched: list[int] = []
        self.told: list[tuple[str, int, str | None]] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.THEMES[0].variables

    def compose(self) -> ComposeResult:
        columns = (
            Column[str](lambda row: row, cells=9, align="right"),
            Column[str](lambda row: f"安置房[b]逾期 {row}"),
            Column[str](lambda row: "wide", cells=6, least=100),
        )
        yield RowList[str](columns, self._fetch, self.total)

    def _fetch(self, start: int, count: int) -> Sequence[str]:
        self.fetched.append(start)
        return [str(each) for each in range(start, min(self.total, start + count))]

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        self.told.append(("highlighted", message.index, message.row))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.told.append(("chosen", message.index, message.row))


def _list(pilot: Pilot[None]) -> RowList[str]:
    return pilot.app.query_one(RowList)


async def test_rows_ask_once_for_the_colours_they_stand_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are put together anew from everything around the list, each time they are asked for."""
    asked: list[str] = []
    around: property = vars(DOMNode)["rich_style"]

    def counted(rows: RowList[str]) -> object:
        asked.append("colours")
        return around.__get__(rows)

    async with ListApp(20).run_test(size=(80, 24)) as pilot:
        rows = _list(pilot)
        monkeypatch.setattr(RowList, "rich_style", property(counted))
        rows.notify_style_update()
        for line in range(20):
            rows.render_line(line)
    assert asked == ["colours"]


async def test_a_million_rows_fetch_only_what_is_seen() -> None:
    app = ListApp(1_000_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert _list(pilot).current == "999999"
        assert "999999 安置房[b]逾期 999999" in screen_text(app).splitlines()[-1]
        assert len(set(app.fetched)) <= 3
        assert len(app.fetched) == len(set(app.fetched))


async def test_keys_move_the_cursor_and_enter_chooses() -> None:
    app = ListApp(100)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "up", "pagedown", "enter")
        await pilot.pause()
        assert _list(pilot).cursor == 24
        assert app.told[-1] == ("chosen", 24, "24")
        assert ("highlighted", 24, "24") in app.told
        await pilot.press("home", "up")
        assert _list(pilot).cursor == 0


async def test_every_line_is_as_wide_as_the_list() -> None:
    app = ListApp(5)
    async with app.run_test(size=(80, 24)) as pilot:
        strips = [_list(pilot).render_line(y) for y in range(24)]
        assert {strip.cell_length for strip in strips} == {80}
        assert "wide" not in screen_text(app)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "wide" in screen_text(app)


async def test_fewer_rows_pull_the_cursor_back() -> None:
    app = ListApp(100)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        _list(pilot).show_rows(["only"])
        await pilot.pause()
        assert _list(pilot).current == "only"
        _list(pilot).show_rows([])
        await pilot.press("enter")
        await pilot.pause()
        assert _list(pilot).current is None
        assert app.told[-1] == ("highlighted", 0, None)
