"""Says so while the window is too small for the desk, and goes on as before once it is not."""

from __future__ import annotations

from textual.events import Resize
from textual.geometry import Size

from xfconsole.app.covering import Covering

LEAST_WIDTH, LEAST_HEIGHT = 80, 24


class Fitting(Covering):
    """An App that goes on as before once there is room again."""

    def __init__(self) -> None:
        super().__init__()
        self._small = False

    def on_resize(self, event: Resize) -> None:
        """Look at the new size; a cover is drawn at any."""
        if not self.covered:
            self.fit(event.size)

    def fit(self, size: Size) -> None:
        """Show the sentence if the window is too small, and take it away if it is not."""
        before = self._small
        small = self._small = size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT
        if not (small or before):
            return
        from screens.shared.too_small import TooSmallScreen

        shown = isinstance(self.screen, TooSmallScreen)
        if small and not shown:
            self.push_screen(TooSmallScreen())
        elif shown and not small:
            self.pop_screen()
