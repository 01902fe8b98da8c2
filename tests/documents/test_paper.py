"""A document as .docx: what was issued and nothing else, set by GB/T 9704, readable everywhere."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.document_samples import values
from tests.hostile import hostile_texts
from tests.office_papers import HEAD, NOWHERE, W, docx_of, issued, pages_of, paragraphs, part, parts
from xfconsole.core.words.documents import FIELDS, FORMS, Document
from xfconsole.documents.paper import LINES, text_paper
from xfconsole.documents.templates import LANGUAGES, template
from xfconsole.ui.words.catalogue import catalogue

BOTH = pytest.mark.parametrize("language", LANGUAGES)
EVERY = pytest.mark.parametrize("document", Document)
NEEDS_OFFICE = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdfinfo")),
    reason="LibreOffice or poppler is not installed",
)


def squeezed(text: str) -> str:
    """Return a text without white space, colons of labels and blanks to write on."""
    return re.sub(r"[\s：:]|________", "", text)


def kept(fact_text: str) -> str:
    return squeezed(fact_text)


@BOTH
@EVERY
def test_a_paper_says_what_was_issued_and_nothing_else(document: Document, language: str) -> None:
    fact = issued(document, language)
    assert squeezed("".join(paragraphs(docx_of(fact)))) == kept(fact.text)


@BOTH
@EVERY
def test_what_an_older_version_issued_is_set_out_as_it_was_kept(
    document: Document, language: str
) -> None:
    fact = dataclasses.replace(issued(document, language), fields=(), language="")
    assert squeezed("".join(paragraphs(docx_of(fact)))) == kept(fact.text)


@BOTH
@pytest.mark.parametrize("document", [each for each in Document if "\n| " in template(each, "zh")])
def test_a_form_stays_a_form_where_a_field_of_the_record_says_nothing(
    document: Document, language: str
) -> None:
    empty = dict.fromkeys(FORMS[document].may_lack, "")
    fact = issued(document, language, {**values(document, language), **empty})
    assert list(part(docx_of(fact), "word/document.xml").iter(f"{W}tbl"))


def test_a_wording_that_changed_since_never_changes_a_paper() -> None:
    fact = issued(Document.RECEIPT)
    other = dataclasses.replace(fact, text=fact.text.replace("回执", "旧式回执"))
    assert "信访事项旧式回执" in paragraphs(docx_of(other))


@EVERY
def test_every_page_has_its_number_and_the_head(document: Document) -> None:
    data = docx_of(issued(document))
    foot = next(name for name in parts(data) if "footer" in name)
    page, head = paragraphs(data, foot)[:2]
    assert page == "— 第 1 页 共 1 页 —"
    assert HEAD in head
    codes = [each.text for each in part(data, foot).iter(f"{W}instrText")]
    assert codes == [" PAGE ", " NUMPAGES "]


@EVERY
def test_a_page_is_as_the_standard_has_it(document: Document) -> None:
    body = part(docx_of(issued(document)), "word/document.xml")
    (size,) = body.iter(f"{W}pgSz")
    (margins,) = body.iter(f"{W}pgMar")
    found = {side: _mm(margins.get(f"{W}{side}")) for side in ("top", "left", "right", "bottom")}
    assert (_mm(size.get(f"{W}w")), _mm(size.get(f"{W}h"))) == (210, 297)
    assert found == {"top": 37, "left": 28, "right": 26, "bottom": 35}
    assert (210 - 28 - 26, 297 - 37 - 35) == (156, 225)


def _mm(twips: str | None) -> int:
    assert twips
    return round(int(twips) / 1440 * 25.4)


@EVERY
def test_nothing_that_wps_stumbles_over(document: Document) -> None:
    data = docx_of(issued(document))
    for name in ("word/document.xml", "word/styles.xml"):
        for fonts in part(data, name).iter(f"{W}rFonts"):
            assert fonts.get(f"{W}eastAsia")
            assert not [each for each in fonts.attrib if "heme" in each]
    body = part(data, "word/document.xml")
    for table in body.iter(f"{W}tbl"):
        grid = [int(each.get(f"{W}w", "0")) for each in table.iter(f"{W}gridCol")]
        assert round(sum(grid) / 1440 * 25.4) == 156
    assert all(cell.find(f"{W}p") is not None for cell in body.iter(f"{W}tc"))
    assert all(each.find(f"{W}rPr/{W}rFonts") is not None for each in body.iter(f"{W}r"))


@pytest.mark.parametrize("document", [Document.DECISION_LETTER, Document.ENDORSEMENT_SLIP])
def test_text_of_strangers_stays_text(document: Document) -> None:
    for text in hostile_texts():
        fact = issued(document, given=dict.fromkeys(FORMS[document].names, text))
        data = docx_of(fact)
        body = part(data, "word/document.xml")
        assert [*body.iter(f"{W}instrText"), *body.iter(f"{W}hyperlink")] == []
        assert squeezed("".join(paragraphs(data))) == kept(fact.text)


FIELD_CODES = '{ HYPERLINK "http://example.invalid" } =cmd|x {{ 7*7 }} {% for %} <w:p> &amp; ]]>'


@given(st.data())
def test_no_text_is_read_as_a_template_or_as_markup(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(Document))
    any_text = st.text(st.sampled_from("{}%#<>&\"'a信\n\t_"), max_size=40)
    said = {name: f"看{data.draw(any_text)}" for name in FORMS[document].names}
    fact = issued(document, given={**said, FORMS[document].names[-1]: f"看{FIELD_CODES}"})
    assert squeezed("".join(paragraphs(docx_of(fact)))) == kept(fact.text)


@EVERY
def test_the_lines_of_a_value_are_kept(document: Document) -> None:
    several = [name for name in FORMS[document].names if FIELDS[name].lines]
    said = {**values(document, "zh"), **dict.fromkeys(several, "第一行\n第二行\n\n第三行")}
    found = "\n".join(paragraphs(docx_of(issued(document, given=said))))
    assert found.count("第一行\n第二行") == len(several)


def test_pages_of_text_are_counted_and_carry_the_head() -> None:
    fact = issued(Document.DECISION_LETTER)
    long = dataclasses.replace(fact, text="\n".join([fact.text] * 5))
    pages = text_paper(long, HEAD).data.decode().split("\f")
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page
        assert HEAD in page
        assert len(page.splitlines()) <= LINES + 4


@pytest.mark.office
@NEEDS_OFFICE
@BOTH
def test_libreoffice_lays_every_paper_out(language: str, tmp_path: Path) -> None:
    files = {each.value: docx_of(issued(each, language)) for each in Document}
    pages = pages_of(tmp_path, files)
    assert set(pages) == {each.value for each in Document}
    assert {name: count for name, count in pages.items() if count > MOST_PAGES} == {}
    assert {name: pages[name] for name in ONE_PAGE} == dict.fromkeys(ONE_PAGE, 1)


MOST_PAGES = 3
ONE_PAGE = ("register", "telephone_record", "reception_form", "endorsement_slip")
"""Forms that are filled in by hand."""


def test_the_head_says_how_it_is_checked() -> None:
    for language in LANGUAGES:
        assert "xfconsole verify" in catalogue(language).say("document.head", head=HEAD)
    assert not NOWHERE.exists()
