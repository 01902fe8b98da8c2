"""The nineteen columns in which petition systems exchange their register, written and read again.

Name, address and telephone number are filled where an identity was asked for with a reason; whether
somebody came for the first time is never filled: nobody's history is kept.
"""

from __future__ import annotations

from datetime import datetime

from xfconsole.commands.sheet import Cell
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Channel, Identity, Purpose
from xfconsole.core.words.procedure import OPEN
from xfconsole.ui.words.catalogue import catalogue, word_key

HEADS = tuple(
    "信访件编号 姓名 信访人数 住址 手机号码 问题属地 信访目的 内容分类 信访日期 登记日期 限办时间 "
    "信访形式 概况 "
    "是否办结 是否全国初次信访 联名信或集体访 信访件状态 登记部门 登记人".split()
)
"""In their order; the form is a Chinese one whatever language is spoken."""
_JOINT = (Channel.JOINT_LETTER, Channel.GROUP_VISIT)


def exchange_cells(
    row: MatterRow, summary: str, identity: Identity | None, now: datetime, office: str
) -> list[Cell]:
    """Return a matter's cells as of ``now``, in its zone; ``summary`` without long numbers."""
    say, who = catalogue("zh").say, identity or Identity()
    protected = row.confidential or row.purpose is Purpose.ACCUSATION
    received, registered = (
        at.astimezone(now.tzinfo).date().isoformat() for at in (row.received_at, row.registered_at)
    )
    return [
        *(row.number, who.name, row.headcount, who.address, who.phone, row.place),
        say(word_key(row.purpose)) if row.purpose else "",
        "_".join(row.topic),
        *(received, registered, row.due_on.isoformat() if row.due_on else ""),
        say(word_key(row.channel)),
        # Of an accusation nothing leaves that could show who reported it (TG 30).
        say("document.protected") if protected else summary,
        "否" if row.state in OPEN else "是",
        "",
        say(word_key(row.channel)) if row.channel in _JOINT else "",
        *(say(word_key(row.state)), office, row.officer),
    ]
