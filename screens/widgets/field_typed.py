"""What counts as typed text: more than Textual's printable, which leaves out U+3000 and joiners."""

from __future__ import annotations

from textual.widget import Widget


def is_text(character: str | None) -> bool:
    """Return whether a key brings text, one sign or several, rather than a control character."""
    return bool(character) and not any(
        sign < " " or "\x7f" <= sign < "\xa0" for sign in character or ""
    )


def field_changed(field: Widget) -> None:
    """Tell the screen, if it fills in fields, that something else stands in one.

    A message would go to all that holds the field first, each with a turn of its own, and keep what
    was typed from being drawn meanwhile.
    """
    changed = getattr(field.screen, "field_changed", None)
    if changed is not None:
        changed(field)


def write_draft(field: Widget) -> None:
    """Have the screen write its draft, if it keeps one, before what was typed is drawn.

    A message would come to the screen, too, but may come after the field was painted.
    """
    write = getattr(field.screen, "write_draft", None) if field.is_attached else None
    if write is not None:
        write()
