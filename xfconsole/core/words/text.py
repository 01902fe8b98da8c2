"""Makes text from outside harmless before it is stored: no byte of it can drive a terminal.

Documented neutralising, and nothing beyond it: line ends (CR LF, CR, NEL, U+2028, U+2029) become
LF; C0 controls and DEL become their control pictures (ESC → ␛); C1 and bidirectional controls,
deprecated format controls, interlinear anchors, tag characters, lone surrogates and noncharacters
become U+FFFD; of more than eight invisible or combining characters in a row the rest becomes one
U+FFFD. Tab and LF stay, and so does everything else, so that what was taken out leaves a mark.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_MOST_UNSEEN = 8
"""That many in a row stay: no script needs more on one character, a flood paints other lines."""


@cache
def _hostile() -> re.Pattern[str]:
    ends = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ud800-\udfff"
        f"\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f{ends}]"
    )


@cache
def _perhaps_flood() -> re.Pattern[str]:
    # Looking up a category costs more than all the rest; these ranges hold every mark and no Han.
    return re.compile(
        "[\xad\u0300-\u1cff\u1dc0-\u20ff\u2cef-\u2dff\u302a-\u309a\ua66f-\uabff\ufb1e\ufe00-\ufe2f\ufeff"
        f"\U00010000-\U0001ffff\U000e0080-\U000e0fff]{{{_MOST_UNSEEN + 1},}}"
    )


def neutral(text: str) -> str:
    """Return the text with everything neutralised that could drive a terminal; LF and tab stay."""
    # Nothing hostile and no line end is printable; a roster has thousands of texts that are.
    if not text.isprintable():
        text = _hostile().sub(_harmless, _LINE_ENDS.sub("\n", text))
    return _perhaps_flood().sub(_without_flood, text) if len(text) > _MOST_UNSEEN else text


def neutral_line(text: str) -> str:
    """Return neutralised text on one line: white space with a line end or tab is a single space."""
    harmless = neutral(text)
    return harmless if harmless.isprintable() else _SPACES.sub(_one_line, harmless)


def _harmless(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _one_line(found: re.Match[str]) -> str:
    spaces = found.group()
    return " " if "\n" in spaces or "\t" in spaces else spaces


def _without_flood(found: re.Match[str]) -> str:
    kept: list[str] = []
    unseen = 0
    for each in found.group():
        unseen = unseen + 1 if unicodedata.category(each) in ("Mn", "Me", "Cf") else 0
        if unseen <= _MOST_UNSEEN:
            kept.append(each)
        elif unseen == _MOST_UNSEEN + 1:
            kept.append("\ufffd")
    return "".join(kept)
