"""Keys as they are written on a keyboard."""

from __future__ import annotations

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "exclamation_mark": "!",
    "fullwidth_exclamation_mark": "！",
    "slash": "/",
    "ideographic_comma": "、",
    "question_mark": "?",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "backslash": "\\",
    "underscore": "_",
    "circumflex_accent": "^",
    "right_square_bracket": "]",
}

WIDE_VARIANTS = frozenset(
    {
        "fullwidth_exclamation_mark",
        "ideographic_comma",
        "ideographic_space",
        "f16",
        "f17",
        "f18",
        "f20",
        "f21",
    }
)
"""What a Chinese input method makes of a sign, and what some terminals call Shift+F5; it works like
the key and is not listed."""


def key_name(key: str) -> str:
    """Return a textual key as written on a keyboard: ``ctrl+g`` is ``Ctrl+G``."""
    *modifiers, last = key.split("+")
    parts = [each.capitalize() for each in modifiers]
    if last in _NAMES:
        parts.append(_NAMES[last])
    elif len(last) > 1 or modifiers:
        parts.append(last.upper() if last[1:].isdigit() or len(last) == 1 else last)
    else:
        parts.append(last)
    return "+".join(parts)
