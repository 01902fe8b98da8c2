"""The targets by name: each takes bytes and fails on whatever a reader must not do with them."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from data.backup.folder import parse_backup
from data.backup.interrupted_restore import replaced_name
from data.store.head_file import HEAD_FILE, HeadFileDamaged, read_head_file
from data.vault.recovery import read_recovery_code
from data.vault.slots import parse_slots
from screens.shared.moments import received_at
from tests.fuzz.sheets import opendocument, workbook_around
from tests.fuzz.told import assert_told, file_of, read_or_told, text_of
from tests.hostile import assert_harmless
from xfconsole.app.pasting import PasteParser
from xfconsole.core.ledger.filter import parse, parse_typing
from xfconsole.core.office.journal_head import read_head
from xfconsole.core.policy import load as policy_file
from xfconsole.core.policy.holiday_file import parse_own_days
from xfconsole.core.roster.shifts import SHIFTS
from xfconsole.core.words.folding import fold
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral, neutral_line
from xfconsole.drill.file import parse_drill, span
from xfconsole.imports.apart import Kind, found_in, grids_of
from xfconsole.imports.columns import parse_mapping
from xfconsole.imports.letters import BadRow, Letter, open_letters
from xfconsole.imports.roster_cells import days_of, order_of, phone_of, shift_of
from xfconsole.imports.roster_file import read_roster
from xfconsole.imports.times import read_time
from xfconsole.office_files.config import console_options, read_settings
from xfconsole.office_files.in_force import default_pack
from xfconsole.office_files.subjects import parse_subjects
from xfconsole.ui import command_line
from xfconsole.ui.keys.keymap import read_keymap
from xfconsole.ui.words.catalogue import catalogue
from xfconsole.ui.words.closed_lists import ledger_names

NOW = datetime(2026, 2, 20, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
POSTS = {post.id: post.name for post in default_pack().posts.values()}
NAMES = ledger_names()


def text(data: bytes) -> None:
    """What was neutralised is harmless, and neutralising or folding it again changes nothing."""
    once, line = neutral(text_of(data)), neutral_line(text_of(data))
    assert_harmless(once)
    assert_harmless(line)
    assert neutral(once) == once
    assert neutral_line(line) == line
    assert not {"\n", "\t"} & set(line)
    assert fold(fold(line)) == fold(line)


def paste(data: bytes) -> None:
    """Between the marks of a paste nothing becomes a key, in whatever pieces it comes."""
    parser = PasteParser()
    size = 1 + (data[0] if data else 0) % 32
    typed = text_of(data[1:])
    for at in range(0, len(typed), size):
        list(parser.feed(typed[at : at + size]))


def letters(data: bytes) -> None:
    """A table of letters gives rows and bad rows; everything that would be stored is harmless."""
    _letters(data, ".csv")


def sheet(data: bytes) -> None:
    """The same of a worksheet inside of a sound workbook."""
    _letters(workbook_around(data), ".xlsx")


def workbook(data: bytes) -> None:
    """The same of a workbook that may be no workbook at all."""
    _letters(data, ".xlsx")


def old_workbook(data: bytes) -> None:
    """A workbook of Excel 97 gives rows or a sentence; with what is read apart, it is read here."""
    _apart(Kind.XLS, data)


def open_sheet(data: bytes) -> None:
    """The same of the sheets of an OpenDocument spreadsheet."""
    _apart(Kind.ODS, opendocument(data))


def page(data: bytes) -> None:
    """The same of a web page."""
    _apart(Kind.HTML, data)


def roster(data: bytes) -> None:
    """A duty roster gives entries or problems, never both."""
    with file_of(data, ".csv") as path:
        found = read_or_told(read_roster, path, ZONE, POSTS)
    if found is None:
        return
    assert not (found.entries and found.problems)
    for problem in found.problems:
        assert_told(problem.reason)
    for entry in found.entries:
        assert_harmless(f"{entry.person}{entry.phone}{entry.unit}{entry.shift}")
        assert entry.starts_at < entry.ends_at


def subjects(data: bytes) -> None:
    """A tree of subjects is read or refused."""
    tree = read_or_told(parse_subjects, data, "subjects.csv")
    for subject in tree.subjects if tree else ():
        assert_harmless("".join(subject))


def policy(data: bytes) -> None:
    """A pack is read, or its faults are told in the order of their lines."""
    problems = policy_file.check(data, "policy.toml")
    lines = [each.line for each in problems]
    assert lines == sorted(lines)
    for each in problems:
        assert 1 <= each.line <= data.count(b"\n") + 1
        assert_harmless(catalogue("zh").say(each.key, **each.values))


def holidays(data: bytes) -> None:
    """A table of holidays is read or refused."""
    read_or_told(parse_own_days, data, "holidays.toml")


def drill(data: bytes) -> None:
    """A drill is read or refused, and its steps come in order."""
    found = read_or_told(parse_drill, data, "drill.toml")
    if found is not None:
        assert_harmless(f"{found.title}{found.roster}{found.policy}")
        assert [each.at for each in found.steps] == sorted(each.at for each in found.steps)


def settings(data: bytes) -> None:
    """Settings are read or refused."""
    found = read_or_told(read_settings, data, Path("/home"))
    if found is not None and found.second is not None:
        assert_harmless(str(found.second))


def keymap(data: bytes) -> None:
    """A keymap is read or refused."""
    read_or_told(read_keymap, data)


def query(data: bytes) -> None:
    """What a filter asks for can be written down, and reads as the same."""
    typed = text_of(data)
    read_or_told(parse_typing, typed, NAMES)
    found = read_or_told(parse, typed, NAMES)
    if found is not None:
        assert_harmless(str(found))
        assert str(parse(str(found), NAMES)) == str(found)


def command(data: bytes) -> None:
    """A line on the command line is understood or refused, and can be completed."""
    typed = text_of(data)
    read_or_told(command_line.parse, typed)
    command_line.verb_of(typed)
    command_line.post_of(typed)
    command_line.complete(typed, ["李敏", "王强"])


def arguments(data: bytes) -> None:
    """Words after the program's name are options of the console, or left to the commands."""
    words = text_of(data).split("\n")
    console_options(words)
    read_or_told(parse_mapping, words)


