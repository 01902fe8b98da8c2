"""What counts as typed text: more than Textual's printable, which leaves out U+3000 and joiners."""

from __future__ import annotations


def is_text(character: str | None) -> bool:
    """Return whether a key brings text, one sign or several, rather than a control character."""
    return bool(character) and not any(
        sign < " " or "\x7f" <= sign < "\xa0" for sign in character or ""
    )
