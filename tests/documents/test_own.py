"""An office's own templates: trusted only where nobody else may write, used only where they fit."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office_papers import HEAD, issued, paragraphs, parts
from xfconsole.commands.doctor import settings
from xfconsole.core.words.documents import Document, SheetKind
from xfconsole.documents.own import PaperName, template_slips
from xfconsole.documents.paper import docx_paper, kept_paper, sheet_paper, template_docx
from xfconsole.documents.sheet import sheet_docx
from xfconsole.ui.papers import Section, SheetPaper, Signing
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue

RECEIPT = issued(Document.RECEIPT)
OWN = "本局自拟"


def laid(
    folder: Path, data: bytes, document: PaperName = Document.RECEIPT, language: str = "zh"
) -> Path:
    """Lay a template into an office's folder, for its officer's eyes only."""
    place = folder / "templates" / language
    place.mkdir(parents=True, mode=0o700)
    (folder / "templates").chmod(0o700)
    path = place / f"{document.value}.docx"
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def changed(
    old: str, new: str, document: PaperName = Document.RECEIPT, part: str = "word/document.xml"
) -> bytes:
    """Return the built-in template with a piece of its XML replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template_docx(document, "zh"))) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for each in source.namelist():
            text = source.read(each)
            if each == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(each, text)
    return out.getvalue()


def told(folder: Path, language: str = "zh") -> str:
    """Return why the own template is not used; the paper is the built-in one then."""
    paper = docx_paper(RECEIPT, HEAD, folder)
    assert not paper.own
    assert paper.slip
    assert "信访事项回执" in paragraphs(paper.data)
    return catalogue(language).say(paper.slip.why.key, **paper.slip.why.values)


def test_an_office_says_it_in_its_own_words(tmp_path: Path) -> None:
    laid(tmp_path, changed("信访事项回执", OWN))
    paper = docx_paper(RECEIPT, HEAD, tmp_path)
    assert paper.own
    assert paper.slip is None
    found = paragraphs(paper.data)
    assert OWN in found
    assert "编号：2026-000117" in found


def test_the_built_in_template_laid_there_gives_the_built_in_paper(tmp_path: Path) -> None:
    laid(tmp_path, template_docx(Document.RECEIPT, "zh"))
    paper = docx_paper(RECEIPT, HEAD, tmp_path)
    assert paper.own
    assert paragraphs(paper.data) == paragraphs(docx_paper(RECEIPT, HEAD, tmp_path / "no").data)


def test_other_documents_keep_the_built_in_template(tmp_path: Path) -> None:
    laid(tmp_path, changed("信访事项回执", OWN))
    assert not docx_paper(issued(Document.NOTICE), HEAD, tmp_path).own
    assert not docx_paper(issued(Document.RECEIPT, "en"), HEAD, tmp_path).own