def times(data: bytes) -> None:
    """Every way in which a time, a day or a stretch is written is read or refused."""
    typed = text_of(data)
    for read in (read_time, lambda each, zone: received_at(each, NOW, zone)):
        found = read_or_told(read, typed, ZONE)
        assert found is None or found.tzinfo is UTC
    span(typed)
    for day in (read_or_told(days_of, typed) or ())[:2]:
        for shift in SHIFTS:
            shift.on(day, ZONE)
    read_or_told(shift_of, typed, SHIFTS)
    read_or_told(order_of, typed)
    read_or_told(phone_of, typed)


def codes(data: bytes) -> None:
    """A journal head and a recovery code are read as they were made, or the slip is told."""
    typed = text_of(data)
    head = read_or_told(read_head, typed)
    assert head is None or read_head(head.typed) == head
    code = read_or_told(read_recovery_code, typed)
    assert code is None or read_recovery_code(code) == code


def files(data: bytes) -> None:
    """What lies beside the database is read, or damaged."""
    slots = read_or_told(parse_slots, data)
    for slot in slots.officers if slots else ():
        assert_harmless(slot.officer)
    about = parse_backup(data, Path("x"))
    if about is not None:
        assert_harmless(f"{about.office}{about.head.mac}{about.desk}{about.time_zone}")
        assert about.head.typed
        about.made_at.astimezone(ZoneInfo(about.time_zone))
    name = read_or_told(replaced_name, data)
    assert name is None or Path(name).name == name
    with file_of(data, HEAD_FILE) as path, suppress(HeadFileDamaged):
        _head_file(path)


def _head_file(path: Path) -> None:
    folder = path.with_name(f"{path.name}-folder")
    folder.mkdir()
    try:
        path.rename(folder / HEAD_FILE)
        read_head_file(folder, bytes(32))
    finally:
        (folder / HEAD_FILE).rename(path)
        folder.rmdir()


def _apart(kind: Kind, data: bytes) -> None:
    found = found_in(kind, data)
    for grid in read_or_told(grids_of, kind, marshal.loads(marshal.dumps(found)), "x") or ():
        assert_harmless(grid.sheet)
        for row in grid.rows():
            assert row.number > 0
            if row.flaw is not None:
                assert_told(row.flaw)


def _letters(data: bytes, suffix: str) -> None:
    with file_of(data, suffix) as path:
        found = read_or_told(open_letters, path, {}, ZONE, NOW)
        if found is None:
            return
        try:
            for each in found.letters:
                if isinstance(each, BadRow):
                    assert_told(each.reason)
                if not isinstance(each, Letter):
                    continue
                form = each.form
                assert_harmless(f"{form.summary}{form.text}{form.unit}{form.topic}{each.reply}")
                assert form.received_at is not None
                assert form.received_at <= NOW
        except Refused as refused:
            assert_told(refused)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (
        *(
            text,
            paste,
            letters,
            sheet,
            workbook,
            old_workbook,
            open_sheet,
            page,
            roster,
            subjects,
            policy,
            holidays,
            drill,
        ),
        *(settings, keymap, query, command, arguments, times, codes, files),
    )
}
