"""Reads the rhythms of reports that a pack offers, and which of them it follows."""

from __future__ import annotations

import re
from datetime import time

from xfconsole.core.policy.reader import PackTable
from xfconsole.core.policy.reporting import ReportForm, Rhythm
from xfconsole.core.words.desk import Level

LONGEST = 1440
"""No report of a live incident is owed later than a day, in minutes."""
MOST = 20
AHEAD = 30
"""Minutes by which a report for a time of day is asked for before it, unless the pack says."""
_LEVELS = (Level.GENERAL, Level.MAJOR)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def read_rhythms(root: PackTable) -> dict[str, Rhythm]:
    """Return what ``[rhythms.NAME]`` say, by name; there may be none."""
    if not root.has("rhythms"):
        return {}
    return {name: _rhythm(name, each) for name, each in root.named("rhythms").items()}


def chosen(table: PackTable | None, known: dict[str, Rhythm]) -> tuple[Rhythm, ...]:
    """Return the rhythms that ``[reports]`` follows, in its order; it may name none."""
    if table is None or not table.has("rhythms"):
        return ()
    names = table.strings("rhythms", MOST)
    for name in names:
        if name not in known:
            listed = ", ".join(known)
            table.fault("rhythms", "policy.problem.unknown_rhythm", value=name, known=listed)
    return tuple(known[name] for name in dict.fromkeys(names) if name in known)


def _rhythm(name: str, table: PackTable) -> Rhythm:
    everywhere = _firsts(table)
    firsts = {level: _of_level(table, level) or everywhere for level in _LEVELS}
    rhythm = Rhythm(
        table.rule(),
        name,
        firsts,
        every=table.whole("every", 0, LONGEST) if table.has("every") else None,
        times=_times(table),
        ahead=table.whole("ahead", 1, LONGEST) if table.has("ahead") else AHEAD,
        daily=_time(table, "daily", table.string("daily")) if table.has("daily") else None,
        zero=table.flag("zero") if table.has("zero") else False,
    )
    if rhythm.zero and not table.has("daily"):
        table.fault("zero", "policy.problem.zero")
    table.done()
    return rhythm


def _of_level(table: PackTable, level: Level) -> dict[ReportForm, int]:
    inner = table.table(level.value) if table.has(level.value) else None
    if inner is None:
        return {}
    firsts = _firsts(inner)
    inner.done()
    return firsts


def _firsts(table: PackTable) -> dict[ReportForm, int]:
    forms = (form for form in ReportForm if table.has(form.value))
    return {form: table.whole(form.value, 0, LONGEST) for form in forms}


def _times(table: PackTable) -> tuple[time, ...]:
    if not table.has("times"):
        return ()
    found = (_time(table, "times", text) for text in table.strings("times", MOST))
    return tuple(sorted(each for each in found if each is not None))


def _time(table: PackTable, key: str, text: str) -> time | None:
    if (found := _CLOCK.fullmatch(text)) is not None:
        return time(int(found[1]), int(found[2]))
    if text:
        table.fault(key, "policy.problem.clock", value=text)
    return None
