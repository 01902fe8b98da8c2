"""What the fields of the intake form can be picked from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache

from screens.widgets.picker_rows import PickRow, answering, exactly, numbered
from xfconsole.core.facts.of_office import RosterEntry
from xfconsole.core.words.official import name_key
from xfconsole.ui.host import Host
from xfconsole.ui.words.posts import post_name

PickRows = Sequence[PickRow[str]]


def choice_rows(options: Iterable[tuple[str, str]]) -> PickRows:
    """Return the rows of a field with few choices."""
    return [PickRow(value, name) for value, name in options]


def unit_rows(units: Iterable[str]) -> PickRows:
    """Return the responsible units named so far."""
    return [PickRow(unit, unit) for unit in units]


@lru_cache(maxsize=1)
def topic_rows(subjects: tuple[tuple[str, ...], ...]) -> PickRows:
    """Return the subjects of all levels, each after the one above it, with that one beside it."""
    paths = dict.fromkeys(path[:depth] for path in subjects for depth in range(1, len(path) + 1))
    return [PickRow(topic_text(path), path[-1], topic_text(path[:-1])) for path in paths]


def settled(text: str, rows: PickRows) -> str | None:
    """Return what a typed text stands for without asking, or None when it has to be asked.

    A value or the only row of that name stand for themselves, and so does a text to which no row
    answers: refusing words is not for a form.
    """
    wanted = text.strip()
    if not wanted or any(row.value == wanted for row in rows):
        return wanted
    if (row := exactly(wanted, rows)) is not None:
        return row.value
    return None if answering(wanted, numbered(rows)) else wanted


_EVER = timedelta(days=366 * 100)


def officials(host: Host) -> dict[str, RosterEntry]:
    """Return everybody whom the roster names, each once and by ``name_key``, with a turn."""
    found: dict[str, RosterEntry] = {}
    for entry in _entries(host):
        found.setdefault(name_key(entry.person), entry)
    return found


def official_rows(host: Host) -> list[PickRow[str]]:
    """Return the officials to pick from, post and unit beside each."""
    policy = host.office.policy
    return [
        PickRow(each.person, each.person, f"{post_name(policy, each.post)} {each.unit}".strip())
        for each in officials(host).values()
    ]


def known_units(host: Host) -> list[str]:
    """Return the units named so far, the most used first, then those of the roster."""
    of_roster = host.situation.roster.units() if host.situation else ()
    written: dict[str, str] = {}
    for unit in (*host.views.units(), *of_roster):
        written.setdefault(name_key(unit), unit)
    return list(written.values())


def _entries(host: Host) -> tuple[RosterEntry, ...]:
    situation = host.situation
    if situation is None:
        return ()
    return situation.roster.entries(situation.at - _EVER, situation.at + _EVER)


_TOPIC_RULE = " / "


def topic_text(levels: tuple[str, ...]) -> str:
    """Return a subject as the field shows it."""
    return _TOPIC_RULE.join(levels)
