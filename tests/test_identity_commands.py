"""Commands and identities: none comes out unless asked for with a reason, and that is journaled."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from data.ledger.views import SqlViews
from data.office import OpenOffice, open_office
from data.vault import vault
from tests.data.offices import CHEAP, CLOCK, PASSPHRASE, create
from tests.identities import (
    ACCUSATION_NO,
    ANONYMOUS_NO,
    CLAIM,
    CLAIM_NO,
    CONFIDENTIAL_NO,
    EVERY,
    SECRETS,
)
from xfconsole import cli
from xfconsole.assembly import desk_of
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import IdentityRead
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.desk import Desk
from xfconsole.ids import RandomIds
from xfconsole.ui.words import catalogue as i18n

SECOND, SECOND_PASSPHRASE = "何静", "楼前的石阶 12 级"
REASON = "核实来信地址"


@dataclass
class Folder:
    """An office that nobody has open, its officers' passphrases in files."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run one command; returns its code and what it said on stdout and stderr."""
        code = cli.run(list(arguments))
        seen = self.capsys.readouterr()
        return code, seen.out, seen.err

    def events(self, number: str) -> list[Event]:
        """Return what the journal says of a matter."""
        with open_office(self.home, PASSPHRASE, clock=CLOCK) as office:
            # As nobody in particular: whom a matter keeps away reads nothing of it.
            found = SqlViews(office.reader, office.key).matter(number)
        assert found is not None
        return list(found.events)

    def facts(self, number: str, *kinds: type) -> list[object]:
        """Return the facts of some kinds about a matter."""
        return [each.fact for each in self.events(number) if isinstance(each.fact, kinds)]


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Folder]:
    for variable, passphrase in (("", PASSPHRASE), ("SECOND_", SECOND_PASSPHRASE)):
        secret = tmp_path / f"{variable or 'first'}.txt"
        secret.write_text(passphrase, encoding="utf-8")
        monkeypatch.setenv(f"XFCONSOLE_{variable}PASSPHRASE_FILE", str(secret))
    home = tmp_path / "office"
    monkeypatch.setenv("XFCONSOLE_HOME", str(home))
    monkeypatch.setenv("XFCONSOLE_LANG", "en")
    before = i18n.language()
    office, _ = create(home)
    with office:
        vault.add_officer(home, office.key, SECOND, SECOND_PASSPHRASE, cost=CHEAP)
        desk = desk_of(office, CLOCK, RandomIds())
        for each in EVERY:
            desk.register(each)
    yield Folder(home, capsys)
    i18n.use(before)


def changed(folder: Folder, change: object) -> None:
    """Do something at the desk."""
    with open_office(folder.home, PASSPHRASE, clock=CLOCK) as office:
        _act(office, change)


def _act(office: OpenOffice, change: object) -> None:
    assert callable(change)
    change(desk_of(office, CLOCK, RandomIds()))


def secrets_in(text: str) -> list[str]:
    return [each for each in SECRETS if each in text]


# --- nothing unless asked ----------------------------------------------------------------------


READING = [
    ("matters",),
    ("matters", "--json"),
    ("show", CLAIM_NO),
    ("show", CLAIM_NO, "--json"),
    ("search", "安置房"),
    ("search", "安置房", "--json"),
    ("search", SECRETS[6], "--json"),
    ("log", "--date", "2026-02-20"),
    ("log", "--date", "2026-02-20", "--json"),
    ("report", "timeliness", "--json"),
    ("roster", "--json"),
    ("doctor", "--json"),
]


