"""Nobody compares written names: every comparison of officials goes through core.official."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests import sources

NAMES = frozenset({"person", "officer", "approver", "holder", "keeper"})
"""What holds an official's written name, as an attribute or a variable."""
BY_KEY = frozenset({"get", "setdefault", "pop"})
AS_WRITTEN = {
    "xfconsole/core/officers.py": "key slots and the journal name one officer alike",
    "xfconsole/core/roster_holes.py": "each person has one spelling there",
    "xfconsole/demo_roster.py": "its own names",
    "data/checks_officers.py": "whether key slots and the journal name one officer alike",
    "data/slots.py": "whether a name is kept as it may be kept",
    "data/vault.py": "the exact name goes first",
}
"""The files that may compare names as they are written, and why."""


def _is_name(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in NAMES
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
