"""The journal's head on paper: read however it was typed, and a slip is found group by group."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.core.office.journal_head import ALPHABET, Head, read_head
from xfconsole.core.words.refusal import Refused

heads = st.builds(Head, st.integers(0, 10**15 - 1), st.integers(0, 2**60 - 1).map("{:015x}".format))
HEAD = Head(1234, "0123456789abcde")


@given(heads)
def test_a_head_comes_back_from_paper(head: Head) -> None:
    assert read_head(head.typed) == head


def test_a_head_is_a_number_and_three_groups_of_five() -> None:
    number, *groups = HEAD.typed.split("-")
    assert number == "1234"
    assert [len(group) for group in groups] == [5, 5, 5]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(str.lower, id="lower case"),
        pytest.param(lambda head: head.replace("-", ""), id="without hyphens"),
        pytest.param(lambda head: f" {head.replace('-', '  ')}\n", id="with spaces"),
        pytest.param(lambda head: "".join(chr(ord(c) + 0xFEE0) for c in head), id="full width"),
    ],
)
def test_a_head_is_read_however_it_was_typed(typed: Any) -> None:
    assert read_head(typed(HEAD.typed)) == HEAD


@given(heads, st.integers(0, 14), st.integers(1, 31))
def test_one_wrong_symbol_names_its_group(head: Head, at: int, by: int) -> None:
    number, code = head.typed.split("-", 1)
    symbols = list(code.replace("-", ""))
    symbols[at] = ALPHABET[(ALPHABET.index(symbols[at]) + by) % 32]
    with pytest.raises(Refused) as refused:
        read_head(f"{number}-{''.join(symbols)}")
    assert refused.value.key == "head.refused.group"
    assert refused.value.values == {"group": at // 5 + 1}


@given(heads, st.integers(0, 18), st.integers(1, 9))
def test_one_wrong_figure_of_the_number_is_noticed(head: Head, at: int, by: int) -> None:
    number, code = head.typed.split("-", 1)
    at %= len(number)
    wrong = f"{number[:at]}{(int(number[at]) + by) % 10}{number[at + 1 :]}"
    with pytest.raises(Refused, match=r"head\.refused"):
        read_head(f"{wrong}-{code}")


@pytest.mark.parametrize("typed", ["", "1234", "x-" + HEAD.typed, HEAD.typed[:-1], "9" * 500])
def test_anything_else_is_told(typed: str) -> None:
    with pytest.raises(Refused, match=r"head\.refused"):
        read_head(typed)
