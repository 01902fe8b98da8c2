"""What lies in an office's folder, or came with the program, and is not what every desk goes by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xfconsole.core.days.workdays import Workdays, changed
from xfconsole.core.policy.difference import difference
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.office_files.in_force import OWN_PACK, own_days, own_file


def offers(
    folder: Path, pack: Policy | None, table: Workdays | None, held: Policy, days: Workdays
) -> list[Refused]:
    """Return what an officer can adopt for all desks, each as a sentence that says what differs.

    ``pack`` and ``table`` are this desk's own, each if another, ``held`` or ``days``, holds. What
    came with the program is offered only where it is newer: each desk may have another one.
    """
    found = [] if pack is None else [*_pack_offered(folder, pack, held)]
    return found if table is None else [*found, *_days_offered(folder, table, days)]


def _pack_offered(folder: Path, pack: Policy, held: Policy) -> Iterator[Refused]:
    own = own_file(folder, OWN_PACK)
    if own or (pack.id == held.id and pack.version > held.version):
        key = "policy.offered.file" if own else "policy.offered.built_in"
        count = len(difference(held, pack))
        yield Refused(key, file=OWN_PACK, label=pack.label, held=held.label, count=count)


def _days_offered(folder: Path, table: Workdays, held: Workdays) -> Iterator[Refused]:
    own, differing = own_days(folder), changed(table, held)
    if differing and (own or set(table.covered) - set(held.covered)):
        key = "holidays.offered.file" if own else "holidays.offered.published"
        first, last = (day.isoformat() for day in differing)
        yield Refused(key, file=neutral_line(own.name) if own else "", first=first, last=last)
