"""Letters come in from a file on screen: checked first, then stored while the desk goes on."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.ledger.screen import LedgerScreen
from screens.shared.file_pane import FilePane
from screens.widgets.field_line import LineInput
from tests.screens.fake_host import PASSPHRASE, SIZES, FakeOffice, desk_pilot, settle, top
from tests.screens.golden import check_golden, screen_text
from tests.sheets import write_csv
from xfconsole.app.console import ConsoleApp
from xfconsole.core.facts.of_matter import (
    LettersEnded,
    LettersImported,
    MatterRegistered,
    RowsLeftOut,
)
from xfconsole.core.words.refusal import Refused
from xfconsole.imports.bring_in import LettersDone
from xfconsole.imports.queued import PIECE, Brought
from xfconsole.office_files.kept_columns import LETTERS_FILE, load_mappings

LEDGER = "screens.ledger.screen:LedgerScreen"
INTAKE = "screens.intake.screen:IntakeScreen"
HEAD = ["信访编号", "姓名", "标题", "内容", "信访日期", "责任单位", "手机号码", "民族", "点赞数"]
NAME, PHONE = "闻梧桐", "139-0000-7777"


def letter(number: int, when: str = "2026-02-18 09:30") -> list[object]:
    """Return a row by its number."""
    return [
        f"X{number}",
        NAME,
        f"路灯不亮{number}",
        "三号楼的灯坏了。",
        when,
        "住建局",
        PHONE,
        "汉",
        3,
    ]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


def few(home: Path) -> Path:
    """Write ten letters, of which three have no time that can be used."""
    whens = {2: "", 3: "", 7: "三月"}
    path = write_csv(
        home / "二月来信.csv",
        [HEAD, *(letter(n, whens.get(n, "2026-02-18 09:30")) for n in range(10))],
    )
    os.utime(path, (1_771_000_000,) * 2)
    return path


async def open_letters(pilot: Pilot[None]) -> FilePane:
    await pilot.press("f4", "i")
    await settle(pilot)
    return top(pilot).query_one(FilePane)


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Press keys and return the screen in one line."""
    await pilot.press(*keys)
    await settle(pilot)
    return " ".join(screen_text(pilot.app).split())


