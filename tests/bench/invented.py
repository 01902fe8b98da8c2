"""Invented letters and visitors of the size of real ones; the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from openpyxl import Workbook

from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, CountSource, Identity, Purpose

CHARACTERS = 410
"""How long a real letter is on average; a reply is about as long."""
HEADERS = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
_FIRST = datetime(2024, 3, 1, 1, 0, tzinfo=UTC)
_SAID = "小区安置房逾期交付已有两年，开发商多次改口，雨天地下车库积水，物业不理。"
_UNITS = ("住建局", "人社局", "教育局", "城管局", "交通局", "水利局", "自然资源局")
_TOPICS = (("城乡建设", "房屋"), ("劳动和社会保障", "工资"), ("教育文体", "入学"))


def long_text(serial: int) -> str:
    """Return a text of about the length of a real letter, its length varying as theirs do."""
    length = CHARACTERS // 2 + serial * 37 % CHARACTERS
    return (f"第{serial}件：" + _SAID * (length // len(_SAID) + 1))[:length]


def matter(serial: int) -> MatterForm:
    """Return a matter as an officer registers it; every third names the complainant."""
    return MatterForm(
        (Channel.LETTER, Channel.CALL, Channel.VISIT)[serial % 3],
        f"安置房逾期交付，要求退还过渡费 {serial}",
        text=long_text(serial),
        purpose=Purpose.CLAIM,
        topic=_TOPICS[serial % len(_TOPICS)],
        unit=_UNITS[serial % len(_UNITS)],
        identity=Identity() if serial % 3 else Identity(name="吴越", phone="139-0000-0099"),
        anonymous=bool(serial % 3),
        received_at=_FIRST + timedelta(minutes=serial % 200_000),
    )


def group(serial: int) -> MatterForm:
    """Return a group visit of 5 to 54 people."""
    return MatterForm(
        Channel.GROUP_VISIT,
        f"安置房逾期交付，业主到大厅 {serial}",
        unit=_UNITS[serial % len(_UNITS)],
        township="河东街道",
        headcount=5 + serial % 50,
        count_source=CountSource.COUNTED,
        requests=("给出交房日期",),
    )


def letters() -> Iterator[tuple[str | int, ...]]:
    """Yield endless rows of a file of letters with replies, in the order of ``HEADERS``."""
    for serial in count(1):
        sent = _FIRST + timedelta(minutes=serial * 7)
        yield (
            serial,
            f"U{serial:08d}",
            f"关于安置房逾期交付的来信 {serial}",
            sent.strftime("%Y/%m/%d %H:%M:%S"),
            long_text(serial),
            long_text(serial + 5),
            (sent + timedelta(days=9)).strftime("%Y/%m/%d %H:%M:%S"),
        )


def write_letters(path: Path, rows: Iterator[tuple[str | int, ...]], size: int) -> Path:
    """Write the next rows as the workbook an office would send."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADERS)
    for _ in range(size):
        sheet.append(next(rows))
    book.save(path)
    return path
