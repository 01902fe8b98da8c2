"""Fields of one line: whatever is typed or pasted into them is harmless and stays on one line."""

from __future__ import annotations

from textual.events import Key, Paste, Resize
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from screens.widgets.field_typed import field_changed, is_text, write_draft
from xfconsole.core.words.text import neutral_line


class LineInput(Input):
    """An input of one row. Line ends and tabs of a paste become single spaces."""

    # And not ``compact``: that is a class, for which each field would be styled before it is there.
    DEFAULT_CSS = "LineInput { height: 1; border: none !important; padding: 0; }"
    # What is typed scrolls within the row and never moves it: a key draws one row, and doesn't
    # lay the whole screen out again.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    _offered = ""
    """What nobody typed, while it stands there untouched."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - textual's own name
    ) -> None:
        # Without select_on_focus: a key must never replace what stands in a field.
        super().__init__(
            neutral_line(value),
            placeholder=placeholder,
            id=id,
            select_on_focus=False,
        )

    def validate_value(self, value: str) -> str:
        """Neutralise the line as a whole: a flood of accents may come one by one."""
        return neutral_line(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put neutralised text in the place of a stretch; every way of typing comes through here.

        Blanks are told by the text around them only once it is one line.
        """
        super().replace(neutral_line(text), start, end)
        write_draft(self)

    def fill(self, text: str) -> None:
        """Put a text in the place of what stands in it; the cursor goes behind it."""
        self._offered = ""
        self.value = text
        self.cursor_position = len(self.value)

    def offer(self, text: str) -> None:
        """Put a text there that the first sign typed behind it takes the place of.

        It was never typed, so that nothing typed is lost; any other key keeps it.
        """
        self.fill(text)
        self._offered = self.value

    def insert_text_at_cursor(self, text: str) -> None:
        """Type a text; what was only offered gives way to it."""
        self._give_way()
        super().insert_text_at_cursor(text)

    def _give_way(self) -> None:
        behind = self.cursor_position == len(self.value) and self.selection.is_empty
        if self._offered and self.value == self._offered and behind:
            self.value = ""
        self._offered = ""

    def insert(self, text: str, index: int) -> None:
        """Insert neutralised text."""
        super().insert(neutral_line(text), index)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take whatever is text."""
        return is_text(character)

    def on_key(self, event: Key) -> None:
        """Take text that Input would drop: a full-width blank, an emoji joined of several."""
        if not event.is_printable and is_text(event.character):
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(event.character or "")

    def on_resize(self, _: Resize) -> None:
        """Keep the end that is typed at in sight; Input would do so only with the next key."""
        if self.has_focus:
            self._watch_selection(self.selection)

    def _on_paste(self, event: Paste) -> None:
        """Take all lines of a paste; Input's own takes the first only."""
        event.stop()
        event.prevent_default()
        self._give_way()
        if event.text:
            start, end = self.selection
            self.replace(event.text, *sorted((start, end)))


class LineField(LineInput):
    """A line of a form: Enter goes on to the next field."""

    def read(self) -> str:
        """Return what stands in it."""
        return self.value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen."""
        event.stop()
        field_changed(self)

    async def action_submit(self) -> None:
        """Go on as the screen does; at once, so that no key typed after Enter comes here."""
        await self.run_action("screen.next")
