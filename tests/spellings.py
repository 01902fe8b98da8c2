"""Other spellings of a name or a number, as spreadsheets, sign-ins and input methods write them."""

from __future__ import annotations

from hypothesis import strategies as st

UNSEEN = (
    " ", "  ", "\u3000", "\t", "\u00a0", "\u2003", "\u202f", "\u200b", "\u200c", "\u200d", "\u2060",
    "\ufeff", "\u00ad", "\ufe0f", "\u200e", "\u180e", "\u3164", "\U000e0101",
)  # fmt: skip
"""Blanks and signs that nobody sees."""
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
"""What makes text full-width, as a Chinese keyboard does."""


@st.composite
def respelled(draw: st.DrawFn, written: str) -> str:
    """Return the text with unseen signs put in anywhere, some of its letters wide."""
    parts = [draw(_UNSEEN)]
    for sign in written:
        parts += [draw(st.sampled_from((sign, sign.translate(WIDE)))), draw(_UNSEEN)]
    return "".join(parts)


_UNSEEN = st.lists(st.sampled_from(UNSEEN), max_size=2).map("".join)
