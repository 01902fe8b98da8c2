"""Strings that try to drive the terminal, the markup, the database or a spreadsheet, each named.

Tests send every one of them through a door of the program (a form, a file, a screen) and hold the
result against `assert_harmless`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

ESC, CSI8, OSC8, ST8 = "\x1b", "\x9b", "\x9d", "\x9c"

_TERMINAL = {
    "csi_colour": f"{ESC}[31m红{ESC}[0m",
    "csi_clear_screen": f"{ESC}[2J{ESC}[H",
    "csi_cursor_up": f"一行{ESC}[5A盖住{ESC}[K",
    "csi_alternate_screen": f"{ESC}[?1049h{ESC}[?25l",
    "csi_device_report": f"{ESC}[6n{ESC}[c{ESC}[>q",
    "csi_scroll_region": f"{ESC}[1;2r{ESC}[3;9H",
    "csi_mouse_on": f"{ESC}[?1000h{ESC}[?1006h",
    "csi_kitty_keyboard": f"{ESC}[>31u",
    "esc_full_reset": f"{ESC}c",
    "esc_line_drawing": f"{ESC}(0lqqk",
    "osc_title": f"{ESC}]0;换了标题\x07",
    "osc_52_clipboard": f"{ESC}]52;c;cm0gLXJmIH4=\x07",
    "osc_8_link": f"{ESC}]8;;https://example.invalid{ESC}\\点这里{ESC}]8;;{ESC}\\",
    "osc_unterminated": f"{ESC}]0;没有结尾",
    "dcs_sixel": f"{ESC}Pq#0;2;0;0;0~~{ESC}\\",
    "apc_kitty_image": f"{ESC}_Gf=24,s=1,v=1;AAAA{ESC}\\",
    "pm_and_sos": f"{ESC}^密{ESC}\\{ESC}X文{ESC}\\",
    "c1_csi": f"{CSI8}31m红{CSI8}2J",
    "c1_osc_title": f"{OSC8}0;标题{ST8}",
    "c1_dcs_apc": "\x90q~~\x9c\x9fGa=d\x9c",
    "c1_index_reverse": "\x84\x8d\x85\x88",
    "paste_end": f"正文{ESC}[201~quit\n{ESC}[200~",
    "wide_char_split": f"安置{ESC}[1D房{ESC}[31m逾",
    "escape_at_the_end": f"还没完{ESC}",
    "bell_flood": "\x07" * 50,
    "nul": "前\x00后",
    "backspace_overprint": "同意\x08\x08\x08\x08不同意",
    "carriage_return_overwrite": "欠薪三十万元\r已经解决",
    "form_feed_vertical_tab": "一\x0c二\x0b三",
    "shift_out": "\x0e中文\x0f",
    "delete": "字\x7f\x7f",
    "substitute_xon_xoff": "\x1a\x11\x13\x04\x03",
    "unit_separators": "a\x1cb\x1dc\x1ed\x1fe",
}

_UNICODE = {
    "bidi_override": "金额 \u202e0001\u202c 元",
    "bidi_embedding": "\u202aabc\u202bdef\u202dghi",
    "bidi_isolate": "\u2066abc\u2067def\u2068ghi\u2069",
    "rtl_marks": "\u200fabc\u200e\u061c",
    "bidi_unclosed": "编号\u202e\u202e\u202e",
    "deprecated_format": "\u206a\u206b\u206f文",
    "zero_width": "安\u200b置\u200c房\u200d\u2060",
    "zero_width_flood": "静" + "\u200b\u200d\u2060\ufeff" * 300,
    "zalgo": "H" + "\u0301\u0321\u0489\u20dd\ufe20" * 60 + "信",
    "zalgo_tibetan": "ཀ" + "\u0fad\u0f71\u0f74" * 40,
    "zalgo_joined": ("o" + "\u0336" * 8 + "\u200d") * 3 + "\u0336" * 400,
    "variation_flood": "葛" + "\U000e0100\ufe0f" * 50,
    "variation_selectors": "葛\U000e0100 ☎\ufe0e ☎\ufe0f",
    "zwj_family": "👨‍👩‍👧‍👦 一家四口",
    "flags": "🇨🇳🇬🇧🇨",
    "skin_tones": "👍🏿👍🏻✊🏽",
    "emoji": "😀🏠🚧🔥",
    "keycap": "1\ufe0f\u20e3#\ufe0f\u20e3",
    "lone_high_surrogate": "高\ud83d端",
    "lone_low_surrogate": "低\ude00端",
    "surrogates_swapped": "\ude00\ud83d",
    "noncharacters": "\ufffe\uffff\ufdd0\U0001fffe\U0010ffff",
    "line_separators": "一\u2028二\u2029三",
    "next_line": "一\x85二",
    "byte_order_mark": "\ufeff开头\ufeff中间",
    "soft_hyphen": "安\xad置\xad房",
    "tag_characters": "🏴\U000e0067\U000e0062\U000e007f\U000e0001",
    "interlinear_annotation": "\ufff9字\ufffa注\ufffb",
    "private_use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "unassigned": "\u0378\U000e0fff",
    "half_width_katakana": "ｱﾊﾟｰﾄ ﾃﾞﾝﾜ",
    "full_width_latin": "Ａ３区ＸＹＺ１２３",
    "tibetan": "བཀྲ་ཤིས་བདེ་ལེགས།",
    "arabic": "السلام عليكم ١٢٣",
    "hebrew_and_han": "שלום 你好 שלום",
    "thai": "ที่อยู่อาศัยผู้สูงอายุ",
    "devanagari": "क्षत्रिय ज़िंदगी",
    "mongolian": "ᠮᠣᠩᠭᠣᠯ\u180e\u180b",
    "hangul_filler": "\u3164\u115f\u1160",
    "full_width_spaces": "\u3000\u3000\u3000",
    "only_spaces": "     ",
    "odd_spaces": "\xa0\u2003\u202f\u205f\u1680",
    "decomposed_accents": "cafe\u0301 nai\u0308ve",
    "rare_han": "\U00020000\U0002a6d6㐀𠮷野家",
}

_MARKUP = {
    "rich_colour": "[red]红[/red]",
    "rich_closing": "[/b]",
    "rich_todo": "[TODO] 补材料",
    "textual_click": "[@click=app.quit]退出[/]",
    "textual_link": "[link=https://example.invalid]点[/link]",
    "rich_meta": "[@mouse.down=app.bell()]x[/]",
    "rich_escaped": r"\[red]\\[b]",
    "rich_emoji_code": ":skull: :warning:",
    "textual_variable": "[$primary on $error]x[/]",
    "unbalanced_brackets": "[[[]】]【[/][",
    "bracket_at_the_end": "没写完[",
    "markdown": "# 标题\n**粗** [x](javascript:alert(1)) `rm`",
    "html": "<script>alert(1)</script>&lt;b&gt;&#27;",
}

_PROGRAM = {
    "format_positions": "{0} {1!r} {}",
    "format_names": "{name} {number.__class__.__mro__}",
    "format_unbalanced": "{ }} {{ {",
    "percent": "%s %d %(name)s %% 100%",
    "template_dollar": "$name ${number} $$",
    "sql_quotes": "'; DROP TABLE event; --",
    "sql_double_quotes": '" OR ""="',
    "like_wildcards": "100%_\\%",
    "full_text_query": 'NEAR("a" b) * OR NOT summary:x ^y',
    "json_quotes": '"}],{"number":"1"',
    "json_escapes": "\\u001b[31m \\n \\ud800",
    "xml_excel_escape": "_x001B_[31m _x0000_ _x000D_",
    "formula_equals": "=1+1",
    "formula_command": "=cmd|' /C calc'!A0",
    "formula_link": '=HYPERLINK("https://example.invalid","点")',
    "formula_plus": "+86-000-0000",
    "formula_minus": "-2+3",
    "formula_at": "@SUM(A1:A9)",
    "formula_after_tab": "\t=1+1",
    "path_traversal": "../../../../etc/passwd",
    "path_windows": r"..\..\CON\NUL.txt",
    "shell": "$(reboot) `reboot` ; reboot & | >",
    "csv_quotes": 'a,"b""c",d\r\ne;f\tg',
}

_SIZE = {
    "long_word": "长" * 10_000,
    "long_latin_word": "x" * 10_000,
    "long_letter": ("\t\t\n 关于[安置房]逾期\u3000交付(二期){33户}的情况\r\n" * 250)[:7_000],
    "many_lines": "行\n" * 2_000,
    "many_tabs": "\t" * 3_000,
    "leading_breaks": "\n\t\t\t\t\t\n\t\t\t\t\t正文",
    "empty": "",
}

HOSTILE: dict[str, str] = {**_TERMINAL, **_UNICODE, **_MARKUP, **_PROGRAM, **_SIZE}
"""Every hostile string by its name, which serves as a test's id."""


