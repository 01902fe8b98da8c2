"""Fields with a few choices, all of them in sight: a digit, an initial or an arrow chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.events import Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import narrow, whole_number
from xfconsole.ui.text.cells import width
from xfconsole.ui.text.pinyin import rank


class ChoiceField(Widget, can_focus=True):
    """One row: ``[2来访]`` is chosen. ``options`` are values with their words.

    The value is empty while nothing is chosen; Backspace empties it.
    """

    DEFAULT_CSS = "ChoiceField { height: 1; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen", "choice--other"}
    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        """Another choice, or none, is the chosen one."""

        def __init__(self, field: ChoiceField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> ChoiceField:
            """The field it happened in."""
            return self.field

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        *,
        id: str | None = None,  # noqa: A002 - textual's own name
    ) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        self._typed = ""

    @property
    def cells(self) -> int:
        """How many cells all choices take."""
        return sum(width(word) + 3 for _, word in self.options)

    def read(self) -> str:
        """Return the value chosen."""
        return self.value

    def fill(self, text: str) -> None:
        """Choose a value; one that is no choice empties the field."""
        self.value = text if text in self._values else ""

    def watch_value(self) -> None:
        """Tell the screen."""
        self.post_message(self.Changed(self))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take whatever prints."""
        return character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Choose by digit, letter, sign or arrow."""
        if event.is_printable and event.character:
            self.choose_by(event.character)
        elif event.key in ("left", "right"):
            self._step(1 if event.key == "right" else -1)
        elif event.key in ("backspace", "delete"):
            self.value = self._typed = ""
        else:
            return
        event.stop()

    def on_paste(self, event: Paste) -> None:
        """Choose what was pasted."""
        event.stop()
        self.choose_by(neutral_line(event.text))

    def on_blur(self) -> None:
        """Forget half a word."""
        self._typed = ""

    def choose_by(self, typed: str) -> None:
        """Choose by a number, or by letters that go on from those typed before."""
        if typed.isspace():
            self._step(1)
        elif (number := whole_number(typed)) and number <= len(self.options):
            self.value, self._typed = self._values[number - 1], ""
        elif not self._choose_word(self._typed + typed):
            self._typed = ""
            self._choose_word(typed)

    def _choose_word(self, typed: str) -> bool:
        ranked = [(rank(typed, word), value) for value, word in self.options]
        found = sorted((each for each in ranked if each[0] >= 0), key=lambda each: each[0])
        if found:
            self.value, self._typed = found[0][1], typed
        return bool(found)

    def _step(self, by: int) -> None:
        self._typed = ""
        values = self._values
        at = values.index(self.value) + by if self.value else (0 if by > 0 else -1)
        self.value = values[at % len(values)]

    @property
    def _values(self) -> list[str]:
        return [value for value, _ in self.options]

    def render_line(self, y: int) -> Strip:
        """Draw the choices, the chosen one in sight; ``y`` is always 0."""
        segments, used, seen = [], 0, 0
        for number, (value, word) in enumerate(self.options, start=1):
            chosen = value == self.value
            text = f"[{number}{word}]" if chosen else f" {number}{word} "
            name = "choice--chosen" if chosen else "choice--other"
            segments.append(Segment(text, self.get_component_rich_style(name)))
            used += width(text)
            seen = used if chosen else seen
        cells = self.size.width
        segments.append(Segment(" " * max(0, cells - used), self.rich_style))
        first = max(0, seen - cells)
        return Strip(segments, max(used, cells)).crop(first, first + cells)


class FlagField(ChoiceField):
    """Yes or no: ``[x] 保密``. The space bar changes it."""

    YES: ClassVar[str] = "yes"

    def __init__(
        self,
        word: str,
        *,
        id: str | None = None,  # noqa: A002 - textual's own name
    ) -> None:
        super().__init__([(self.YES, word)], id=id)

    @property
    def cells(self) -> int:
        """How many cells box and word take."""
        return width(self.options[0][1]) + 4

    def choose_by(self, typed: str) -> None:
        """Change it with the space bar, x or 1; take nothing else."""
        if narrow(typed) in (" ", "x", "1"):
            self.toggle()

    def toggle(self) -> None:
        """Make yes of no, and no of yes."""
        self.value = "" if self.value else self.YES

    def _step(self, by: int) -> None:
        """Arrows change nothing here."""

    def render_line(self, y: int) -> Strip:
        """Draw box and word; ``y`` is always 0."""
        name = "choice--chosen" if self.value else "choice--other"
        text = f"[{'x' if self.value else ' '}] {self.options[0][1]}"
        style = self.get_component_rich_style(name)
        strip = Strip([Segment(text, style)], width(text))
        return strip.adjust_cell_length(self.size.width, self.rich_style)
