"""The office's optional files: where one has a slip, something good holds in its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.office.slip import OptionalFile, Slip
from xfconsole.core.policy.pack import Policy
from xfconsole.core.ports import Transaction
from xfconsole.core.words.refusal import Refused
from xfconsole.office_files.config import ConsoleOptions, load_settings
from xfconsole.office_files.holidays import OWN_DAYS, published_workdays, workdays_in_force
from xfconsole.office_files.packs import OWN_PACK, default_pack, pack_in_force, pinned_pack
from xfconsole.office_files.subjects import OFFICE_FILE, Subject, load_subjects

KEYMAP = "keymap.toml"
T = TypeVar("T")


def policy_that_holds(folder: Path, last: Callable[[], str | None]) -> tuple[Policy, Slip | None]:
    """Return the office's pack; where that has a slip, the one an incident followed last.

    ``last`` gives the text of that one; without any the built-in pack holds.
    """

    def instead() -> Policy:
        text = last()
        return pinned_pack(text) if text else default_pack()

    return _held(OptionalFile.POLICY, lambda: pack_in_force(folder), instead)


def workdays_that_hold(
    folder: Path, last: Callable[[], CalendarAdopted | None]
) -> tuple[Workdays, Slip | None]:
    """Return the working days; where the office's own have a slip, those last reckoned with."""

    def instead() -> Workdays:
        published, known = published_workdays(), last()
        if known is None:
            return published
        named = {day: published.name(day) for day in known.holidays}
        return Workdays(named, known.working, known.covered)

    return _held(OptionalFile.HOLIDAYS, lambda: workdays_in_force(folder), instead)


def subjects_that_hold(folder: Path) -> tuple[Subject, ...]:
    """Return the office's subjects; where its own have a slip, the built-in ones."""
    return _held(OptionalFile.SUBJECTS, lambda: load_subjects(folder), load_subjects)[0].subjects


def last_calendar(tx: Transaction, office: str) -> CalendarAdopted | None:
    """Return the table of holidays that an office reckoned with last, or None."""
    facts = (event.fact for event in reversed(tx.events_of(office)))
    return next((each for each in facts if isinstance(each, CalendarAdopted)), None)


def slips(folder: Path) -> tuple[Slip, ...]:
    """Return what is wrong with the office's optional files, in the order of ``OptionalFile``."""
    return tuple(_slips(folder))


def _slips(folder: Path) -> Iterator[Slip]:
    from xfconsole.ui.keys.keymap import check_keymap

    if slip := load_settings(ConsoleOptions(home=folder)).slip:
        yield slip
    readers: dict[OptionalFile, tuple[str, Callable[[Path], object]]] = {
        OptionalFile.POLICY: (OWN_PACK, pack_in_force),
        OptionalFile.HOLIDAYS: (OWN_DAYS, workdays_in_force),
        OptionalFile.SUBJECTS: (OFFICE_FILE, load_subjects),
        OptionalFile.KEYMAP: (KEYMAP, check_keymap),
    }
    for file, (name, read) in readers.items():
        if os.path.lexists(folder / name):
            try:
                read(folder)
            except Refused as why:
                yield Slip(file, why)


def _held(
    file: OptionalFile, read: Callable[[], T], instead: Callable[[], T]
) -> tuple[T, Slip | None]:
    try:
        return read(), None
    except Refused as why:
        return instead(), Slip(file, why)
