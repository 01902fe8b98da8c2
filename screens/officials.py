"""The officials and units that a form can name: those whom the roster knows, and units in use."""

from __future__ import annotations

from datetime import timedelta

from screens.widgets.picker_rows import PickRow
from xfconsole.core.events import RosterEntry
from xfconsole.core.official import name_key
from xfconsole.ui.host import Host
from xfconsole.ui.prompt_words import post_name

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
    of_roster = (entry.unit for entry in _entries(host) if entry.unit)
    written: dict[str, str] = {}
    for unit in (*host.views.units(), *of_roster):
        written.setdefault(name_key(unit), unit)
    return list(written.values())


def _entries(host: Host) -> tuple[RosterEntry, ...]:
    situation = host.situation
    if situation is None:
        return ()
    return situation.roster.entries(situation.at - _EVER, situation.at + _EVER)