@pytest.mark.parametrize(
    "opened",
    [
        pytest.param(lambda path: path.chmod(0o620), id="its group may write"),
        pytest.param(lambda path: path.chmod(0o602), id="all may write"),
        pytest.param(lambda path: path.parent.chmod(0o777), id="all may lay others there"),
        pytest.param(lambda path: path.parent.parent.chmod(0o770), id="a folder above"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_one_that_others_may_write_is_not_trusted(
    opened: Callable[[Path], None], language: str, tmp_path: Path
) -> None:
    opened(laid(tmp_path, changed("信访事项回执", OWN)))
    assert "templates/zh/receipt.docx" in told(tmp_path, language)


@pytest.mark.parametrize(
    ("old", "new", "tag"),
    [
        pytest.param("{{ number }}", "{{ nummer }}", "{{ nummer }}", id="no such field"),
        pytest.param("{{ number }}", "{{ phone }}", "{{ phone }}", id="a field of nobody's"),
        pytest.param("{{ number }}", "{{ number | }}", "{{ number | }}", id="mistyped"),
        pytest.param("{{ number }}", "{% load x %}", "{% load x %}", id="no such word"),
        pytest.param("{{ number }}", "{{ office.x }}{{ y }}", "{{ y }}", id="the second of two"),
    ],
)
def test_a_tag_that_does_not_fit_is_named_with_its_paragraph(
    old: str, new: str, tag: str, tmp_path: Path
) -> None:
    data = changed(old, new)
    laid(tmp_path, data)
    said = told(tmp_path)
    assert tag in said
    number = re.search(r"第 (\d+) 段", said)
    assert number
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body = file.read("word/document.xml").decode()
    before = body.partition(new)[0]
    assert int(number[1]) == len(re.findall(r"<w:p[ >]", before))


SHEET = SheetPaper(
    SheetKind.DAILY,
    "值班日报 {{ head }}",
    [
        Section("一、来信", ["共 2 件", "<b>"]),
        Section("二、电话", (), ["编号", "摘要", "去向"], [["1", "停水 {_{ x", "住建局"]]),
        Section("", (), ["时间"], [["02:29"], ["03:00"]]),
    ],
    ("市信访局",),
    (Signing("交班人", "李敏", "08:31"), Signing("接班人")),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SheetKind)
def test_the_built_in_form_of_a_sheet_laid_there_gives_the_built_in_sheet(
    kind: SheetKind, language: str, tmp_path: Path
) -> None:
    with spoken(language):
        sheet = replace(SHEET, kind=kind)
        laid(tmp_path, template_docx(kind, language), kind, language)
        paper = sheet_paper(sheet, HEAD, tmp_path)
        assert (paper.own, paper.slip) == (True, None)
        assert told_in(paper.data) == told_in(sheet_docx(sheet, HEAD))
        assert [HEAD in each for each in feet(paper.data)] == [True]


def test_a_sheet_that_an_office_words_itself(tmp_path: Path) -> None:
    with spoken("zh"):
        data = changed("{{ title }}", f"{OWN} {{{{ title }}}}", SheetKind.DAILY)
        laid(tmp_path, data, SheetKind.DAILY)
        assert f"{OWN} {SHEET.title}" in paragraphs(sheet_paper(SHEET, HEAD, tmp_path).data)
        other = sheet_paper(replace(SHEET, kind=SheetKind.REPORT), HEAD, tmp_path)
        assert not other.own


@pytest.mark.parametrize(
    ("old", "new", "tag"),
    [
        pytest.param("{{ line }}", "{{ phone }}", "{{ phone }}", id="no such field"),
        pytest.param("{{ section.heading }}", "{{ section.name2 }}", "name2", id="no such part"),
        pytest.param("{{ cell }}", "{{ cell.__class__ }}", "__class__", id="reaching out"),
        pytest.param("{{ title }}", "{{ 'x' }}", "{{ title }}", id="without its title"),
    ],
)
def test_a_sheets_template_that_does_not_fit_says_which_tag(
    old: str, new: str, tag: str, tmp_path: Path
) -> None:
    with spoken("zh"):
        laid(tmp_path, changed(old, new, SheetKind.DAILY), SheetKind.DAILY)
        paper = sheet_paper(SHEET, HEAD, tmp_path)
        assert paper.slip
        assert tag in catalogue("zh").say(paper.slip.why.key, **paper.slip.why.values)
        assert paragraphs(paper.data) == paragraphs(sheet_docx(SHEET, HEAD))
        (slip,) = template_slips(tmp_path)
        assert slip.why.key == paper.slip.why.key


def test_a_notice_kept_as_text_is_set_out_by_the_offices_own_form(tmp_path: Path) -> None:
    text = f"{'公告'.center(70)}\n\n一、安排\n  3月2日 王强\n"
    with spoken("zh"):
        laid(tmp_path, template_docx(SheetKind.RECEPTION, "zh"), SheetKind.RECEPTION)
        paper = kept_paper(tmp_path / "a.docx", text, HEAD, tmp_path)
        assert paper.own
        assert told_in(paper.data) == ["公告", "一、安排", "3月2日 王强"]


def told_in(data: bytes) -> list[str]:
    """Return what a paper says, without empty lines."""
    return [each for each in paragraphs(data) if each]


def feet(data: bytes) -> list[str]:
    """Return what stands at the foot of its pages."""
    return ["".join(paragraphs(data, each)) for each in parts(data) if "footer" in each]


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = i18n.language()
    i18n.use(language)
    try:
        yield
    finally:
        i18n.use(before)


def test_one_without_what_the_document_must_say_is_not_used(tmp_path: Path) -> None:
    laid(tmp_path, changed("{%p for line in turn_to.splitlines() %}", "{%p for line in [] %}"))
    assert "{{ turn_to }}" in told(tmp_path)


def test_one_without_the_journals_head_is_not_used(tmp_path: Path) -> None:
    laid(tmp_path, changed("{{ head }}", "", part="word/footer1.xml"))
    assert "{{ head }}" in told(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xd0\xcf\x11\xe0 an old .doc", id="an old .doc"),
        pytest.param(template_docx(Document.RECEIPT, "zh")[:900], id="cut off"),
        pytest.param(b"x" * 5_000_001, id="too large"),
    ],
)
def test_what_is_no_docx_is_not_used(data: bytes, tmp_path: Path) -> None:
    laid(tmp_path, data)
    assert "templates/zh/receipt.docx" in told(tmp_path)


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    path = laid(tmp_path, b"")
    path.unlink()
    path.symlink_to(tmp_path / "gone.docx")
    assert "templates/zh/receipt.docx" in told(tmp_path)


def test_an_if_without_its_end_is_told(tmp_path: Path) -> None:
    laid(tmp_path, changed("{%p endfor %}", ""))
    assert "endfor" in told(tmp_path)


@pytest.mark.parametrize(
    "reaching",
    ["{{ head.__class__ }}", "{{ number.__init__.__globals__ }}", "{{ ''.__class__.__mro__ }}"],
)
def test_a_template_does_not_reach_into_the_program(reaching: str, tmp_path: Path) -> None:
    laid(tmp_path, changed("{{ number }}", reaching))
    paper = docx_paper(RECEIPT, HEAD, tmp_path)
    assert "class" not in "".join(paragraphs(paper.data))
    assert not paper.own


def test_the_doctor_tells_each_template_that_is_not_used(tmp_path: Path) -> None:
    place = laid(tmp_path, changed("{{ number }}", "{{ nummer }}")).parent
    (place / "reciept.docx").write_bytes(template_docx(Document.RECEIPT, "zh"))
    (place / "notice.docx").write_bytes(template_docx(Document.NOTICE, "zh"))
    for path in place.iterdir():
        path.chmod(0o600)
    found = [(each.why.key, each.why.values["file"]) for each in template_slips(tmp_path)]
    assert found == [
        ("document.refused.template.tag", "templates/zh/receipt.docx"),
        ("document.refused.template.name", "templates/zh/reciept.docx"),
    ]
    told = [each.todo for each in settings(tmp_path)]
    assert told == ["slip.instead.templates"] * 2


def test_an_office_without_templates_has_nothing_to_tell(tmp_path: Path) -> None:
    assert list(template_slips(tmp_path)) == []
    (finding,) = settings(tmp_path)
    assert finding.found == "doctor.settings.ok"
