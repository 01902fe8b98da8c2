"""A field of several lines: any length, tabs and brackets included, nothing of it is markup."""

from __future__ import annotations

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.events import Key, Paste
from textual.widgets import TextArea

from screens.widgets.field_typed import is_text, write_draft
from xfconsole.core.words.text import neutral


class TextBox(TextArea):
    """Lines of text. Enter starts a new line; Tab goes on to the next field."""

    DEFAULT_CSS = "TextBox { border: none !important; padding: 0; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        super().__init__(id=id, highlight_cursor_line=False)
        self.match_cursor_bracket = False

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Take whatever is text, and Enter."""
        return key == "enter" or is_text(character)

    def on_key(self, event: Key) -> None:
        """Take text that TextArea would drop: a full-width blank, an emoji joined of several."""
        if not event.is_printable and is_text(event.character):
            event.stop()
            event.prevent_default()
            start, end = self.selection
            self.replace(event.character or "", start, end, maintain_selection_offset=False)

    def on_paste(self, event: Paste) -> None:
        """Keep it to this field; TextArea's own handler takes it in."""
        event.stop()

    def edit(self, edit: Edit) -> EditResult:
        """Neutralise what comes in, however it comes."""
        edit.text = neutral(edit.text)
        result = super().edit(edit)
        write_draft(self)
        if self.is_mounted:
            # Textual scrolls before it counts a row that this edit began.
            self.scroll_cursor_visible()
        return result

    def load_text(self, text: str) -> None:
        """Show another text, neutralised."""
        super().load_text(neutral(text))

    def read(self) -> str:
        """Return what stands in it, its lines separated by LF."""
        return "\n".join(self.document.lines)

    def fill(self, text: str) -> None:
        """Put a text in the place of what stands in it; the cursor goes behind it."""
        if text != self.read():
            self.load_text(text)
            self.move_cursor(self.document.end)
