"""Makes text from outside harmless before it is stored: no byte of it can drive a terminal.

Documented neutralising: line ends become LF; C0 controls and DEL become their control pictures
(ESC → ␛), C1, bidirectional controls, lone surrogates and noncharacters become U+FFFD; tab and LF
stay; after eight combining marks in a row further ones are dropped. Everything else is kept.
"""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_MARKS += "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_FLOOD = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")


def _harmless(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def neutral(text: str) -> str:
    """Return the text with everything neutralised that could drive a terminal; LF and tab stay."""
    return _FLOOD.sub(r"\1", _HOSTILE.sub(_harmless, _LINE_ENDS.sub("\n", text)))


def neutral_line(text: str) -> str:
    """Return neutralised text on one line: line ends and tabs become single spaces."""
    return re.sub(r"\s*[\n\t]+\s*", " ", neutral(text))
