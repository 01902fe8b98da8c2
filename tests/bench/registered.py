"""A register of any size, written straight into the ledger's table: always the same."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import cache

from data.file.connection import Connection
from data.journal.codec import canonical, instant_text
from data.ledger.grams import grams
from data.ledger.indexer import bucket
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import OPEN, Clock, State
from xfconsole.ids import uuid7

YEARS = timedelta(days=3650)
UNITS = [f"{name}{part}局" for name in "住人教城交水自卫民农" for part in "建社育管通利资健政业"]
TOWNSHIPS = [f"{name}街道" for name in "东西南北中上下新老前后左右大小"]
TOPICS = [("城乡建设", f"第{n}类") for n in range(15)] + [("民政", f"第{n}类") for n in range(15)]
OFFICERS = ("李敏", "何静", "郑岚", "周平")
SAID = ("安置房逾期交付", "小区停水三日", "拖欠工资", "夜间施工噪声", "学位不足", "道路积水")
WORDS = ("过渡", "拆迁", "物业", "公交", "补贴", "医保", "绿化", "路灯")
"""Of two characters: the index alone tells which matters have them."""
OPEN_SHARE = 0.12
"""One matter in eight is not over; of these most have a duty with a date."""
_BATCH = 20_000
_OVER = (State.ARCHIVED, State.ARCHIVED, State.ARCHIVED, State.CONCLUDED, State.WITHDRAWN)
_COLUMNS = (
    "uid number channel summary purpose topic unit township headcount anonymous confidential "
    "read_back sealed source source_ref received_at registered_at officer state holder "
    "due_on due_clock due_at reckoned undecided supervised urgent again"
).split()
_INSERT = f"INSERT INTO matter ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def fill_register(
    connection: Connection, matters: int, now: datetime, span: timedelta = YEARS
) -> None:
    """Write so many matters, received over a span until now, and index their summaries."""
    source = random.Random(7)
    for start in range(0, matters, _BATCH):
        serials = range(start, min(start + _BATCH, matters))
        rows = [
            _row(serial, now - span * (1 - serial / matters), now, source) for serial in serials
        ]
        connection.driver.cursor().executemany(_INSERT, rows)
        _index(connection, rows, now)


def _row(
    serial: int, received: datetime, now: datetime, source: random.Random
) -> tuple[object, ...]:
    uid = uuid7(int(received.timestamp() * 1000), serial)
    summary = f"{source.choice(SAID)}，{source.choice(WORDS)}问题 {source.choice(WORDS)}"
    unit = source.choice(UNITS)
    is_open = source.random() < OPEN_SHARE
    due = now + timedelta(hours=source.uniform(-600, 1400)) if is_open else None
    at = instant_text(received)
    return (
        uid, f"{received.year}-{serial:07}", source.choice(list(Channel)).value, summary,
        source.choice([None, *Purpose]), canonical(source.choice(TOPICS)), unit,
        source.choice(TOWNSHIPS), None, int(source.random() < 0.2), 0,
        0, "", "", "", at, at, source.choice(OFFICERS),
        source.choice(OPEN if is_open else _OVER).value, unit if is_open else "",
        due.date().isoformat() if due else None, Clock.DECIDE.value if due else None,
        instant_text(due) if due else None, 1, int(is_open and source.random() < 0.05),
        int(source.random() < 0.002), int(source.random() < 0.001), 0,
    )  # fmt: skip


def _index(connection: Connection, rows: list[tuple[object, ...]], now: datetime) -> None:
    cursor = connection.driver.cursor()
    places: dict[int, int] = {}
    docs = []
    for row in rows:
        first = bucket(datetime.fromisoformat(str(row[15])))
        places[first] = places.get(first, _taken(connection, first) if first not in places else 0)
        docs.append((first + places[first], row))
        places[first] += 1
    cursor.executemany(
        "INSERT INTO search_index (rowid, grams) VALUES (?, ?)",
        [(docid, _grams(str(row[3]))) for docid, row in docs],
    )
    cursor.executemany(
        "INSERT INTO search_doc (docid, matter, received_at, seq) VALUES (?, ?, ?, 1)",
        [(docid, row[0], row[15]) for docid, row in docs],
    )


def _taken(connection: Connection, first: int) -> int:
    statement = "SELECT max(docid) FROM search_doc WHERE docid BETWEEN ? AND ?"
    last = connection.execute(statement, (first, first + (1 << 22) - 1)).scalar()
    return 0 if last is None else int(last) - first + 1


@cache
def _grams(summary: str) -> str:
    return " ".join(sorted(grams([summary])))
