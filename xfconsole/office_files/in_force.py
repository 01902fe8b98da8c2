"""The office's optional files: its own beside its database, else what comes with the program.

Where one has a slip, something good holds in its place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.of_procedure import CalendarAdopted
from xfconsole.core.office.adopted import table_of
from xfconsole.core.office.slip import OptionalFile, Slip
from xfconsole.core.policy.holiday_file import MAX_BYTES as MOST_OF_HOLIDAYS
from xfconsole.core.policy.holiday_file import OwnDays, parse_own_days
from xfconsole.core.policy.load import MAX_BYTES as MOST_OF_PACK
from xfconsole.core.policy.load import load, parse
from xfconsole.core.policy.pack import Policy
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.office_files.config import ConsoleOptions, load_settings
from xfconsole.office_files.subjects import AS_A_WORKBOOK, OFFICE_FILE, Subject, load_subjects
from xfconsole.reading import read_file

OWN_PACK = "policy.toml"
OWN_DAYS = "holidays.toml"
"""In the office's folder; its days go before the published ones."""
DAYS_AS_A_SHEET = tuple(f"holidays{suffix}" for suffix in (".csv", ".xlsx", ".xls", ".et", ".ods"))
"""The same as a spreadsheet program keeps it; the first that is there goes before the others."""
KEYMAP = "keymap.toml"
T = TypeVar("T")


def own_file(folder: Path, *names: str) -> Path | None:
    """Return the first of these files that the office has of its own, or None."""
    # A link that leads nowhere was meant to be read: that is told, not passed over.
    return next(filter(os.path.lexists, (folder / name for name in names)), None)


def own_days(folder: Path) -> Path | None:
    """Return the file with the office's own holidays, or None."""
    return own_file(folder, OWN_DAYS, *DAYS_AS_A_SHEET)


def workdays_in_force(folder: Path) -> Workdays:
    """Return the working days an office counts by.

    Raises Refused, naming file and line, when the office's own table can't be used.
    """
    own = own_days(folder)
    return with_published(days_in(own)) if own else published_workdays()


def days_in(own: Path) -> OwnDays:
    """Return what a file with holidays says; raises Refused."""
    name = neutral_line(own.name)
    try:
        data = read_file(own, MOST_OF_HOLIDAYS)
    except OSError:
        raise Refused("holidays.refused.unreadable", file=name) from None
    if Path(name).suffix.lower() not in {Path(each).suffix for each in DAYS_AS_A_SHEET}:
        return parse_own_days(data, name)
    if len(data) > MOST_OF_HOLIDAYS:
        most = MOST_OF_HOLIDAYS // 1000
        raise Refused("holidays.refused.too_large", file=name, most=most)
    # Imported here: a desk without such a file starts without the readers of spreadsheets.
    from xfconsole.imports.holiday_sheet import read_holidays

    return read_holidays(data, name)


@cache
def published_workdays() -> Workdays:
    """Return the holidays of the State Council's yearly notices, as chinesecalendar has them."""
    # 7 ms that a first paint can't spare.
    from chinese_calendar import Holiday, holidays, workdays  # type: ignore[import-untyped]

    named = {day: Holiday(name).chinese for day, name in holidays.items()}
    # Only a year's own notice names its National Day; one before it may name a day in January.
    covered = {day.year for day in named if (day.month, day.day) == (10, 1)}
    return Workdays(named, workdays, covered)


def with_published(own: OwnDays) -> Workdays:
    """Return the published working days with those of a file on top."""
    published = published_workdays()
    return Workdays(
        {**published.holidays, **own.holidays},
        {*published.working, *own.working} - own.holidays.keys(),
        {*published.covered, *own.covers},
    )


@cache
def default_pack() -> Policy:
    """Return the pack that comes with the program."""
    text = files("xfconsole").joinpath("policies", "default.toml")
    return load(text.read_bytes(), "default.toml")


def pack_in_force(folder: Path) -> Policy:
    """Return the pack new incidents follow.

    Raises PolicyError when the office's own is faulty, Refused when it cannot be read.
    """
    own = own_file(folder, OWN_PACK)
    if own is None:
        return default_pack()
    try:
        data = read_file(own, MOST_OF_PACK)
    except OSError:
        raise Refused("policy.refused.unreadable", name=OWN_PACK) from None
    return load(data, OWN_PACK)


def pinned_pack(text: str) -> Policy:
    """Return a pack kept in the journal, whatever is in force by now."""
    return parse(text, "journal")


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
        return published if known is None else table_of(known, published)

    return _held(OptionalFile.HOLIDAYS, lambda: workdays_in_force(folder), instead)


def subjects_that_hold(folder: Path) -> tuple[Subject, ...]:
    """Return the office's subjects; where its own have a slip, the built-in ones."""
    return _held(OptionalFile.SUBJECTS, lambda: load_subjects(folder), load_subjects)[0].subjects


def slips(folder: Path, *, several: bool = False) -> tuple[Slip, ...]:
    """Return what is wrong with the office's optional files, in the order of ``OptionalFile``.

    ``several`` desks go by no pack and no holidays that nobody adopted.
    """
    adopted = (OptionalFile.POLICY, OptionalFile.HOLIDAYS) if several else ()
    return tuple(replace(each, idle=each.file in adopted) for each in _slips(folder))


def _slips(folder: Path) -> Iterator[Slip]:
    from xfconsole.ui.keys.keymap import check_keymap

    if slip := load_settings(ConsoleOptions(home=folder)).slip:
        yield slip
    readers: dict[OptionalFile, tuple[tuple[str, ...], Callable[[Path], object]]] = {
        OptionalFile.POLICY: ((OWN_PACK,), pack_in_force),
        OptionalFile.HOLIDAYS: ((OWN_DAYS, *DAYS_AS_A_SHEET), workdays_in_force),
        OptionalFile.SUBJECTS: ((OFFICE_FILE, *AS_A_WORKBOOK), load_subjects),
        OptionalFile.KEYMAP: ((KEYMAP,), check_keymap),
    }
    for file, (names, read) in readers.items():
        if own_file(folder, *names):
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