def ended(office: FakeOffice) -> list[LettersEnded]:
    return [each.fact for each in office.events() if isinstance(each.fact, LettersEnded)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_check_fits(home: Path, language: str, size: str) -> None:
    few(home)
    async with desk_pilot(home.parent, LEDGER, language=language, size=SIZES[size]) as (pilot, _):
        await open_letters(pilot)
        check_golden(pilot.app, f"letters-files-{language}-{size}")
        await press(pilot, "enter")
        check_golden(pilot.app, f"letters-check-{language}-{size}")
        await press(pilot, "ctrl+s")
        check_golden(pilot.app, f"letters-report-{language}-{size}")


async def test_a_file_is_checked_then_stored_and_its_report_opens_again(home: Path) -> None:
    few(home)
    async with desk_pilot(home.parent, LEDGER) as (pilot, office):
        before = len(office.events())
        await open_letters(pilot)
        assert "Press Enter first" in await press(pilot, "ctrl+s")
        assert "No letters were imported here yet" in await press(pilot, "ctrl+r")
        shown = await press(pilot, "enter", "enter")
        assert "10 rows, 7 to register, 0 known from before, 3 not usable" in shown
        assert "Row 4-5 can't come in: the column 信访日期 is empty" in shown
        assert "Columns not used: 点赞数" in shown
        assert "not registered and not stored: 民族" in shown
        assert len(office.events()) == before
        shown = await press(pilot, "ctrl+s")
        assert "10 rows, 7 registered, 0 known from before" in shown
        assert office.views.matter_count() == 7
        [kept] = ended(office)
        time = ("column=信访日期",)
        assert kept.left_out == (
            RowsLeftOut("letters.bad.time_missing", "4-5", "", time),
            RowsLeftOut("letters.bad.time_unreadable", "9", "", time),
        )
        assert NAME not in str(kept)
        assert PHONE not in str(kept)
        # Read again, nothing is new; the report of before is found by its key.
        assert "none to register; 7 known from before" in await press(pilot, "enter")
        assert "Nothing in this file is to be registered" in await press(pilot, "ctrl+s")
        assert "7 registered, 3 not used" in await press(pilot, "ctrl+r")
        shown = await press(pilot, "enter")
        assert "What came of 2026-02-20 02:29 二月来信.csv" in shown
        assert "Row 4-5 can't come in" in shown
        await press(pilot, "escape")
        assert isinstance(top(pilot), LedgerScreen)
        assert "路灯不亮9" in screen_text(pilot.app)


async def test_what_cannot_be_read_is_one_sentence_and_the_next_file_is_open(home: Path) -> None:
    (home / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    async with desk_pilot(home.parent, LEDGER) as (pilot, office):
        pane = await open_letters(pilot)
        for name, said in (("坏", "damaged"), ("nothing", "can't")):
            pane.field.value = f"~/{name}"
            assert said in await press(pilot, "enter")
        assert ended(office) == []


UNKNOWN = [
    ["二〇二六年二月来件"],
    ["来件", "哪天", "何人", "民族", "说了什么"],
    ["A1", "2026-02-18 09:30", NAME, "汉", "三号楼的灯坏了"],
    ["A2", "2026-02-18 10:30", NAME, "汉", "井盖松动"],
]


async def test_a_file_of_unknown_columns_is_asked_column_by_column(home: Path) -> None:
    write_csv(home / "系统.csv", UNKNOWN)
    async with desk_pilot(home.parent, LEDGER) as (pilot, office):
        pane = await open_letters(pilot)
        shown = await press(pilot, "enter")
        assert "Which row has the names of the columns?" in shown
        assert ">2 Row 2: 来件 | 哪天 | 何人 | 民族 | 说了什么" in shown
        shown = await press(pilot, "enter")
        assert "not registered and not stored: 民族" in shown
        assert "Row 3: A1" in shown
        assert "What is column 1, “来件”?" in shown
        assert ">1 not read" in shown
        # Nothing says when they came: that is said, and the officer names the columns again.
        shown = await press(pilot, "2", "enter", "enter", "enter", "enter")
        assert "系统.csv: no column is the title or the text yet. Press Ctrl+O" in shown
        shown = await press(pilot, "ctrl+o", "enter", "f2", "f4", "i", "ctrl+o", "enter")
        assert ">2 number" in shown
        shown = await press(pilot, "enter")
        assert "What is column 2, “哪天”?" in shown
        assert "4 when it came" in shown
        shown = await press(pilot, "4", "enter", "5")
        assert "A name, to use this again" in shown
        shown = await press(pilot, *"sys", "enter")
        assert "2 rows, 2 to register" in shown
        assert "哪天 = when it came" in shown
        assert "Columns not used: 何人" in shown
        assert load_mappings(office.folder) == {}
        await press(pilot, "ctrl+s")
        named = {"来件": "number", "哪天": "received_at", "何人": "", "说了什么": "text"}
        assert load_mappings(office.folder) == {"sys": named}
        assert office.views.matter_count() == 2
        # The next file with these columns is read so by one key.
        write_csv(home / "三月.csv", [*UNKNOWN[1:], ["A3", "2026-02-19", NAME, "汉", "路面积水"]])
        pane.field.value = "~/三月.csv"
        shown = await press(pilot, "enter")
        assert ">1 as “sys”" in shown
        assert "2 by its column names" in shown
        assert "3 rows, 1 to register, 2 known from before" in await press(pilot, "enter")
        kept = (office.folder / LETTERS_FILE).read_text(encoding="utf-8")
        assert NAME not in kept
        assert "民族" not in kept


async def test_columns_named_when_the_desk_died_are_one_enter_away(home: Path) -> None:
    write_csv(home / "系统.csv", UNKNOWN)
    async with desk_pilot(home.parent, LEDGER) as (pilot, office):
        await open_letters(pilot)
        await press(pilot, "enter", "enter", "2", "4")
        again = office.kept()
    (home / "again").mkdir()
    office = again(home / "again")
    async with desk_pilot(home.parent, LEDGER, office=office) as (pilot, _):
        pane = await open_letters(pilot)
        pane.field.value = "~/系统.csv"
        assert ">2 number" in await press(pilot, "enter", "enter")
        shown = await press(pilot, "enter")
        assert "What is column 2, “哪天”?" in shown
        assert ">4 when it came" in shown


class Gate:
    """Holds an import up after so many of its pieces, until it is opened."""

    def __init__(self, office: FakeOffice, after: int) -> None:
        self.pieces, self._after, self._bring = 0, after, office.bring_letters
        self.reached, self.opened = threading.Event(), threading.Event()
        office.bring_letters = self.bring  # type: ignore[method-assign]

    def bring(
        self,
        path: Path,
        mapping: Mapping[str, str],
        goes_on: Callable[[LettersDone], bool],
        *,
        store: bool,
    ) -> Brought:
        """Bring the letters in."""

        def told(done: LettersDone) -> bool:
            goes_on(done)
            self.pieces += store
            if self.pieces == self._after:
                self.reached.set()
                assert self.opened.wait(60)
            return goes_on(done)

        return self._bring(path, mapping, told, store=store)


@pytest.mark.usefixtures("threads_wait")
async def test_the_desk_goes_on_while_a_thousand_rows_come_in(home: Path) -> None:
    write_csv(home / "千封.csv", [HEAD, *map(letter, range(1000))])
    async with desk_pilot(home.parent, LEDGER, intake=INTAKE) as (pilot, office):
        await open_letters(pilot)
        gate = Gate(office, after=5)
        await press(pilot, "enter")
        await pilot.press("ctrl+s")
        assert await asyncio.to_thread(gate.reached.wait, 60)
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, ConsoleApp)
        assert "125 / 1,000 rows, 875 left, 125 registered" in " ".join(screen_text(app).split())
        # A tick is served, and what is typed elsewhere is echoed and kept.
        before = app.situation
        app._second()
        await pilot.pause()
        await asyncio.wrap_future(office.submit(lambda _: None))
        await pilot.pause()
        assert app.situation is not before
        await pilot.press("f2", "1", "enter", "l", "a", "m", "p")
        assert top(pilot).query_one("#summary", LineInput).value == "lamp"
        assert gate.pieces == 5
        # Back there, it is asked to stop: what is in stays, the rest comes later.
        await pilot.press("f4", "i", "ctrl+s")
        assert "still being dealt with" in screen_text(app)
        await pilot.press("escape")
        assert "Stop importing 千封.csv?" in screen_text(app)
        await pilot.press("2")
        gate.opened.set()
        shown = await press(pilot)
        assert "Stopped as asked" in shown
        stored = office.views.matter_count()
        assert stored == 5 * PIECE
        assert ended(office)[-1].added == stored
        shown = await press(pilot, "enter")
        assert f"{1000 - stored} to register, {stored} known from before" in shown
        await press(pilot, "ctrl+s")
        assert office.views.matter_count() == 1000
        assert [each.added for each in ended(office)] == [stored, 1000 - stored]


def test_an_import_that_was_cut_off_is_told_by_what_it_had_brought(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    path = write_csv(tmp_path / "千封.csv", [HEAD, *map(letter, range(60))])

    class Killed(BaseException):
        """Stands for the end of the process."""

    def kill(done: object) -> bool:
        raise Killed

    with pytest.raises(Killed):
        office.bring_letters(path, {}, kill, store=True)
    assert office.views.matter_count() == PIECE
    [report] = office.letter_reports()
    assert (report.added, report.left_out) == (PIECE, (RowsLeftOut("letters.cut_off", ""),))
    office.bring_letters(path, {}, lambda _: True, store=True)
    # Within the same minute both have one name.
    assert [each.added for each in office.letter_reports()] == [60 - PIECE, PIECE]
    facts = [each.fact for each in office.events()]
    assert sum(each.added for each in facts if isinstance(each, LettersImported)) == 60
    office.close()


def test_nothing_comes_in_under_the_name_of_the_next_officer(tmp_path: Path) -> None:
    office = FakeOffice(tmp_path)
    path = write_csv(tmp_path / "千封.csv", [HEAD, *map(letter, range(60))])

    def hand_over(_: LettersDone) -> bool:
        office.sign_in("何静", PASSPHRASE)
        return True

    with pytest.raises(Refused, match=r"letters\.refused\.handed_over"):
        office.bring_letters(path, {}, hand_over, store=True)
    assert office.views.matter_count() == PIECE
    registered = [each for each in office.events() if isinstance(each.fact, MatterRegistered)]
    assert {each.officer for each in registered} == {"李敏"}
    office.close()