def test_no_command_tells_who_wrote(folder: Folder) -> None:
    for arguments in READING:
        _, out, err = folder.run(*arguments)
        assert out + err, arguments
        assert secrets_in(out + err) == [], arguments
    assert folder.facts(CLAIM_NO, IdentityRead) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_nor_does_an_exported_ledger(folder: Folder, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"ledger.{ending}"
    code, out, err = folder.run("export", "ledger", str(file))
    assert (code, err) == (0, "")
    assert out == f"4 matters written to ledger.{ending}.\n"
    told = [cell for row in table(file) for cell in row]
    assert {CLAIM_NO, ACCUSATION_NO, CONFIDENTIAL_NO, ANONYMOUS_NO} <= set(told)
    assert secrets_in(" ".join(map(str, told))) == []
    assert folder.facts(CLAIM_NO, IdentityRead) == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


# --- one matter --------------------------------------------------------------------------------


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_show_reads_one_identity_for_a_reason(folder: Folder, as_json: bool) -> None:
    flags = ("--json",) if as_json else ()
    code, out, err = folder.run("show", CLAIM_NO, "--identity", "--reason", REASON, *flags)
    assert (code, err) == (0, "")
    assert secrets_in(out) == SECRETS
    assert folder.facts(CLAIM_NO, IdentityRead) == [IdentityRead(REASON)]
    if as_json:
        assert set(json.loads(out)["identity"]) == {
            *("name", "sex", "age", "native_place", "occupation", "address", "phone"),
            "representatives",
        }


def test_what_is_refused_prints_nothing(folder: Folder) -> None:
    asked = ("--identity", "--reason", REASON)
    refused = {
        (CLAIM_NO, "--identity"): "reason",
        (CLAIM_NO, "--identity", "--reason", " \t"): "reason",
        (CLAIM_NO, "--reason", REASON): "--reason goes with --identity",
        (CLAIM_NO, "--second", SECOND): "--second goes with --identity",
        (ACCUSATION_NO, *asked): "a second officer has to sign in",
        (CONFIDENTIAL_NO, *asked): "a second officer has to sign in",
        (ACCUSATION_NO, *asked, "--second", "李敏"): "somebody else",
        (ANONYMOUS_NO, *asked, "--second", SECOND): "no identity",
        ("2026-999999", *asked): "2026-999999",
    }
    for arguments, said in refused.items():
        code, out, err = folder.run("show", *arguments)
        assert (code, out, err.count("\n")) == (1, "", 1), arguments
        assert said in err, arguments
    for number in (CLAIM_NO, ACCUSATION_NO, CONFIDENTIAL_NO):
        assert folder.facts(number, IdentityRead) == []


def test_a_second_officer_signs_in_with_a_file_of_their_own(folder: Folder) -> None:
    code, out, _ = folder.run(
        "show", ACCUSATION_NO, "--identity", "--reason", REASON, "--second", SECOND
    )
    assert (code, secrets_in(out)) == (0, SECRETS)
    assert folder.facts(ACCUSATION_NO, IdentityRead) == [IdentityRead(REASON, SECOND)]
    lines = folder.run("log")[1].splitlines()
    said = f"李敏  {ACCUSATION_NO}  Read the identity (with {SECOND}), reason: {REASON}"
    assert [each for each in lines if each.endswith(said)]


def test_a_wrong_passphrase_of_the_second_reads_nothing(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("XFCONSOLE_SECOND_PASSPHRASE_FILE", str(wrong))
    code, out, _ = folder.run(
        "show", ACCUSATION_NO, "--identity", "--reason", REASON, "--second", SECOND
    )
    assert (code, out) == (1, "")
    assert folder.facts(ACCUSATION_NO, IdentityRead) == []


def test_beside_an_open_console_nothing_is_read(folder: Folder) -> None:
    with open_office(folder.home, PASSPHRASE, clock=CLOCK):
        code, out, err = folder.run("show", CLAIM_NO, "--identity", "--reason", REASON)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert folder.facts(CLAIM_NO, IdentityRead) == []


# --- the ledger with identities ----------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_with_identities_takes_two_and_is_journaled_matter_by_matter(
    folder: Folder, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"ledger.{ending}"
    asked = ("export", "ledger", str(file), "--identities", "--reason", "年度编报")
    code, out, err = folder.run(*asked)
    assert (code, out) == (1, "")
    assert "a second officer has to sign in" in err
    assert not file.exists()
    assert folder.facts(CLAIM_NO, IdentityRead) == []
    code, out, err = folder.run(*asked, "--second", SECOND, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "file": f"ledger.{ending}",
        "matters": 4,
        "identities": 3,
        "kept_back": 0,
    }
    head, *rows = table(file)
    by_number = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_number[CLAIM_NO]["Name"] == SECRETS[0]
    assert by_number[CLAIM_NO]["Reps (1-5)"] == "代表庚午、代表辛未"
    assert not by_number[ANONYMOUS_NO]["Name"]
    said = IdentityRead("年度编报", SECOND, export=f"ledger.{ending}")
    for number in (CLAIM_NO, ACCUSATION_NO, CONFIDENTIAL_NO):
        assert folder.facts(number, IdentityRead) == [said]
    assert folder.facts(ANONYMOUS_NO, IdentityRead) == []


def test_only_what_needs_nobody_else_takes_nobody_else(folder: Folder, tmp_path: Path) -> None:
    asked = ("--identities", "--reason", "编报", "--match", "purpose:claim")
    code, out, _ = folder.run("export", "ledger", str(tmp_path / "l.csv"), *asked)
    assert (code, out.startswith("1 matters")) == (0, True)
    assert folder.facts(CLAIM_NO, IdentityRead) == [IdentityRead("编报", export="l.csv")]


def test_barred_matters_are_left_out_and_that_is_journaled(folder: Folder, tmp_path: Path) -> None:
    def bars(desk: Desk) -> None:
        desk.bar(ACCUSATION_NO, Bar.ACCUSED, person="李敏")

    changed(folder, bars)
    asked = ("--identities", "--reason", "编报", "--second", SECOND)
    code, _, err = folder.run("export", "ledger", str(tmp_path / "l.csv"), *asked)
    assert code == 0
    assert "Reg. art. 30" in err
    assert ACCUSATION_NO not in (tmp_path / "l.csv").read_text("utf-8-sig")
    block = AccessBlocked(Barred.EXPORT_READER, Bar.ACCUSED, person="李敏")
    assert folder.facts(ACCUSATION_NO, AccessBlocked, IdentityRead) == [block]


def test_what_the_second_is_barred_from_comes_without_its_identity(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bars(desk: Desk) -> None:
        desk._is_official = lambda person, now: True  # type: ignore[method-assign]
        desk.bar(CLAIM_NO, Bar.RECUSED, person=SECOND)

    changed(folder, bars)
    file = tmp_path / "l.csv"
    asked = ("--identities", "--reason", "编报", "--second", SECOND)
    code, _, err = folder.run("export", "ledger", str(file), *asked)
    assert code == 0
    assert "Left out: the identity of 1 matter(s)" in err
    row = next(row for row in table(file) if row[0] == CLAIM_NO)
    assert secrets_in(" ".join(map(str, row))) == []
    block = AccessBlocked(Barred.EXPORT_READER, Bar.RECUSED, person=SECOND)
    assert folder.facts(CLAIM_NO, AccessBlocked, IdentityRead) == [block]


# --- what a spreadsheet makes of it ------------------------------------------------------------

HOSTILE = [
    "=cmd|'/c calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    ' =HYPERLINK("http://x")',
    "＝1+1",
    "－1",
    "|calc",
    "%0A=1",
]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_spreadsheet_runs_nothing(folder: Folder, tmp_path: Path, ending: str) -> None:
    def typed(desk: Desk) -> None:
        for each in HOSTILE:
            who = Identity(name=each, address=each)
            desk.register(replace(CLAIM, summary=each, unit=each, identity=who))

    changed(folder, typed)
    file = tmp_path / f"l.{ending}"
    asked = ("--identities", "--reason", "=1+1", "--second", SECOND)
    assert folder.run("export", "ledger", str(file), *asked)[0] == 0
    cells = [str(cell) for row in table(file) for cell in row if cell is not None]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []
    assert [cell for cell in cells if cell.lstrip()[:1] in tuple("＝＋－＠|%\t\r")] == []
    if ending == "xlsx":
        kinds = {
            each.data_type for row in load_workbook(file).worksheets[0].iter_rows() for each in row
        }
        assert kinds <= {"s", "n", "inlineStr"}


KEPT = ["<a&b>\"'", "_x0041_ stays", 'a,b;"c"', "🏠 安置房", "#N/A", "12345", "TRUE"]
MASKED = {
    "请回电 139-0000-4321 张": "请回电 139**** 张",
    "来电13900004321": "来电139****",
    "证号 11010519491231002X 的来信": "证号 110**** 的来信",
    "2026-02-20 起停水 3 天": "2026-02-20 起停水 3 天",
    "33 人 120 元": "33 人 120 元",
    "同 2026-000409 2026-000410": "同 2026-000409 2026-000410",
    "0755-12345678": "075****",
}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_texts_come_back_as_they_were_but_for_long_numbers(
    folder: Folder, tmp_path: Path, ending: str
) -> None:
    def typed(desk: Desk) -> None:
        for each in (*KEPT, *MASKED):
            desk.register(replace(CLAIM, summary=each))

    changed(folder, typed)
    file = tmp_path / f"l.{ending}"
    folder.run("export", "ledger", str(file))
    told = {cell for row in table(file) for cell in row}
    assert {*KEPT, *MASKED.values()} - told == set()


@pytest.mark.parametrize(
    ("name", "said"),
    [("l.txt", ".xlsx or .csv"), ("l", ".xlsx or .csv"), ("no/l.csv", "no folder")],
)
def test_a_file_that_cannot_be_written(
    folder: Folder, tmp_path: Path, name: str, said: str
) -> None:
    code, out, err = folder.run("export", "ledger", str(tmp_path / name))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert said in err


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(
    folder: Folder, tmp_path: Path
) -> None:
    file = tmp_path / "l.csv"
    file.write_text("mine", encoding="utf-8")
    code, _, err = folder.run("export", "ledger", str(file))
    assert (code, "--replace" in err, file.read_text("utf-8")) == (1, True, "mine")
    assert folder.run("export", "ledger", str(file), "--replace")[0] == 0
    assert len(table(file)) == 5


def table(file: Path) -> list[list[object]]:
    """Return the rows of an exported table."""
    if file.suffix == ".csv":
        return [list(row) for row in csv.reader(StringIO(file.read_text("utf-8-sig")))]
    sheet = load_workbook(file).worksheets[0]
    return [[_told(cell.value) for cell in row] for row in sheet.iter_rows()]


def _told(value: object) -> object:
    """Return a cell as a spreadsheet shows it."""
    return unescape(value) if isinstance(value, str) else value
