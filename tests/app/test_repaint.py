"""A repaint asks only the widgets it touches, and the screen comes out the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.dom import DOMNode
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.intake.sheet import IntakeSheet
from screens.live.incident_list import IncidentList
from screens.live.posts_table import PostsTable
from screens.shared.frame import TouchedOnly
from screens.widgets.one_line import TitleLine
from tests.screens.fake_host import desk_pilot, settle
from tests.screens.golden import screen_text
from tests.screens.intake_form import INTAKE, go_to
from tests.screens.live_desk import LIVE, a_night, live, tick

pytestmark = pytest.mark.frames


class Asked(Widget):
    """Notes when it is asked for its rows."""

    def render_lines(self, crop: Region) -> list[Strip]:
        asked.append(self.id or "")
        return super().render_lines(crop)


class Noted(Asked, Static):
    """One row of words."""

    DEFAULT_CSS = "Noted { height: 1; }"


class Box(Asked, Container):
    """What rows stand in, narrower than itself."""

    DEFAULT_CSS = "Box { height: auto; } #narrow { width: 10; background: red; }"


asked: list[str] = []


class Rows(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self._compositor = TouchedOnly()

    def compose(self) -> ComposeResult:
        with Box(id="box"):
            for number in range(40):
                yield Noted(f"row {number}", id="narrow" if number == 5 else f"row-{number}")


async def test_a_change_asks_only_the_widget_it_is_in() -> None:
    app = App[None]()
    async with app.run_test(size=(40, 10)) as pilot:
        await app.push_screen(Rows())
        await pilot.pause()
        asked.clear()
        app.screen.query_one("#row-3", Noted).update("changed")
        await pilot.pause()
        assert set(asked) == {"row-3"}
        shown = [
            "".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()
        ]
        assert shown[3].rstrip() == "changed"
        assert [line.rstrip() for line in shown[4:10]] == [f"row {each}" for each in range(4, 10)]


async def test_what_lies_behind_is_asked_only_where_it_is_seen() -> None:
    app = App[None]()
    async with app.run_test(size=(40, 10)) as pilot:
        await app.push_screen(Rows())
        await pilot.pause()
        box, narrow = app.screen.query_one(Box), app.screen.query_one("#narrow", Noted)
        asked.clear()
        box.refresh(Region(0, 5, 40, 1))
        await pilot.pause()
        assert set(asked) == {"narrow", "box"}
        asked.clear()
        narrow.update("only this")
        await pilot.pause()
        assert set(asked) == {"narrow"}
        strip = app.screen._compositor.render_strips()[5]
        assert strip.text == "only this".ljust(40)
        colours = [part.style.bgcolor.name for part in strip if part.style and part.style.bgcolor]
        assert colours[0] != colours[-1], "beside it the box is seen"


async def test_colours_are_worked_out_only_when_a_style_became_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out: list[str] = []

    def noted(line: TitleLine, *names: str, **how: Any) -> Style:
        worked_out.append(names[0])
        return get(line, *names, **how)

    get = TitleLine.get_component_rich_style
    app = App[None]()
    async with app.run_test(size=(40, 10)) as pilot:
        app.stylesheet.add_source(".red { background: #ff0000; } TitleLine { color: $foreground; }")
        line = TitleLine()
        await app.screen.mount(Container(line, id="box"))
        monkeypatch.setattr(TitleLine, "get_component_rich_style", noted)
        line.show("one")
        await pilot.pause()
        worked_out.clear()
        line.show("two")
        await pilot.pause()
        assert worked_out == []
        before = colours(line)
        app.screen.query_one("#box").add_class("red")
        await pilot.pause()
        assert "#ff0000" in colours(line) != before
        before = colours(line)
        app.theme = "textual-light"
        await pilot.pause()
        assert colours(line) != before


def colours(line: TitleLine) -> str:
    return " ".join(str(each.style) for each in line.render_line(0))


async def test_a_second_draws_only_the_posts_whose_words_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def noted(table: PostsTable, y: int) -> Strip:
        drawn.append(y)
        return render_line(table, y)

    render_line = PostsTable.render_line
    async with live(tmp_path, ready=a_night) as (pilot, office):
        table = pilot.app.screen.query_one(PostsTable)
        await tick(pilot)
        monkeypatch.setattr(PostsTable, "render_line", noted)
        before = said(table)
        office.clock.advance(timedelta(seconds=1))
        await tick(pilot)
        both = zip(before, said(table), strict=True)
        changed = {y for y, (was, now) in enumerate(both) if was != now}
        assert set(drawn) == changed
        assert 0 < len(changed) < table.lines
        drawn.clear()
        office.clock.advance(timedelta(seconds=1))
        await tick(pilot)
        assert drawn == []


async def test_a_second_draws_an_incident_only_once_it_has_lasted_a_minute_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def noted(incidents: IncidentList, y: int) -> Strip:
        drawn.append(y)
        return render_line(incidents, y)

    render_line = IncidentList.render_line
    async with live(tmp_path, ready=a_night) as (pilot, office):
        await tick(pilot)
        monkeypatch.setattr(IncidentList, "render_line", noted)
        for _ in range(59):
            # No clock but a drill's goes by whole seconds.
            office.clock.advance(timedelta(seconds=1, microseconds=70))
            await pilot.app.tick_now()  # type: ignore[attr-defined]
        await tick(pilot)
        assert drawn == []
        office.clock.advance(timedelta(seconds=1))
        await tick(pilot)
        assert drawn == [0]


def said(table: PostsTable) -> list[object]:
    """Return what each row shows."""
    rows = map(table.row, range(table.lines))
    return [table.words_of(row) for row in rows if row is not None]


@pytest.mark.parametrize("screen", [INTAKE, LIVE])
async def test_nothing_is_styled_before_it_stands_on_its_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    """There it is styled again: a class that a new field gives itself would do so twice."""
    early: list[DOMNode] = []

    def noted(app: App[None], node: DOMNode, animate: bool = True) -> None:
        if not node.is_attached:
            early.append(node)
        styled(app, node, animate)

    styled = App.update_styles
    monkeypatch.setattr(App, "update_styles", noted)
    async with desk_pilot(tmp_path, screen, language="en", ready=a_night) as (pilot, _):
        await settle(pilot)
    assert early == []


async def test_what_is_typed_is_told_to_the_screen_and_to_nothing_that_holds_the_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_on: list[Input.Changed] = []
    monkeypatch.setattr(
        IntakeSheet, "on_input_changed", lambda _, event: passed_on.append(event), raising=False
    )
    async with desk_pilot(tmp_path, INTAKE) as (pilot, _):
        await go_to(pilot, "received")
        await pilot.press(*"02:00")
        await settle(pilot)
        assert "back-dated" in screen_text(pilot.app)
    assert passed_on == []
