"""Documents: nothing left unfilled, nothing breaks out of its place, nobody's name has a place."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.document_samples import SAMPLES, example, values
from tests.hostile import assert_harmless, in_groups
from tests.scope_words import in_a_text
from tests.screens import golden
from xfconsole.core.matter.documents import (
    BLANK,
    cannot_be_given,
    check_template,
    checked_letter,
    needed,
    notice_excused,
    render,
)
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.documents import (
    FIELDS,
    FORMS,
    LETTERS,
    NOTICES,
    DecisionLetter,
    Document,
    LetterPart,
)
from xfconsole.core.words.layout import APART, Place, lines_of, placed
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.text import neutral_line
from xfconsole.documents import templates
from xfconsole.documents.templates import LANGUAGES, template
from xfconsole.ui.words.catalogue import catalogue

BOTH = pytest.mark.parametrize("language", LANGUAGES)
EVERY = pytest.mark.parametrize("document", Document)
SAYS_NOTHING = {
    "empty": "",
    "blanks": " \t\u3000\n ",
    "zero width": "\u200b\u2060\ufeff",
    "marks alone": "\u0301\u0301",
}
LETTER = DecisionLetter("恢复供水", "水管破裂", "支持，三日内修复", "《城市供水条例》第三条")
ARTICLES = {
    Document.NOTICE: ("第二十三条", "article 23"),
    Document.OBJECTION: ("第二十三条", "article 23"),
    Document.ENDORSEMENT_SLIP: ("第二十二条", "rticle 22"),
    Document.FORWARD_LETTER: ("第二十二条", "article 22"),
    Document.ASSIGNMENT_LETTER: ("第二十二条", "article 22"),
    Document.DESTINATION_NOTICE: ("第二十二条", "article 22"),
    Document.TRANSFER_LETTER: ("第二十二条", "article 22"),
    Document.PROCEDURE_NOTICE: ("第三十一条", "rticle 31"),
    Document.CLOSED_NOTICE: ("第三十六条", "article 36"),
    Document.ACCEPTANCE_NOTICE: ("第三十四条", "article 34"),
    Document.HEARING_NOTICE: ("第三十一条", "articles 31"),
    Document.MEDIATION_AGREEMENT: ("第三十三条", "article 33"),
    Document.SUGGESTION_REPLY: ("第二十九条", "article 29"),
    Document.REVIEW_LETTER: ("第三十五条", "article 35"),
    Document.FINAL_REVIEW_LETTER: ("第三十六条", "article 36"),
    Document.SUPERVISION_LETTER: ("第四十条", "article 40"),
    Document.DECISION_LETTER: ("第三十二条", "article 32"),
    Document.DECLINE_NOTICE: ("第十九条", "article 19"),
    Document.EXTENSION_NOTICE: ("第三十四条", "article 34"),
    Document.COMPLETION_REPORT: ("第二十二条", "article 22"),
}
NAMES_A_PERSON = re.compile(
    r"姓名|名字|电话|手机|住址|地址|身份|年龄|性别|签名"
    r"|\b(name|phone|telephone|address|identity|age|sex|signature)\b",
    re.I,
)
anything = st.text(st.characters(codec=None, exclude_categories=())) | st.text(
    st.sampled_from("a信一：{}number\u3000\u200b\u0301\r\n\t \x85\x1b\u2028\ud83d")
)


# -- what is issued -------------------------------------------------------------------------------


@BOTH
@EVERY
def test_a_document_reads_as_it_is_kept(document: Document, language: str) -> None:
    path = golden.FOLDER / f"document-{document.value}-{language}.txt"
    text = example(document, language)
    if golden.update[0]:
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == kept, f"{path.name} reads differently; look at it, then pytest --update-golden"


@pytest.mark.parametrize(("document", "language"), [(d, x) for d in ARTICLES for x in LANGUAGES])
def test_a_document_says_what_it_rests_on(document: Document, language: str) -> None:
    assert ARTICLES[document][LANGUAGES.index(language)] in template(document, language)


@BOTH
def test_a_decision_letter_has_its_four_parts_in_the_order_of_the_law(language: str) -> None:
    text = example(Document.DECISION_LETTER, language)
    first_lines = [SAMPLES[language][part].split("\n")[0] for part in LetterPart]
    places = [text.index(line) for line in first_lines]
    assert places == sorted(places)


@BOTH
def test_an_instruction_still_to_come_leaves_a_blank_to_write_on(language: str) -> None:
    document = Document.ENDORSEMENT_SLIP
    before = example(document, language).count(BLANK)
    given = {**values(document, language), "instruction": "请住建局三日内报情况。"}
    assert render(document, template(document, language), given).count(BLANK) == before - 1


@BOTH
@EVERY
def test_what_may_be_left_out_leaves_no_blank_heading_behind(
    document: Document, language: str
) -> None:
    form = FORMS[document]
    given = {**values(document, language), **dict.fromkeys(form.may_lack, "")}
    lines = render(document, template(document, language), given).strip("\n").split("\n")
    for line, below in pairwise(lines):
        assert line or below, "two blank lines"
    rows = [each.text for each in lines_of(template(document, language))]
    labels = {f"{row.split('{')[0].strip()}" for row in rows if "{" in row and "|" not in row}
    assert [line for line in lines if line.strip() in labels - {""}] == []


def test_every_line_of_a_value_is_indented_and_trimmed() -> None:
    given = {**values(Document.RECEIPT, "zh"), "turn_to": "\n  督查室\t\r\n\r\n\u3000三楼  \n"}
    text = render(Document.RECEIPT, template(Document.RECEIPT, "zh"), given)
    assert "反映：\n　　督查室\n\n　　三楼\n\n　　本回执" in text


# -- nobody's name ---------------------------------------------------------------------------------


def test_no_field_is_about_who_wrote() -> None:
    identity = {field.name for field in dataclasses.fields(Identity)}
    assert identity & set(FIELDS) == set()
    assert [name for name, each in FIELDS.items() if NAMES_A_PERSON.search(f"{name} {each}")] == []


@BOTH
@EVERY
def test_no_template_fills_a_name_in(document: Document, language: str) -> None:
    """Where a form asks for a name, a number or a signature it is written by hand."""
    text = template(document, language)
    places = [each for line in text.split("\n") for each in line.split("|")]
    assert [each for each in places if NAMES_A_PERSON.search(each) and "{" in each] == []
    assert in_a_text(text) == []


@BOTH
def test_a_receipt_holds_nothing_that_a_complainant_wrote(language: str) -> None:
    document, wrote = Document.RECEIPT, {"summary", "requests", "facts", "channel"}
    assert not wrote & set(FORMS[document].names)
    given = {**values(document, language), "summary": "某某反映停水"}
    with pytest.raises(ValueError, match="summary"):
        render(document, template(document, language), given)


@pytest.mark.parametrize(
    ("anonymous", "has_identity", "excused"),
    [
        pytest.param(False, True, False, id="signed, identity known"),
        pytest.param(False, False, True, id="signed, but unclear"),
        pytest.param(True, False, True, id="anonymous"),
        pytest.param(True, True, True, id="wants to be anonymous"),
    ],
)
def test_whether_the_notice_can_be_given(
    anonymous: bool, has_identity: bool, excused: bool
) -> None:
    assert notice_excused(anonymous, has_identity) is excused


@pytest.mark.parametrize("document", NOTICES)
def test_a_notice_to_nobody_cannot_be_given(document: Document) -> None:
    assert cannot_be_given(document, True, False)
    assert not cannot_be_given(document, False, True)
    assert not cannot_be_given(Document.RECEIPT, True, False)


def test_chinese_letters_speak_of_days_in_figures_as_the_regulation_does() -> None:
    numerals = re.compile("[一二三四五六七八九十]+(个工作)?日")
    assert [each for each in Document if numerals.search(template(each, "zh"))] == []


def test_letters_to_complainants_name_no_alternatives() -> None:
    assert [each for each in Document if "你（" in template(each, "zh")] == []
    assert [each for each in Document if "信访人：\n" in template(each, "zh")] == []


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SAYS_NOTHING.values(), ids=SAYS_NOTHING)
@pytest.mark.parametrize(("document", "name"), [(d, name) for d in Document for name in needed(d)])
def test_what_the_officer_must_say_is_asked_for(document: Document, name: str, text: str) -> None:
    given = {**values(document, "zh"), name: text}
    with pytest.raises(Refused) as refused:
        render(document, template(document, "zh"), given)
    assert name in refused.value.values.values()
    for language in LANGUAGES:
        assert catalogue(language).say(refused.value.key, **refused.value.values)


@pytest.mark.parametrize(("document", "name"), [(d, name) for d in Document for name in needed(d)])
def test_what_the_officer_left_out_is_asked_for(document: Document, name: str) -> None:
    given = values(document, "zh")
    del given[name]
    with pytest.raises(Refused) as refused:
        render(document, template(document, "zh"), given)
    assert list(refused.value.values.values()) == [name]


@pytest.mark.parametrize("text", SAYS_NOTHING.values(), ids=SAYS_NOTHING)
@pytest.mark.parametrize("part", LetterPart)
def test_a_decision_letter_without_one_of_its_parts_is_refused(part: LetterPart, text: str) -> None:
    changed: dict[str, Any] = {part.value: text}
    with pytest.raises(Refused) as refused:
        checked_letter(dataclasses.replace(LETTER, **changed))
    assert refused.value.values == {"part": part}
    for language, article in (("zh", "第三十二条"), ("en", "Reg. art. 32")):
        assert article in catalogue(language).say(refused.value.key, **refused.value.values)


def test_a_whole_decision_letter_passes_as_it_is() -> None:
    assert checked_letter(LETTER) == LETTER
    assert tuple(field.name for field in dataclasses.fields(DecisionLetter)) == tuple(LetterPart)
    for document in LETTERS:
        assert needed(document)[: len(LetterPart)] == tuple(LetterPart)


def test_a_summary_that_shows_nothing_is_told_to_the_officer() -> None:
    given = {**values(Document.NOTICE, "zh"), "summary": "\u200b"}
    with pytest.raises(Refused, match="summary"):
        render(Document.NOTICE, template(Document.NOTICE, "zh"), given)


@EVERY
def test_a_program_that_forgets_or_invents_a_field_fails(document: Document) -> None:
    text, given = template(document, "zh"), values(document, "zh")
    with pytest.raises(ValueError, match="unknown"):
        render(document, text, {**given, "phone": "139-0000-0001"})
    with pytest.raises(ValueError, match="missing"):
        render(document, text, {name: given[name] for name in given if name != "number"})
    with pytest.raises(ValueError, match="date is empty"):
        render(document, text, {**given, "date": " "})


# -- templates -------------------------------------------------------------------------------------


@BOTH
@EVERY
def test_a_template_has_every_field_of_its_document(document: Document, language: str) -> None:
    check_template(document, template(document, language))


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        pytest.param("{basis}", "", "basis", id="a part left out"),
        pytest.param("{basis}", "{basis}{name}", "name", id="a field unknown"),
        pytest.param("　　{basis}", "依据：{basis}", "of its own", id="several lines in a line"),
        pytest.param("　　{basis}", "{basis}", "of its own", id="several lines not indented"),
        pytest.param("{date}", "{date}{number}", "brace", id="two fields without a sign between"),
        pytest.param("编号", "编号{ number }", "brace", id="a brace too many"),
        pytest.param("编号", "编号{0}", "brace", id="a position"),
    ],
)
def test_a_template_at_fault_fails(old: str, new: str, match: str) -> None:
    good = template(Document.DECISION_LETTER, "zh")
    assert old in good
    with pytest.raises(ValueError, match=match):
        check_template(Document.DECISION_LETTER, good.replace(old, new))


@BOTH
def test_every_template_belongs_to_a_document(language: str) -> None:
    folder = golden.FOLDER.parents[1] / "xfconsole" / "documents" / language
    assert {path.stem for path in folder.iterdir()} == {each.value for each in Document}


@EVERY
def test_english_templates_hold_no_chinese_and_chinese_ones_do(document: Document) -> None:
    han = re.compile("[\u3400-\u9fff]")
    assert han.search(template(document, "zh"))
    assert not han.search(template(document, "en"))


def test_there_is_no_template_in_another_language() -> None:
    with pytest.raises(ValueError, match="fr"):
        templates.template(Document.NOTICE, "fr")


# -- any text --------------------------------------------------------------------------------------


def at_the_margin(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line[0].isspace()]


def hold_in_place(document: Document, language: str, given: dict[str, str], text: str) -> None:
    """Fail unless all that stands unindented is the template's, with one-line values in it."""
    # A private sign keeps the value's own braces from being filled by the next turn.
    said = {name: neutral_line(given[name]).strip().replace("{", "\ue000") for name in given}
    wanted = []
    for line in lines_of(template(document, language)):
        if line.place not in (Place.BODY, Place.CELL):
            whole = APART.join(line.cells) if line.place is Place.ROW else line.text
            for name, value in said.items():
                whole = whole.replace(f"{{{name}}}", value)
            wanted += at_the_margin(placed(line, whole))
    found = [each.replace(BLANK, "") for each in at_the_margin(text.replace("{", "\ue000"))]
    assert found == [each.replace(BLANK, "") for each in wanted]
    assert text.splitlines() == text.removesuffix("\n").split("\n")
    assert_harmless(text)
    text.encode()


