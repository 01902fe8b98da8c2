"""The ledger's rows: number, receipt, channel, state, unit, summary; more where there is room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from screens.widgets.headed_list import HeadedList
from screens.widgets.row_list import Column
from xfconsole.core.life import OPEN
from xfconsole.core.life_words import State
from xfconsole.core.model import Channel, Purpose
from xfconsole.core.ports import MatterRow
from xfconsole.ui.cells import width
from xfconsole.ui.i18n import say
from xfconsole.ui.words import word

WIDE = 110


class LedgerList(HeadedList[MatterRow]):
    """One matter a row. Times are those at the office."""

    def __init__(self, zone: ZoneInfo, today: date, *, id: str | None = None) -> None:  # noqa: A002
        self._zone, self._today = zone, today
        state = max(11, _widest(State))
        super().__init__(
            [
                ("ledger.head.number", Column(lambda row: row.number, cells=11)),
                ("ledger.head.received", Column(self._received, cells=11)),
                ("ledger.head.channel", Column(_channel, cells=_widest(Channel))),
                ("ledger.head.state", Column(_state, cells=state, style=_style)),
                ("ledger.head.unit", Column(lambda row: row.unit, cells=10)),
                ("ledger.head.summary", Column(lambda row: row.summary)),
                ("ledger.head.topic", Column(_topic, cells=16, least=WIDE)),
                ("ledger.head.purpose", Column(_purpose, cells=_widest(Purpose), least=WIDE)),
                ("ledger.head.officer", Column(lambda row: row.officer, cells=8, least=WIDE)),
            ],
            id=id,
        )

    def new_day(self, today: date) -> None:
        """Let the times of the day before say their day."""
        if today != self._today:
            self._today = today
            self.refresh()

    def _received(self, row: MatterRow) -> str:
        return short_moment(row.received_at, self._zone, self._today)


def short_moment(at: datetime, zone: ZoneInfo, today: date) -> str:
    """Return at most 11 cells: the time on ``today``, in its year day and time, else the day."""
    local = at.astimezone(zone)
    if local.date() == today:
        return local.strftime("%H:%M")
    return local.strftime("%m-%d %H:%M" if local.year == today.year else "%Y-%m-%d")


def _state(row: MatterRow) -> str:
    return say("ledger.live", incident=row.incident) if row.live else word(row.state)


def _style(row: MatterRow) -> str:
    if row.live:
        return "row--warn"
    return "" if row.state in OPEN else "row--ok"


def _channel(row: MatterRow) -> str:
    return word(row.channel)


def _topic(row: MatterRow) -> str:
    return " / ".join(row.topic)


def _purpose(row: MatterRow) -> str:
    return word(row.purpose) if row.purpose else ""


def _widest(words: Iterable[StrEnum]) -> int:
    return max(width(word(each)) for each in words)
