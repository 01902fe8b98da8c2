"""The last gate before a terminal that draws only ASCII and letters: every other sign is replaced.

A sign becomes as many ASCII signs as it has cells, so that nothing moves.
"""

from __future__ import annotations

import unicodedata

from xfconsole.ui.text.cells import width

_LIKE = str.maketrans(
    "×·•–—―‐‑←→↑↓↔…‘’“”√✓●○◷◆◇■□▲△▼▽★☆※─━═│┃║▔▀▌▐░▒▓",
    "x-*-----<>^v-~''\"\"vv*o@*o#.^^vv***---|||--||.:#",
)
_BLOCKS = "_" * 2 + "=" * 3 + "#" * 3 + "|" * 7
"""▁ to █, then ▉ to ▏: a chart's columns and the ends of a scroll bar."""


class _Plain(dict[int, str]):
    """What stands for each sign, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = found = sign if code < 0x80 or _own(sign) else _stand_in(sign)
        return found


def plain_signs(text: str) -> str:
    """Return a text in ASCII, letters, and the full-width signs that Chinese is written with."""
    return text if text.isascii() else text.translate(_PLAIN)


def _own(sign: str) -> bool:
    """Whether it is a letter, a mark upon one, a full-width sign, or Chinese punctuation."""
    if "\u3000" <= sign <= "\u303f" or "\uff01" <= sign <= "\uff60":
        return True
    return unicodedata.category(sign)[0] in "LM"


def _stand_in(sign: str) -> str:
    code = ord(sign)
    if code in _LIKE:
        like = chr(_LIKE[code])
    elif 0x2500 <= code < 0x2580:
        like = "+"
    elif 0x2581 <= code < 0x2590:
        like = _BLOCKS[code - 0x2581]
    else:
        simple = unicodedata.normalize("NFKC", sign)
        like = simple if len(simple) == 1 and simple.isascii() else "?"
    return like * width(sign)


_PLAIN = _Plain()
