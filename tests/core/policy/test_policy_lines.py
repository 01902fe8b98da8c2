"""The line of every key, also where a document is written to mislead."""

from __future__ import annotations

import tomllib

import pytest

from tests.packs import TEXT
from xfconsole.core.words.toml_text import LineIndex, Path

TRICKY = '''# [not.a.table]
plain = 1
"quoted key" = "a # no comment"
dotted.inner = 2
text = """
[inside.text]
key = 'in text'
ends with quotes \\""""""
literal = \'\'\'
[[also.inside]]
\'\'\'
list = [ # ]
  "]",
  { deep = "[" },
]
inline = { zh = "}", en = "{" }

[table] # a comment
key = 1

  [table.below]
  key = 2

[[rules]]
id = "one"
  [rules.inner]
  key = 3

[[rules]]
id = "two"
inner.key = 4

[ "quoted" . "header" ]
key = 5
last = 6'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param((), 1, id="the document"),
        pytest.param(("plain",), 2, id="a key"),
        pytest.param(("quoted key",), 3, id="a quoted key"),
        pytest.param(("dotted", "inner"), 4, id="a dotted key"),
        pytest.param(("text",), 5, id="a text over lines"),
        pytest.param(("literal",), 9, id="a literal text over lines"),
        pytest.param(("list",), 12, id="a list over lines"),
        pytest.param(("list", 1, "deep"), 12, id="a table in a list: where the list begins"),
        pytest.param(("inline", "en"), 16, id="a key of an inline table"),
        pytest.param(("table",), 18, id="a table"),
        pytest.param(("table", "key"), 19, id="a key of a table"),
        pytest.param(("table", "below", "key"), 22, id="a key of an indented table"),
        pytest.param(("rules",), 24, id="a list of tables: its first"),
        pytest.param(("rules", 0, "id"), 25, id="a key of the first of several"),
        pytest.param(("rules", 0, "inner", "key"), 27, id="a table below the first of several"),
        pytest.param(("rules", 1), 29, id="the second of several"),
        pytest.param(("rules", 1, "inner", "key"), 31, id="a dotted key of the second"),
        pytest.param(("rules", 1, "missing"), 29, id="a missing key: its table"),
        pytest.param(("quoted", "header", "key"), 34, id="a key below a quoted header"),
        pytest.param(("last",), 1, id="a missing key outside tables"),
    ],
)
def test_line(path: Path, line: int) -> None:
    assert tomllib.loads(TRICKY)
    assert LineIndex(TRICKY).line(path) == line


def test_every_key_of_the_default_pack_stands_where_it_is_said_to_stand() -> None:
    index, lines = LineIndex(TEXT), TEXT.split("\n")
    rules = [
        (("bands", 1, "level"), 'level = "major"'),
        (("attendance", 6, "at_least"), "at_least = 100"),
        (("travel", "township", "reason", "en"), "reason = "),
        (("posts", "principal_leader", "next_rank"), 'next_rank = ""'),
        (("reports", "band_change", "minutes"), "minutes = 0"),
        (("safety", 6, "zh"), 'zh = "接待人员坚持'),
    ]
    assert [lines[index.line(path) - 1].startswith(start) for path, start in rules] == [True] * 6
