"""The sheet of the intake form: it places the fields and draws everything around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import NULL_OFFSET, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from screens.intake.alike_lines import AlikeLines
from screens.intake.fields import BOXES, FIELDS, IDENTITY, YES
from screens.intake.layout import SheetPlan, plan
from screens.shared.field_walk import Field
from screens.widgets.field_choice import ChoiceField, FlagField
from screens.widgets.field_line import LineField
from screens.widgets.one_line import Coloured
from screens.widgets.text_box import TextBox
from xfconsole.core.words.desk import Channel, CountSource, Purpose
from xfconsole.ui.text.cells import fit, truncate, width
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

PICKED = frozenset({"unit", "topic"})
"""Fields with a list to pick from that grows with the office."""
HINTS = ("box", "choice", "flag", "last", "line", "pick", "received", "representatives", "requests")
"""What the bottom row explains: kinds of fields, and fields that need words of their own."""
FLAGS = ("assigned_leader", "confidential", "publishable")
"""Fields that are yes or no."""
_UNLABELLED = frozenset({"source", *FLAGS})
Marks = list[tuple[int, str, str]]
"""What one row has beside its fields: where it begins, the text, and its component class."""


class IntakeSheet(Coloured):
    """All fields, composed once; nothing moves while somebody types.

    Besides them the form is anonymous or not, and is marked as the same as the matter whose number
    is ``same_as``. ``read_back`` is what stood in the fields when it was read back.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--label",
        "sheet--focus",
        "sheet--off",
        "sheet--title",
        "sheet--saved",
        "sheet--note",
        "sheet--hint",
        "sheet--alike",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(id=id)
        self._layout = _SheetLayout(self)
        self._labels = {
            name: say(f"field.typed.{name}") for name in FIELDS if name not in _UNLABELLED
        }
        self.fields = {name: _made(name) for name in FIELDS}
        self.title, self.saved, self.flags, self.hint = "", False, "", ""
        self.anonymous = False
        self.alike = AlikeLines()
        self.same_as = ""
        self.read_back: Mapping[str, str] | None = None
        self._planned: tuple[Size, SheetPlan] | None = None

    def compose(self) -> ComposeResult:
        """Put the fields in walking order, so that Tab goes as Enter does."""
        yield from self.fields.values()

    @property
    def layout(self) -> Layout:
        """The form's own arrangement."""
        return self._layout

    def values(self) -> dict[str, str]:
        """Return what stands in every field."""
        return {name: field.read() for name, field in self.fields.items()}

    def all_values(self) -> dict[str, str]:
        """Return every field, whether the form is anonymous and was read back, and the mark."""
        fields = self.values()
        return {
            **fields,
            "anonymous": YES if self.anonymous else "",
            "read_back": YES if self.read_back == fields else "",
            "same_as": self.same_as,
        }

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values as of ``all_values`` into the form, nothing where there is none."""
        for name, field in self.fields.items():
            field.fill(values.get(name, ""))
        self.hide_identity(values.get("anonymous") == YES)
        self.read_back = self.values() if values.get("read_back") == YES else None
        self.same_as = values.get("same_as", "")

    def hide_identity(self, hidden: bool) -> None:
        """Hide the identity of an anonymous form, or show it; nothing of it is cleared."""
        self.show(anonymous=hidden)
        for name in IDENTITY:
            self.fields[name].visible = not hidden

    def plan(self, size: Size) -> SheetPlan:
        """Return where everything stands in a form of this size."""
        if self._planned is None or self._planned[0] != size:
            own = {
                name: field.cells
                for name, field in self.fields.items()
                if isinstance(field, ChoiceField)
            }
            self._planned = size, plan(size.width, size.height, self._labels, own)
        return self._planned[1]

    def show(self, **parts: object) -> None:
        """Change title, flags, hint or what is alike; draw again only if one is another."""
        changed = {key: part for key, part in parts.items() if getattr(self, key) != part}
        for key, part in changed.items():
            setattr(self, key, part)
        if changed:
            self.refresh()

    # --- drawing -------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw what stands beside the fields of a row."""
        cells = self.size.width
        segments, at = [], 0
        for x, text, component in sorted(self._marks(y, cells)):
            shown = truncate(text, cells - x)
            segments.append(Segment(" " * (x - at), self.colour()))
            segments.append(Segment(shown, self.colour(component)))
            at = x + width(shown)
        return Strip(segments).adjust_cell_length(cells, self.colour())

    def _marks(self, y: int, cells: int) -> Marks:
        placed = self.plan(self.size)
        if y == 0:
            return self._title_marks(cells)
        marks: Marks = []
        x, row, across = placed.title
        if y == row:
            key = "intake.title.anonymous" if self.anonymous else "intake.title.identity"
            rule = glyph("rule") * 2 + " " + say(key) + " "
            marks.append((x, rule + glyph("rule") * max(0, across - width(rule)), "sheet--note"))
        if y == placed.hint:
            marks.append((1, self.hint, "sheet--hint"))
        if y in placed.alike:
            line = self.alike.line(y - placed.alike.start, len(placed.alike), cells - 2)
            marks.append((1, line, "sheet--alike"))
        for name, place in placed.places.items():
            if place.label[1] == y and name in self._labels:
                marks.append((place.label[0], self._labels[name], self._component(name)))
        return marks

    def _title_marks(self, cells: int) -> Marks:
        flags = f" {self.flags} " if self.flags else ""
        room = cells - width(flags)
        line = "sheet--saved" if self.saved else "sheet--title"
        return [(0, fit(f" {self.title}", room), line), (room, flags, "sheet--focus")]

    def _component(self, name: str) -> str:
        field = self.fields[name]
        if field.has_focus:
            return "sheet--focus"
        off = field.disabled or (self.anonymous and name in IDENTITY)
        return "sheet--off" if off else "sheet--label"


class _SheetLayout(Layout):
    """Puts every field where the plan says."""

    name = "sheet"

    def __init__(self, sheet: IntakeSheet) -> None:
        self._sheet = sheet

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        places = self._sheet.plan(size).places
        return [
            WidgetPlacement(places[child.id].field, NULL_OFFSET, Spacing(), child)
            for child in children
            if child.id is not None and child.id in places
        ]


def _made(name: str) -> Field:
    choices = {
        "channel": [(each.value, word(each)) for each in Channel],
        "source": [(each.value, word(each)) for each in CountSource],
        "purpose": [(each.value, word(each)) for each in Purpose],
        "sex": [("male", say("intake.sex.male")), ("female", say("intake.sex.female"))],
    }
    if name in choices:
        return ChoiceField(choices[name], id=name)
    if name in FLAGS:
        return FlagField(say(f"field.typed.{name}"), id=name)
    if name in BOXES:
        return TextBox(id=name)
    return LineField(id=name, placeholder=say("intake.now") if name == "received" else "")