def hostile_texts(size: int = 12, before: str = "看") -> Iterator[str]:
    """Yield all of them some at a time in one text, each behind ``before``."""
    every = [before + text for text in HOSTILE.values()]
    for at in range(0, len(every), size):
        yield "".join(every[at : at + size])


def in_groups(size: int = 6) -> dict[str, str]:
    """Return all of them by names: short ones some at a time, each between words; others alone.

    Alone stands also what has no words, and is refused where words are needed.
    """
    short = [name for name, text in HOSTILE.items() if text.strip() and len(text) < 1_000]
    found = {name: text for name, text in HOSTILE.items() if name not in short}
    for at in range(0, len(short), size):
        names = short[at : at + size]
        found["+".join(names)] = "甲".join(HOSTILE[name] for name in names)
    return found


_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MOST_UNSEEN = 8


# A journal says the same few texts again and again.
@lru_cache(maxsize=8192)
def assert_harmless(text: str) -> None:
    """Fail unless the text, stored or on screen, can drive no terminal; LF and tab may be in it."""
    at_fault = sorted({f"U+{ord(each):04X}" for each in set(text) if _drives(each)})
    assert not at_fault, f"these can drive a terminal: {' '.join(at_fault)}"
    assert _longest_unseen(text) <= _MOST_UNSEEN, "a flood of invisible characters came through"


@cache
def _drives(character: str) -> bool:
    """Judge by Unicode's own properties, so as not to repeat the rule that is under test."""
    code, kind = ord(character), unicodedata.category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return character not in "\n\t"
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return kind == "Cs" or character in _BIDI or noncharacter


def _longest_unseen(text: str) -> int:
    longest = run = 0
    # Few texts hold any, and of those that do few signs are it.
    if any(map(_is_unseen, set(text))):
        for each in text:
            run = run + 1 if _is_unseen(each) else 0
            longest = max(longest, run)
    return longest


@cache
def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")
