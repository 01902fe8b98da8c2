"""The terms of the ledger's filter as values: what can be asked for, in the words it is written in.

Nothing can be asked for by complainant: there is no term for who wrote, rang or came.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.procedure import State


class FilterKey(StrEnum):
    """What a term is about."""

    UNIT = "unit"
    STATE = "state"
    CHANNEL = "channel"
    PURPOSE = "purpose"
    TOPIC = "topic"
    TOWNSHIP = "township"
    PLACE = "place"
    ADDRESSEE = "addressee"
    CAUSE = "cause"
    HEADCOUNT = "headcount"
    CONCERNED = "concerned"
    LEADER = "leader"
    NUMBER = "no"
    OFFICER = "officer"
    IMPORT = "import"
    DUE = "due"
    RECEIVED = "received"


class Flag(StrEnum):
    """What a matter either is or is not."""

    OVERDUE = "overdue"
    PAST_CONTROL = "past_control"
    SOON = "soon"
    PAST = "past"
    UNDECIDED = "undecided"
    LIVE = "live"
    SUPERVISED = "supervised"
    URGENT = "urgent"
    SIMPLE = "simple"
    NEEDS_LEADER = "needs_leader"
    ANONYMOUS = "anonymous"
    PUBLISHABLE = "publishable"
    CONTESTED = "contested"
    OPEN = "open"
    CLOSED = "closed"


class Compare(StrEnum):
    """How a day or a stretch of time is compared."""

    IS = ":"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Near(StrEnum):
    """Days and hours that have a word of their own."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    YESTERDAY = "yesterday"
    HOUR = "hour"


CLOSED_LISTS: Mapping[FilterKey, type[StrEnum]] = {
    FilterKey.STATE: State,
    FilterKey.CHANNEL: Channel,
    FilterKey.PURPOSE: Purpose,
}
"""Fields whose values are one of a closed word list."""
TIMES = (FilterKey.DUE, FilterKey.RECEIVED)
AMOUNTS = (FilterKey.HEADCOUNT, FilterKey.CONCERNED)
"""Fields that hold how many people came, or are concerned."""

FIELD_WORDS: Mapping[FilterKey, tuple[str, ...]] = {
    FilterKey.UNIT: ("单位", "责任单位", "承办单位"),
    FilterKey.STATE: ("状态", "办理状态"),
    FilterKey.CHANNEL: ("形式", "渠道", "信访形式"),
    FilterKey.PURPOSE: ("目的", "信访目的"),
    FilterKey.TOPIC: ("分类", "内容分类"),
    FilterKey.TOWNSHIP: ("街道", "乡镇", "街道乡镇"),
    FilterKey.PLACE: ("属地", "问题属地"),
    FilterKey.ADDRESSEE: ("受信人",),
    FilterKey.CAUSE: ("原因", "信访原因"),
    FilterKey.HEADCOUNT: ("人数",),
    FilterKey.CONCERNED: ("涉及", "涉及人数"),
    FilterKey.LEADER: ("包案", "包案领导"),
    FilterKey.NUMBER: ("编号",),
    FilterKey.OFFICER: ("登记人", "值班员"),
    FilterKey.IMPORT: ("导入",),
    FilterKey.DUE: ("到期", "期限", "时限"),
    FilterKey.RECEIVED: ("收到", "收件"),
}
"""The Chinese words of each field, the one shown first."""

FLAG_WORDS: Mapping[Flag, tuple[str, ...]] = {
    Flag.OVERDUE: ("超期", "逾期"),
    Flag.PAST_CONTROL: ("已过控制期限", "过控"),
    Flag.SOON: ("临期",),
    Flag.PAST: ("导入时超期",),
    Flag.UNDECIDED: ("超期未受理",),
    Flag.LIVE: ("现场",),
    Flag.SUPERVISED: ("督办",),
    Flag.URGENT: ("紧急",),
    Flag.SIMPLE: ("简易办理", "简易"),
    Flag.NEEDS_LEADER: ("待包案",),
    Flag.ANONYMOUS: ("匿名",),
    Flag.PUBLISHABLE: ("可以公开", "可公开"),
    Flag.CONTESTED: ("待核定",),
    Flag.OPEN: ("未结", "在办"),
    Flag.CLOSED: ("已结",),
}
NEAR_WORDS: Mapping[Near, tuple[str, ...]] = {
    Near.TODAY: ("今天", "今日"),
    Near.TOMORROW: ("明天", "明日"),
    Near.YESTERDAY: ("昨天", "昨日"),
    Near.HOUR: ("一小时", "1小时内"),
}

FIELDS: Mapping[str, FilterKey] = {
    word: field for field in FilterKey for word in (field.value, *FIELD_WORDS[field])
}
FLAGS: Mapping[str, Flag] = {
    word: flag for flag in Flag for word in (flag.value, *FLAG_WORDS[flag])
}
NEARS: Mapping[str, Near] = {
    word: near for near in Near for word in (near.value, *NEAR_WORDS[near])
}

When: TypeAlias = date | timedelta | Near
"""A day of the calendar; a stretch of whole days or hours from now on; or a word for one."""


@frozen
class Holds:
    """A text field holds one of the texts, whatever their case."""

    field: FilterKey
    texts: tuple[str, ...]
    negated: bool = False


@frozen
class OneOf:
    """A field with a closed list has one of these values."""

    field: FilterKey
    values: tuple[StrEnum, ...]
    negated: bool = False


@frozen
class Timed:
    """A day compares with another one.

    For what is due a stretch is counted from today on, for what was received back from today:
    ``received>7d`` came more than seven days ago. Hours are for what is due only.
    """

    field: FilterKey
    compare: Compare
    when: When
    negated: bool = False


@frozen
class Counted:
    """A number of people compares with another one; where none is known, it does not."""

    field: FilterKey
    compare: Compare
    amount: int
    negated: bool = False


@frozen
class Flagged:
    """A matter is something."""

    flag: Flag
    negated: bool = False


@frozen
class Word:
    """A word stands in the number, the summary, the unit, the subject …"""

    text: str
    negated: bool = False


Term: TypeAlias = Holds | OneOf | Timed | Counted | Flagged | Word


@frozen
class LedgerQuery:
    """What matters are asked for: all of these terms have to hold. Its text reads as the same."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        return " ".join(map(_spelled, self.terms))


EVERYTHING = LedgerQuery()
_PLAIN = re.compile(r"[\w.#/()\[\]]+")


def quoted(text: str) -> str:
    """Return a text as it stands in a filter: in quotes unless nothing in it could be misread."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def when_text(when: When) -> str:
    """Return a day or a stretch as it stands in a filter: ``3d``, ``2h``, ``2026-03-01``."""
    if isinstance(when, timedelta):
        hours = when // timedelta(hours=1)
        return f"{when.days}d" if when == timedelta(when.days) else f"{hours}h"
    return when.value if isinstance(when, Near) else when.isoformat()


def _spelled(term: Term) -> str:
    sign = "-" if term.negated else ""
    match term:
        case Holds():
            return f"{sign}{term.field}:{','.join(map(quoted, term.texts))}"
        case OneOf():
            return f"{sign}{term.field}:{','.join(each.value for each in term.values)}"
        case Timed():
            return f"{sign}{term.field}{term.compare.value}{when_text(term.when)}"
        case Counted():
            return f"{sign}{term.field}{term.compare.value}{term.amount}"
        case Flagged():
            return f"{sign}{term.flag}"
        case Word():
            return sign + (f'"{term.text}"' if term.text in _RESERVED else quoted(term.text))


_RESERVED = frozenset(FLAGS)
"""A word that would be read as a flag stands in quotes."""
