"""Repaints what a change touches, and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class TouchedOnly(Compositor):
    """Asks for the rows of those widgets only that the repainted part of the screen meets.

    Textual's own asks every widget that shares a container with it: on a form of thirty fields
    that is most of what a key costs.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen and (crop is None or crop.overlaps(seen)):
                yield region, clip, widget.render_lines(seen.translate(-region.offset))
