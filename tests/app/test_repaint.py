"""A repaint asks only the widgets it touches, and the screen comes out the same."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from screens.shared.frame import TouchedOnly


class Noted(Static):
    """Notes when it is asked for its rows."""

    DEFAULT_CSS = "Noted { height: 1; }"

    def render_lines(self, crop: Region) -> list[Strip]:
        asked.append(self.id or "")
        return super().render_lines(crop)


asked: list[str] = []


class Rows(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self._compositor = TouchedOnly()

    def compose(self) -> ComposeResult:
        with Container():
            for number in range(40):
                yield Noted(f"row {number}", id=f"row-{number}")


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