@given(st.data())
def test_no_text_breaks_out_of_its_place(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(Document))
    language = data.draw(st.sampled_from(LANGUAGES))
    given = {name: "看" + data.draw(anything) for name in FORMS[document].names}
    hold_in_place(document, language, given, render(document, template(document, language), given))


@given(st.data())
def test_no_field_is_left_unfilled(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(Document))
    said = re.sub("[{}]", "", data.draw(anything))
    given = dict.fromkeys(FORMS[document].names, f"看{said}")
    text = render(document, template(document, "en"), given)
    assert not set("{}") & set(text)
    assert [line for line in text.split("\n") if line != line.rstrip()] == []


@EVERY
def test_hostile_text_in_every_field(document: Document) -> None:
    for text in in_groups().values():
        given = dict.fromkeys(FORMS[document].names, f"看{text}")
        said = render(document, template(document, "zh"), given)
        hold_in_place(document, "zh", given, said)


@BOTH
@EVERY
def test_braces_in_a_value_are_nothing_but_braces(document: Document, language: str) -> None:
    given = dict.fromkeys(FORMS[document].names, "{office} {{number}} {")
    text = render(document, template(document, language), given)
    found = len(re.findall(r"\{[a-z_]+\}", template(document, language)))
    assert text.count("{office} {{number}} {") == found
