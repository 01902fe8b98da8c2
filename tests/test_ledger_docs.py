"""docs/ledger.md tells the filter as it is: every example is understood, every term is told."""

from __future__ import annotations

import re

import pytest

from screens.ledger.views import _BUILT_IN, built_in
from tests import sources
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Sort
from xfconsole.core.ledger.terms import FIELD_WORDS, FLAG_WORDS, FilterKey, Flag
from xfconsole.ui.words import catalogue as i18n
from xfconsole.ui.words.closed_lists import ledger_names

PAGE = (sources.ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| .+ \|$", PAGE, re.M)
EXAMPLES = re.findall(r"^- `([^`]+)`$", PAGE, re.M)
VIEWS = re.findall(r"^\| ([^|]+) \| (?:`([^`]+)`|–) \| (\w[\w ]*) \|$", PAGE, re.M)


@pytest.mark.parametrize(("english", "chinese"), ROWS)
def test_both_languages_of_a_term_mean_the_same(english: str, chinese: str) -> None:
    names = ledger_names()
    assert parse(english, names) == parse(chinese, names)
    assert len(parse(english, names).terms) == 1


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood(example: str) -> None:
    assert len(parse(example, ledger_names()).terms) >= 3


def test_every_key_and_flag_is_told_in_both_languages() -> None:
    english = {row[0] for row in ROWS}
    chinese = {row[1] for row in ROWS}
    for field in FilterKey:
        assert any(term.startswith(field.value) for term in english), field
        assert any(term.startswith(FIELD_WORDS[field][0]) for term in chinese), field
    for flag in Flag:
        assert flag.value in english, flag
        assert FLAG_WORDS[flag][0] in chinese, flag


def test_the_views_are_those_of_the_program_in_both_languages() -> None:
    names = ledger_names()
    order = {"receipt": Sort.RECEIVED, "due date": Sort.DUE}
    told = [(name, parse(text, names), order[sort]) for name, text, sort in VIEWS if sort in order]
    assert len(told) == len(_BUILT_IN)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        try:
            views = built_in()
        finally:
            i18n.use("en")
        for (name, query, sort), view in zip(told, views, strict=True):
            assert view.name.casefold() in name.casefold()
            assert (parse(view.filter, names), view.sort) == (query, sort)


def test_the_page_is_named_where_one_looks_for_it() -> None:
    commands = (sources.ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert "(ledger.md)" in commands
