"""Where everything of the intake form stands, in cells, for any size and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.geometry import Region

from screens.intake.fields import ABOVE, BELOW, IDENTITY, OF_PERSON, Rows
from xfconsole.core.reader.same_matter import MOST
from xfconsole.core.words.frozen import frozen
from xfconsole.ui.text.cells import width

WIDE = 110
"""From this many cells on the identity stands beside the rest."""
_SIDE = 44
_GAP = 2
_LEAST_BOX = 2
_TALL = 28
"""From this many rows on every candidate has one of its own."""


@frozen
class Item:
    """A field in a row: ``cells`` are its own, 0 shares what is left."""

    name: str
    cells: int = 0


@frozen
class FieldPlace:
    """Where a field stands and where its label begins (x, y)."""

    field: Region
    label: tuple[int, int]


@frozen
class SheetPlan:
    """Places by field, the row of the identity's title (x, y, cells), and the row of the hint.

    ``alike`` are the rows for what the matter may be the same as.
    """

    places: Mapping[str, FieldPlace]
    title: tuple[int, int, int]
    hint: int
    alike: range


def plan(cells: int, rows: int, labels: Mapping[str, str], own: Mapping[str, int]) -> SheetPlan:
    """Return the plan for a form of this size.

    ``labels`` are the words before the fields, ``own`` the cells of fields that know theirs. Row 0
    is the form's title. Text and requests share the rows that nothing else needs, five to three.
    The rows of the candidates are kept free for them: nothing moves while somebody types.
    """
    wide = cells >= WIDE
    main_cells = cells - _SIDE - _GAP if wide else cells
    named = max(width(words) for words in labels.values()) + 1
    below = 0 if wide else 1 + len(OF_PERSON)
    alike = MOST if rows >= _TALL else 1
    free = max(2 * _LEAST_BOX, rows - 2 - len(ABOVE) - len(BELOW) - below - alike)
    requests = max(_LEAST_BOX, free * 3 // 8)
    heights = {"text": free - requests, "requests": requests}

    flow = _Flow(1, main_cells - 2, named, labels)
    flow.row = 1
    cells_of = {**_CELLS, **own}
    for row in ABOVE:
        flow.put(_items(row, cells_of))
    for name, height in heights.items():
        flow.put([Item(name)], height)
    for row in BELOW:
        flow.put(_items(row, cells_of))
    title = (main_cells + _GAP - 1, 1, _SIDE) if wide else (1, flow.row, cells - 2)
    identity = _Flow(title[0], title[2], named, labels)
    identity.row = title[1] + 1
    # Beside the rest each stands on a row of its own.
    rows_of_person: Rows = tuple((name,) for name in IDENTITY) if wide else OF_PERSON
    for row in rows_of_person:
        identity.put(_items(row, {} if wide else cells_of))
    hint = rows - 1
    return SheetPlan({**flow.places, **identity.places}, title, hint, range(hint - alike, hint))


_CELLS = {"headcount": 7, "concerned": 7, "received": 17, "age": 5, "phone": 18}
"""Fields that need no more, however wide the form is."""


def _items(row: Sequence[str], cells: Mapping[str, int]) -> list[Item]:
    return [Item(name, cells.get(name, 0)) for name in row]


class _Flow:
    """Fills rows from left to right; a row's first label is as wide as the widest of all."""

    def __init__(self, left: int, cells: int, named: int, labels: Mapping[str, str]) -> None:
        self._left, self._cells, self._named, self._labels = left, cells, named, labels
        self.row = 0
        self.places: dict[str, FieldPlace] = {}

    def put(self, items: list[Item], height: int = 1) -> None:
        heads = [self._head(item, first=item is items[0]) for item in items]
        fixed = sum(heads) + sum(item.cells for item in items)
        fixed += _GAP * (len(items) - 1)
        shared = [item for item in items if not item.cells]
        share = max(1, (self._cells - fixed) // max(1, len(shared)))
        x = self._left
        for item, head in zip(items, heads, strict=True):
            cells = max(1, min(item.cells or share, self._left + self._cells - x - head))
            field = Region(x + head, self.row, cells, height)
            self.places[item.name] = FieldPlace(field, (x, self.row))
            x += head + cells + _GAP
        self.row += height

    def _head(self, item: Item, *, first: bool) -> int:
        if item.name not in self._labels:
            return 0
        return self._named if first else width(self._labels[item.name]) + 1
