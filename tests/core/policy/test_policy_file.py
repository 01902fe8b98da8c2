"""A pack that is wrong is refused with the line at fault, and nothing else ever happens."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packs import TEXT, changed, problems
from xfconsole.core.policy.load import MAX_BYTES, PolicyError, check, digest_of, load, parse
from xfconsole.core.policy.reader import MOST_PROBLEMS, Problem
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue

LINES = TEXT.split("\n")
STATEMENTS = [number for number, line in enumerate(LINES) if re.match(r"[\w\[]", line)]
VALUES = (
    "5",
    "-1",
    "1.5",
    "true",
    '"x"',
    '""',
    "[]",
    "{}",
    "2026-02-20",
    "nan",
    "'''",
    "{ zh = 1 }",
)


def only(text: str) -> Problem:
    """Return the one problem of a pack; a second one would be a wrong accusation."""
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def test_the_default_pack_has_no_problem() -> None:
    assert problems(TEXT) == []


@pytest.mark.parametrize(
    ("data", "key", "line"),
    [
        pytest.param(b"", "empty", 1, id="an empty file"),
        pytest.param(b" \r\n\n", "empty", 1, id="nothing but white space"),
        pytest.param(b"\xef\xbb\xbf", "empty", 1, id="nothing but a byte order mark"),
        pytest.param(b"#" * (MAX_BYTES + 1), "too_large", 1, id="over 1 MiB"),
        pytest.param(TEXT.encode("gb18030"), "not_utf8", 1, id="GB18030"),
        pytest.param(b'id = "x"\n# \xff\n', "not_utf8", 2, id="a stray byte"),
        pytest.param(TEXT.encode("utf-16"), "not_utf8", 1, id="UTF-16"),
    ],
)
def test_a_file_that_is_no_pack(data: bytes, key: str, line: int) -> None:
    assert [(each.key, each.line) for each in check(data, "x")] == [(f"policy.problem.{key}", line)]


def test_a_file_of_just_1_mib_is_read() -> None:
    room = MAX_BYTES - len(TEXT.encode("utf-8"))
    assert check(TEXT.encode("utf-8") + b"#\n" * (room // 2), "x") == []


@pytest.mark.parametrize("table", ["bands", "attendance", "safety"])
def test_a_pack_without_a_rule_of_a_kind(table: str) -> None:
    blocks = re.split(r"(?m)^(?=\[)", TEXT)
    text = f"{table} = []\n" + "".join(b for b in blocks if not b.startswith(f"[[{table}]]"))
    assert only(text) == Problem(1, f"policy.problem.no_{table}", {"where": table})


def test_all_faults_come_at_once_in_the_order_of_their_lines() -> None:
    text = changed("version = 1", 'version = "1"')
    text = changed('post = "receptionist"', 'post = "porter"', text)
    text = changed("attempts = 2", "attempts = 20", text)
    found = problems(text)
    assert [each.key.rpartition(".")[2] for each in found] == [
        "not_number",
        "unknown_post",
        "range",
    ]
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_the_nearest_key_is_named() -> None:
    assert only(changed("snooze_max_minutes", "snooze_minutes_max")).values["near"] == (
        "snooze_max_minutes"
    )


@pytest.mark.parametrize("table", ["travel", "ladders", "posts"])
def test_a_misspelt_table_is_one_fault_and_not_one_for_each_mention(table: str) -> None:
    text = TEXT.replace(f"\n[{table}.", f"\n[{table}x.")
    assert [each.key for each in problems(text)] == ["policy.problem.unknown_key_near"]


@pytest.mark.parametrize("table", ["travel", "ladders", "posts"])
def test_an_empty_table_is_one_fault(table: str) -> None:
    blocks = re.split(r"(?m)^(?=\[)", TEXT)
    text = f"{table} = {{}}\n" + "".join(b for b in blocks if not b.startswith(f"[{table}."))
    assert only(text) == Problem(1, "policy.problem.empty_table", {"where": table})


def test_what_would_be_right_is_named() -> None:
    found = problems(changed('travel = "township"', 'travel = "village"'))[0]
    assert found.values == {
        "where": "posts.township_head.travel",
        "value": "village",
        "known": "city, house, township",
    }


def test_what_a_pack_got_wrong_cannot_drive_the_terminal() -> None:
    found = only(changed('travel = "township"', 'travel = "\\u001b[2J"'))
    assert found.values["value"] == "␛[2J"


def test_a_file_of_nothing_but_faults_is_not_read_to_its_end() -> None:
    assert len(problems("[[bands]]\n" * 5000)) == MOST_PROBLEMS


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = " + "[" * 900 + "]" * 90, id="nested arrays"),
        pytest.param("a = [\n" * 3000 + "]\n" * 3000, id="arrays nested over lines"),
        pytest.param("a." * 400 + "a = 1", id="an endless dotted key"),
        pytest.param("[" + "a." * 400 + "a]", id="an endless header"),
        pytest.param("a = {" * 3 + "}" * 3, id="inline tables without keys"),
        pytest.param("version = " + "9" * 900, id="a number of 900 digits"),
        pytest.param("version = 0x" + "f" * 900, id="a hexadecimal number of 900 digits"),
        pytest.param('a = """\n' + "x\n" * 99, id="a long text not closed"),
        pytest.param(
            "bands = 1\nattendance = [1]\nposts = []\ntravel = 1", id="all of another type"
        ),
    ],
)
def test_a_file_made_to_break_the_reader_only_gives_problems(text: str) -> None:
    found = problems(text)
    assert found
    assert all(1 <= each.line <= text.count("\n") + 1 for each in found)


def test_a_refusal_says_file_number_and_first_line() -> None:
    with pytest.raises(PolicyError) as refused:
        parse(changed("version = 1", "version = 0"), "office.toml")
    assert refused.value.values == {"name": "office.toml", "count": 1, "line": 17}


def test_a_pack_keeps_its_digest_whatever_system_saved_it() -> None:
    plain = load(TEXT.encode("utf-8"), "x")
    assert load(TEXT.replace("\n", "\r\n").encode("utf-8-sig"), "x") == plain
    assert parse(plain.text, "x") == plain
    assert plain.digest == digest_of(plain.text)


def test_another_word_gives_another_digest() -> None:
    other = changed("minutes = 30", "minutes = 20")
    assert parse(other, "x").digest != parse(TEXT, "x").digest


def said(found: list[Problem]) -> None:
    """Every problem has its sentence in both languages, with all its values."""
    for language in LANGUAGES:
        for each in found:
            assert catalogue(language).say(each.key, **each.values)


@given(st.sampled_from(STATEMENTS), st.sampled_from(["delete", "twice", *VALUES]))
def test_any_line_spoilt_either_still_parses_or_gives_lines_within_the_file(
    number: int, how: str
) -> None:
    before, line, after = LINES[:number], LINES[number], LINES[number + 1 :]
    spoilt = {"delete": [], "twice": [line, line]}.get(how, [line.partition("=")[0] + "= " + how])
    lines = before + spoilt + after
    found = problems("\n".join(lines))
    assert all(1 <= each.line <= len(lines) for each in found)
    said(found)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40), st.integers(0, len(TEXT)))
def test_anything_typed_anywhere_gives_lines_within_the_file(typed: str, place: int) -> None:
    text = TEXT[:place] + typed + TEXT[place:]
    found = problems(text)
    assert all(1 <= each.line <= text.count("\n") + 1 for each in found)
    said(found)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_problem(data: bytes) -> None:
    found = check(data, "x")
    assert found
    said(found)
