"""The columns of the ledger (台账): what each shows, how wide it is, and which come as usual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from screens.widgets.row_list import Column
from xfconsole.core.reader.highlights import Mark, marks_of
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import Channel, Purpose
from xfconsole.core.words.procedure import OPEN, Clock, State
from xfconsole.ui.text.cells import plain, width
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import COLUMNS, heading, word
from xfconsole.ui.words.deadlines import DueDay, Nearness
from xfconsole.ui.words.identity import short_summary

USUAL = (
    *("number", "received", "state", "due", "unit", "summary"),
    *("channel", "headcount", "officer", "topic", "clock", "holder", "purpose"),
)
"""The columns of an office that chose none; those that do not fit are left out from the end."""

_TOLD_TO_ALL = frozenset({"number", "received", "summary"})
"""What an officer barred from a matter is shown of it; for the summary the reason stands."""
_SEARCHED = frozenset({"number", "summary", "unit", "holder", "topic"})
"""What the words of a filter are looked for in, of what a row shows."""
_STATE_CELLS = 12
"""Rare states of more cells end in "…", so that 80 columns keep room for the summary."""
_WARN = (Nearness.OVERDUE, Nearness.UNDECIDED)


@dataclass(slots=True)
class Moment:
    """Against what times are told; the list moves it on."""

    zone: ZoneInfo
    due: DueDay
    letters: int = 0
    """How many letters of a desk numbers carry."""

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.due.now.date()


def column(name: str, moment: Moment) -> Column[MatterRow]:
    """Return one column. Its width holds the widest word it can show, but for rare states."""
    cell, cells, align = _CELLS.get(name) or _line(name)
    styles: dict[str, Callable[[MatterRow], str]] = {
        "state": _state_style,
        "due": lambda row: _due_style(row, moment),
    }
    style = styles.get(name, _plain)

    def told(row: MatterRow) -> str:
        return cell(row, moment) if row.barred is None or name in _TOLD_TO_ALL else ""

    def marked(row: MatterRow) -> str:
        return style(row) if row.barred is None else "row--quiet"

    def found(row: MatterRow, words: Sequence[str]) -> Sequence[Mark]:
        return marks_of(plain(told(row)), words) if row.barred is None else ()

    marks = found if name in _SEARCHED else None
    wide = cells() + (moment.letters if name == "number" else 0) if cells else 0
    return Column(told, wide, align, marked, marks=marks)


def short_moment(at: datetime, zone: ZoneInfo, today: date) -> str:
    """Return at most 11 cells: the time on ``today``, in its year day and time, else the day."""
    local = at.astimezone(zone)
    if local.date() == today:
        return local.strftime("%H:%M")
    return local.strftime("%m-%d %H:%M" if local.year == today.year else "%Y-%m-%d")


def known(columns: Sequence[str]) -> tuple[str, ...]:
    """Return those names that are columns, each once; the usual ones if none is."""
    return tuple(dict.fromkeys(name for name in columns if name in COLUMNS)) or USUAL


def _state(row: MatterRow, _: Moment) -> str:
    if row.contested:
        return say("ledger.live_contested" if row.live else "contested.state")
    return say("ledger.live", incident=row.incident) if row.live else word(row.state)


def _state_style(row: MatterRow) -> str:
    if row.live or row.contested:
        return "row--warn"
    return "" if row.state in OPEN else "row--ok"


def _due_style(row: MatterRow, moment: Moment) -> str:
    near = moment.due.nearness(row)
    if near in _WARN:
        return "row--warn"
    return "row--strong" if near in (Nearness.SOON, Nearness.PAST_CONTROL) else ""


def _plain(_: MatterRow) -> str:
    return ""


def _at(at: datetime | None, moment: Moment) -> str:
    return short_moment(at, moment.zone, moment.today) if at else ""


def _marks(row: MatterRow, _: Moment) -> str:
    found = {
        "ledger.mark.urgent": row.urgent,
        "ledger.mark.supervised": row.supervised,
        "ledger.mark.simple": row.simple,
        "ledger.mark.anonymous": row.anonymous,
        "ledger.mark.confidential": row.confidential,
    }
    return " ".join(say(key) for key, holds in found.items() if holds)


def _due_cells() -> int:
    late = (say(key, days=99) for key in ("ledger.due.late_days", "ledger.due.past_control"))
    return 6 + max(map(width, (say("ledger.due.undecided"), *late)))


def _widest(words: Iterable[StrEnum]) -> int:
    return max(width(word(each)) for each in words)


def _line(name: str) -> _Cell:
    """Return how a line of text is shown: as the row has it."""
    return lambda row, _: str(getattr(row, name)), lambda: 8, "left"


_Cell = tuple[Callable[[MatterRow, Moment], str], Callable[[], int] | None, str]
_CELLS: dict[str, _Cell] = {
    "number": (lambda row, _: row.number, lambda: 11, "left"),
    "received": (lambda row, at: _at(row.received_at, at), lambda: 11, "left"),
    "channel": (lambda row, _: word(row.channel), lambda: _widest(Channel), "left"),
    "purpose": (
        lambda row, _: word(row.purpose) if row.purpose else "",
        lambda: _widest(Purpose),
        "left",
    ),
    "topic": (lambda row, _: " / ".join(row.topic), lambda: 16, "left"),
    "summary": (lambda row, _: short_summary(row), None, "left"),
    "state": (_state, lambda: min(_STATE_CELLS, max(11, _widest(State))), "left"),
    "due": (lambda row, at: at.due.words(row), _due_cells, "left"),
    "clock": (
        lambda row, _: word(row.due_clock) if row.due_clock else "",
        lambda: _widest(Clock),
        "left",
    ),
    "marks": (_marks, lambda: 14, "left"),
    "headcount": (
        lambda row, _: str(row.headcount) if row.headcount is not None else "",
        lambda: width(heading("headcount")),
        "right",
    ),
    "concerned": (
        lambda row, _: str(row.concerned) if row.concerned is not None else "",
        lambda: width(heading("concerned")),
        "right",
    ),
    "publishable": (
        lambda row, _: say("ledger.mark.publishable") if row.publishable else "",
        lambda: width(say("ledger.mark.publishable")),
        "left",
    ),
    "registered": (lambda row, at: _at(row.registered_at, at), lambda: 11, "left"),
    "answered": (lambda row, at: _at(row.answered_at, at), lambda: 11, "left"),
}
