"""The recovery code on paper: read however it was typed, and a slip is found group by group."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vault.recovery import new_recovery_code, read_recovery_code
from xfconsole.core.office.journal_head import ALPHABET
from xfconsole.core.words.refusal import Refused


def test_a_code_is_six_groups_of_five_without_look_alikes() -> None:
    groups = new_recovery_code().split("-")
    assert [len(group) for group in groups] == [5] * 6
    assert set("".join(groups)) <= set(ALPHABET)
    assert set("01IO").isdisjoint(ALPHABET)
    assert len(set(ALPHABET)) == 32


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda code: code, id="as shown"),
        pytest.param(str.lower, id="lower case"),
        pytest.param(lambda code: code.replace("-", ""), id="without hyphens"),
        pytest.param(lambda code: f"  {code.replace('-', '  ')}\n", id="with spaces"),
        pytest.param(
            lambda code: "".join(chr(ord(each) + 0xFEE0) for each in code), id="full width"
        ),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: Any) -> None:
    code = new_recovery_code()
    assert read_recovery_code(typed(code)) == code


@given(st.integers(0, 29), st.integers(1, 31))
def test_one_wrong_symbol_names_its_group(at: int, by: int) -> None:
    symbols = list(new_recovery_code().replace("-", ""))
    symbols[at] = ALPHABET[(ALPHABET.index(symbols[at]) + by) % 32]
    with pytest.raises(Refused) as refused:
        read_recovery_code("".join(symbols))
    assert refused.value.key == "vault.refused.recovery_group"
    assert refused.value.values == {"group": at // 5 + 1}


@given(st.integers(0, 5), st.integers(0, 5))
def test_groups_in_another_order_are_noticed(first: int, second: int) -> None:
    groups = new_recovery_code().split("-")
    groups[first], groups[second] = groups[second], groups[first]
    if first == second:
        assert read_recovery_code("-".join(groups)) == "-".join(groups)
        return
    with pytest.raises(Refused, match=r"vault\.refused\.recovery_group"):
        read_recovery_code("-".join(groups))


@pytest.mark.parametrize("symbol", ["0", "1", "I", "O", "中", "é"])
def test_a_symbol_no_code_has_names_its_group(symbol: str) -> None:
    code = new_recovery_code()
    with pytest.raises(Refused) as refused:
        read_recovery_code(code[:7] + symbol + code[8:])
    assert refused.value.values == {"group": 2}


@pytest.mark.parametrize("length", [0, 1, 25, 29, 31, 60])
def test_a_code_of_another_length_is_told(length: int) -> None:
    code = new_recovery_code().replace("-", "") * 2
    with pytest.raises(Refused) as refused:
        read_recovery_code(code[:length])
    assert refused.value.key == "vault.refused.recovery_length"
    assert refused.value.values == {"found": length, "needed": 30}


def test_a_refused_code_is_not_repeated() -> None:
    code = new_recovery_code()
    with pytest.raises(Refused) as refused:
        read_recovery_code(code[:-1])
    assert code[:5] not in repr(refused.value) + repr(refused.value.values)
