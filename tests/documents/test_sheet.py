"""Sheets of the office as .docx: the handover sheet, the duty daily, tables of any width."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commanded import NOW, TestOffices, throw_away_offices
from tests.hostile import hostile_texts
from tests.office_papers import HEAD, W, pages_of, paragraphs, part, parts
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.documents import SheetKind
from xfconsole.core.words.refusal import Refused
from xfconsole.documents.sheet import sheet_docx
from xfconsole.drill.demo_night import demo_roster
from xfconsole.ui.papers import Section, SheetPaper, Signing
from xfconsole.ui.words import catalogue as i18n

REPORT = SheetKind.REPORT
TABLE = Section("二、来信", ("共 2 件",), ("编号", "摘要"), (("1", "路灯不亮"), ("2", "停水")))


@pytest.fixture(params=i18n.LANGUAGES)
def offices(request: pytest.FixtureRequest) -> Iterator[TestOffices]:
    """An office with a group at the door and the demo's roster, in either language."""
    before = i18n.language()
    with throw_away_offices() as made:
        made.language = request.param
        i18n.use(request.param)
        made.desk.import_roster("值班.csv", demo_roster(NOW, made.desk.zone).entries)
        made.desk.start_shift()
        group = MatterForm(Channel.GROUP_VISIT, "安置房逾期交付", unit="住建局", headcount=33)
        made.desk.register(group, opening=True)
        yield made
    i18n.use(before)


def test_title_lines_table_and_signatures_stand_in_their_order() -> None:
    found = paragraphs(
        sheet_docx(
            SheetPaper(REPORT, "值班日报", [TABLE], ("市信访局",), (Signing("值班员"),)), HEAD
        )
    )
    text = [each for each in found if each]
    assert text[:4] == ["值班日报", "市信访局", "二、来信", "共 2 件"]
    assert text[4:8] == ["编号", "摘要", "1", "路灯不亮"]
    assert text[-2:] == ["值班员", "Date"]


def test_the_head_of_a_table_is_repeated_and_no_row_is_torn() -> None:
    body = part(sheet_docx(SheetPaper(REPORT, "x", [TABLE]), HEAD), "word/document.xml")
    (table,) = body.iter(f"{W}tbl")
    rows = list(table.iter(f"{W}tr"))
    assert len(list(rows[0].iter(f"{W}tblHeader"))) == 1
    assert all(list(row.iter(f"{W}cantSplit")) for row in rows)


def test_a_wide_table_is_laid_across() -> None:
    wide = Section("", (), [str(n) for n in range(9)], [[str(n) for n in range(9)]])
    body = part(sheet_docx(SheetPaper(REPORT, "x", [wide]), HEAD), "word/document.xml")
    (size,) = body.iter(f"{W}pgSz")
    assert int(size.get(f"{W}w", "0")) > int(size.get(f"{W}h", "0"))
    assert size.get(f"{W}orient") == "landscape"


def test_nothing_in_a_sheet_comes_alive() -> None:
    for said in hostile_texts():
        section = Section(said, (said,), ("a",), ((said,),))
        sheet = SheetPaper(REPORT, said, [section], (said,), (Signing("某", said, said),))
        body = part(sheet_docx(sheet, HEAD), "word/document.xml")
        assert [*body.iter(f"{W}instrText"), *body.iter(f"{W}hyperlink")] == []


def test_the_handover_sheet_is_written_for_three_to_sign(
    offices: TestOffices, tmp_path: Path
) -> None:
    file = tmp_path / "handover.docx"
    offices.run("handover", "--docx", file)
    found = [each for each in paragraphs(file.read_bytes()) if each]
    assert found[0] in ("值班交接单", "Handover sheet")
    assert any("安置房逾期交付" in each for each in found)
    signs = ("交班人", "接班人", "带班领导", "Outgoing", "Incoming", "Duty leader")
    assert len([each for each in found if each.startswith(signs)]) == 3
    foot = next(each for each in parts(file.read_bytes()) if "footer" in each)
    assert offices.office.views.head().typed in "".join(paragraphs(file.read_bytes(), foot))


def test_the_duty_daily_is_written_for_three_to_sign(offices: TestOffices, tmp_path: Path) -> None:
    file = tmp_path / "daily.docx"
    begins = (NOW - timedelta(hours=12)).date().isoformat()
    offices.run("report", "daily", begins, "--docx", file)
    found = "\n".join(paragraphs(file.read_bytes()))
    assert offices.office.name in found
    assert "值班日报" in found or "Duty daily" in found


def test_the_roster_is_printed_across(offices: TestOffices, tmp_path: Path) -> None:
    file = tmp_path / "roster.docx"
    offices.run("export", "roster", file)
    body = part(file.read_bytes(), "word/document.xml")
    (size,) = body.iter(f"{W}pgSz")
    assert size.get(f"{W}orient") == "landscape"
    assert "王强" in "".join(paragraphs(file.read_bytes()))


def test_a_full_disk_leaves_no_half_paper(
    offices: TestOffices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("xfconsole.writing.os.fsync", full)
    with pytest.raises(Refused) as refused:
        offices.run("handover", "--docx", tmp_path / "handover.docx")
    assert refused.value.key == "export.refused.write"
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_with_another_ending_is_refused(offices: TestOffices, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="handover"):
        offices.run("handover", "--docx", tmp_path / "a.odt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdfinfo")),
    reason="LibreOffice or poppler is not installed",
)
def test_libreoffice_lays_sheets_out(tmp_path: Path) -> None:
    rows = [(str(n), "安置房逾期交付") for n in range(200)]
    long = Section("台账", (), ("编号", "摘要"), rows)
    wide = Section("", (), [str(n) for n in range(9)], [[str(n) for n in range(9)]])
    pages = pages_of(
        tmp_path,
        {
            "long": sheet_docx(SheetPaper(REPORT, "台账", [long]), HEAD),
            "wide": sheet_docx(SheetPaper(REPORT, "值班表", [wide]), HEAD),
        },
    )
    assert pages["long"] > 3
    assert pages["wide"] == 1
