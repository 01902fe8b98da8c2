"""Nobody compares written names or numbers: whoever does goes through core.words.official."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests import sources

NAMES = frozenset(
    {"person", "officer", "approver", "holder", "keeper", "proposed_by", "approved_by", "phone"}
)
"""What holds an official's written name or number, as an attribute, a variable or a form's part."""
PARTS = NAMES | {"to", "name", "by", "second"}
"""What holds one where a form's part or a draft is asked for it by its name."""
_SQL = re.compile(r"\bWHERE\b.*\b(person|officer|in_place_of)\b *(=|<>|IN\b|LIKE\b)(?! *'')", re.S)
BY_KEY = frozenset({"get", "setdefault", "pop"})
AS_WRITTEN = {
    "xfconsole/core/office/officers.py": "key slots and the journal name one officer alike",
    "xfconsole/core/roster/holes.py": "each person has one spelling there",
    "xfconsole/drill/demo_night.py": "its own names",
    "data/ledger/barred.py": "looks for the spellings that it found there",
    "data/vault/slots.py": "whether a name is kept as it may be kept",
    "data/vault/vault.py": "the exact name goes first",
}
"""The files that may compare names as they are written, and why."""


def _is_name(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in NAMES
        case ast.Subscript(slice=ast.Constant(value=part)):
            return part in PARTS
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=part), *_]):
            return part in PARTS
        case ast.Tuple(elts=parts):
            return any(map(_is_name, parts))
    return False


def _nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in ("", None)


def raw_comparisons(tree: ast.AST) -> Iterator[int]:
    """Yield the lines on which a written name is compared, looked for, or a key."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, ops=ops, comparators=rights):
                parts = [left, *rights]
                equal = any(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in ops)
                if equal and any(map(_is_name, parts)) and not any(map(_nothing, parts)):
                    yield node.lineno
            case ast.Call(func=ast.Attribute(attr=name), args=[key, *_]) if name in BY_KEY:
                if _is_name(key):
                    yield node.lineno
            case ast.Subscript(slice=key) | ast.SetComp(elt=key) | ast.DictComp(key=key):
                if _is_name(key):
                    yield node.lineno
            case ast.Constant(value=str(text)) if _SQL.search(text):
                yield node.lineno


@pytest.mark.parametrize(
    "line",
    [
        "contact.person == named",
        "who != duty.officer",
        "officer in barred",
        "(post, person) == (turn.post, turn.person)",
        "firsts.setdefault(entry.person, entry)",
        "phones[each.person]",
        "{each.person for each in entries}",
        "{each.officer: each for each in rows}",
        "values['second'] == row.proposed_by",
        "kept.get('to', '') == who",
        "fact.phone != known",
        "'SELECT matter FROM barred WHERE person = ?'",
    ],
)
def test_the_check_finds_what_compares_written_names(line: str) -> None:
    assert list(raw_comparisons(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "same(contact.person, named)",
        "person == ''",
        "name_key(officer) in barred",
        "officer is None",
        "phone_key(held.phone) == phone_key(phone)",
        "'SELECT person FROM barred WHERE person <> \\'\\''",
        "'UPDATE duty SET person = ? WHERE matter = ?'",
    ],
)
def test_the_check_lets_pass_what_folds(line: str) -> None:
    assert list(raw_comparisons(ast.parse(line))) == []


def test_no_written_name_is_compared_as_it_is() -> None:
    found = {
        f"{sources.name(path)}:{line}"
        for path in sources.files("xfconsole", "screens", "data")
        if sources.name(path) not in AS_WRITTEN
        for line in raw_comparisons(sources.tree(path))
    }
    assert found == set()


def test_every_file_that_may_compare_written_names_does() -> None:
    for name in AS_WRITTEN:
        assert list(raw_comparisons(sources.tree(sources.ROOT / name))), name
