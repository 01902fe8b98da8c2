"""The words that files of letters use: forms, purposes, who is nobody; and what is never read."""

from __future__ import annotations

import re

from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.imports.table import Cell, composed, header_key

CHANNELS: dict[str, Channel] = {
    word: channel
    for channel, words in {
        Channel.LETTER: "来信 信件 书信 信 letter mail post",
        Channel.VISIT: "来访 走访 个访 visit",
        Channel.CALL: "来电 电话 电话信访 12345转办 call phone telephone",
        Channel.ONLINE: "网上 网上信访 网络 网信 在线 留言 手机信访 微信信访 网上建议 领导信箱 "
        "online web internet email e-mail",
        Channel.GROUP_VISIT: "集体访 集体来访 group_visit group",
        Channel.JOINT_LETTER: "联名信 联名 joint_letter joint",
    }.items()
    for word in words.split()
}
PURPOSES: dict[str, Purpose | None] = {
    word: purpose
    for purpose, words in {
        Purpose.CLAIM: "求决 申诉 申诉求决 claim",
        Purpose.SUGGESTION: "建议 意见建议 建议意见 suggestion",
        Purpose.ACCUSATION: "检举控告 揭发控告 accusation",
        None: "其他 其它 咨询 感谢 other",
    }.items()
    for word in words.split()
}
"""What has a purpose that the Regulation does not know has none noted."""
PUBLISHABLE: dict[str, bool] = {
    **dict.fromkeys("是 公开 可公开 可以公开 同意公开 yes y 1 true".split(), True),
    **dict.fromkeys("否 不公开 不同意公开 no n 0 false".split(), False),
}
"""What a file says of whether a matter may be published; by any other word it may not."""
ANONYMOUS = frozenset(
    "匿名 匿名信 匿名用户 匿名网友 佚名 不详 anonymous anon unknown none n/a -".split()
)
_OURS = {
    *"来信 来访 来电 网上 集体访 联名信 申诉求决 建议意见 检举控告".split(),
    *(each.value for each in (*Channel, *Purpose)),
    *PUBLISHABLE,
}
_SEVERAL = {Channel.LETTER: Channel.JOINT_LETTER, Channel.VISIT: Channel.GROUP_VISIT}
_NEVER = re.compile(
    "扬言|特殊人员|重点人员|重点人|民族|政治面貌|证件|身份证|逐级走访|是否.{0,4}[初首]次|[初首]次(?:信|来|上|走)访|"
    "ethnic|politic|passport|idcard|idnumber|idno|nationalid"
)
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|(?:sub)?total)\W*\d*\W*[件封条]?", re.I)
_NOTE = re.compile(
    r"\W*(?:备注|注|说明|制表|填表|审核|notes?|prepared by|printed)\s*[:：].*", re.I | re.S
)


def is_never_read(header: str) -> bool:
    """Whether a column says of people what no office's desk keeps: nobody can ask for it."""
    return bool(_NEVER.search(header_key(header)))


def is_no_letter(cell: Cell) -> bool:
    """Whether a row that begins so, and has no time, is a total or a note below the letters."""
    text = composed(cell).strip()
    return bool(_TOTAL.fullmatch(text) or _NOTE.fullmatch(text))


def words_apart(*cells: str) -> str:
    """Return a file's words that are none of the desk's own for the same."""
    told = (composed(cell).strip() for cell in cells)
    return "、".join(word for word in told if word and _word(word) not in _OURS)


def channel_of(form: str, joint: str) -> Channel | None:
    """Return the form of a matter from its own column and that of group visits and joint letters.

    None for a word that is none. A file without either means what is written online.
    """
    channel = CHANNELS.get(_word(form), None if form.strip() else Channel.ONLINE)
    together = CHANNELS.get(_word(joint))
    if channel is None or together in _SEVERAL.values():
        return together if channel else None
    return _SEVERAL.get(channel, channel) if _word(joint) in ("是", "yes", "y", "1") else channel


def may_be_published(text: str) -> bool:
    """Whether a file says that the matter may be published."""
    return PUBLISHABLE.get(_word(text), False)


def _word(text: str) -> str:
    return "_".join(composed(text).casefold().split())
