"""``export paper``, ``export template``, ``verify``: papers out, and proof that they are ours."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.offices import CLOCK, PASSPHRASE, create
from tests.issuing import issue_fact, issue_text
from tests.office_papers import issued, paragraphs
from tests.withheld import NUMBER, accused, told_all
from xfconsole import cli
from xfconsole.assembly import desk_of
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.office.journal_head import HEAD_DIGITS, Head
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.documents import Document
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.desk import Desk
from xfconsole.ids import RandomIds
from xfconsole.ui.words import catalogue as i18n

SAID = issued(Document.RECEIPT)
EARLIER = issued(Document.NOTICE)


class Office:
    """An office with a matter about which two documents were issued, open at the console."""

    def __init__(self, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
        self.desk, self._capsys = desk, capsys

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Run one command; returns its code and what it said on stdout and stderr."""
        code = cli.run([str(each) for each in arguments])
        seen = self._capsys.readouterr()
        return code, seen.out, seen.err


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Office]:
    secret = tmp_path / "passphrase.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("XFCONSOLE_HOME", str(tmp_path / "office"))
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("XFCONSOLE_LANG", "zh")
    before = i18n.language()
    opened, _ = create(tmp_path / "office")
    with opened:
        desk = desk_of(opened, CLOCK, RandomIds())
        told_all(desk)
        for each in (EARLIER, SAID):
            issue_fact(desk, NUMBER, each)
        yield Office(desk, capsys)
    i18n.use(before)


def test_the_document_issued_last_is_saved_for_its_owners_eyes(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "回执.docx"
    code, said, _ = office.run("export", "paper", NUMBER, file)
    assert code == 0
    assert "回执" in said
    assert "未加密" in said
    assert "信访事项回执" in paragraphs(file.read_bytes())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_one_is_saved_by_its_name_as_text(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "paper.txt"
    code, said, _ = office.run("export", "paper", NUMBER, file, "--document", "notice", "--json")
    told = json.loads(said)
    assert code == 0
    assert told == {
        "file": "paper.txt",
        "document": "notice",
        "head": told["head"],
        "own": False,
    }
    text = file.read_text(encoding="utf-8")
    assert EARLIER.text.splitlines()[0] in text
    assert told["head"] in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param((NUMBER, "x.odt"), ".docx", id="another ending"),
        pytest.param((NUMBER, "x.docx", "--document", "objection"), NUMBER, id="never issued"),
        pytest.param(("2026-000099", "x.docx"), "2026-000099", id="no such matter"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_leaves_no_file(
    office: Office, arguments: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    number, name, *options = arguments
    code, _, problem = office.run("export", "paper", number, tmp_path / name, *options)
    assert code == 1
    assert says in problem
    assert not [each for each in tmp_path.iterdir() if each.name.startswith((".", "x."))]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(b"old")
    assert office.run("export", "paper", NUMBER, file)[0] == 1
    assert file.read_bytes() == b"old"
    assert office.run("export", "paper", NUMBER, file, "--replace")[0] == 0
    assert paragraphs(file.read_bytes())


def test_who_is_barred_gets_no_paper_and_that_is_journaled(office: Office, tmp_path: Path) -> None:
    accused(office.desk)
    file = tmp_path / "paper.docx"
    code, _, problem = office.run("export", "paper", NUMBER, file)
    assert code == 1
    assert "第三十条" in problem
    assert not file.exists()


def test_a_slip_in_the_own_template_is_told_and_the_built_in_one_used(
    office: Office, tmp_path: Path
) -> None:
    place = tmp_path / "office" / "templates" / "zh"
    place.mkdir(parents=True)
    (place / "receipt.docx").write_bytes(b"no docx")
    file = tmp_path / "paper.docx"
    code, _, problem = office.run("export", "paper", NUMBER, file)
    assert code == 0
    assert "templates/zh/receipt.docx" in problem
    assert "内置模板" in problem
    assert "信访事项回执" in paragraphs(file.read_bytes())


def test_a_template_to_change_is_written(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "mine.docx"
    code, said, _ = office.run("export", "template", "receipt", file)
    assert code == 0
    assert "templates/zh/receipt.docx" in said
    assert "编号：{{ number }}" in paragraphs(file.read_bytes())


def test_the_head_on_a_paper_is_verified(office: Office, tmp_path: Path) -> None:
    _, said, _ = office.run("export", "paper", NUMBER, tmp_path / "a.docx", "--json")
    head = json.loads(said)["head"]
    office.desk.note(NUMBER, "又来电话")
    code, said, _ = office.run("verify", head)
    assert code == 0, said
    assert head.partition("-")[0] in said


def test_a_head_of_another_journal_is_not_ours(office: Office) -> None:
    foreign = Head(3, "0" * HEAD_DIGITS).typed
    code, said, _ = office.run("verify", foreign, "--json")
    assert code == 1
    assert json.loads(said)["health"] == "bad"
    code, _, problem = office.run("verify", "1234")
    assert (code, bool(problem)) == (1, True)


def test_a_unit_that_an_accused_leads_gets_no_paper(office: Office) -> None:
    office.desk.bar(NUMBER, Bar.ACCUSED, unit="梧桐局")
    with pytest.raises(Blocked) as blocked:
        issue_text(office.desk, NUMBER, text="全文", unit="梧桐局")
    assert blocked.value.block == AccessBlocked(Barred.TARGET, Bar.ACCUSED, unit="梧桐局")
