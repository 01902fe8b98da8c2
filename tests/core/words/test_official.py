"""One notion of the same official: names and numbers folded for comparing, never for showing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.spellings import respelled
from xfconsole.core.words.official import among, name_key, phone_key, same

NAMES = st.text(min_size=1, max_size=12)
ONE_MAN = [
    "王强",
    "王　强",
    "王 强",
    " 王\u00a0强\t",
    "王\u200b强",
    "王\ufeff强",
    "王\u00ad强",
    "王\u2060强",
    "王\u3164强",
    "王\ufe0f强",
    "王\u202f强\u200d",
    "王\ufffd强",  # what neutral_line leaves of a mark of direction
]


@pytest.mark.parametrize("written", ONE_MAN)
def test_one_man_however_he_is_padded(written: str) -> None:
    assert same(written, "王强")
    assert among("王强", ["高远", written])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王强（住建）", "王强(住建)"),
        ("ＬＩ　Ｍｉｎ", "li min"),
        ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("买买提・吐尔逊", "买买提．吐尔逊"),
        ("Jose\u0301 Ruiz", "JOSÉ RUIZ"),
        ("王强㈱", "王强(株)"),
    ],
)
def test_width_case_and_the_dot_between_names_make_no_other_man(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王强", "王强（住建）"),
        ("王强（住建）", "王强（教育）"),
        ("王强", "王强强"),
        ("李敏", "李旻"),
        ("𠮷田", "吉田"),
        ("王强", ""),
    ],
)
def test_a_mark_or_another_sign_makes_another_man(one: str, other: str) -> None:
    assert not same(one, other)
    assert not among(one, [other])


@given(NAMES)
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(NAMES, st.data())
def test_blanks_width_and_unseen_signs_change_no_name(name: str, data: st.DataObject) -> None:
    assert name_key(data.draw(respelled(name))) == name_key(name)


@pytest.mark.parametrize(
    "written",
    [
        "13900000001",
        "139-0000-0001",
        "+86 139 0000 0001",
        "(+86)13900000001",
        "0086-139-0000-0001",
        "86 13900000001",
        "013900000001",
        "１３９０００００００１",
        "\u202d13900000001\u202c",
        " 139 0000　0001 ",
    ],
)
def test_one_mobile_number_however_it_is_written(written: str) -> None:
    assert phone_key(written) == "13900000001"


@pytest.mark.parametrize(
    "written",
    [
        "0571-88881234转803",
        "0571-8888 1234-803",
        "+86 571 88881234 ext. 803",
        "+86(0)571 8888 1234 #803",
        "（0571）88881234 转 ８０３",
    ],
)
def test_one_landline_number_with_its_extension(written: str) -> None:
    assert phone_key(written) == "57188881234803"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13900000001", "13900000002"),
        ("0571-88881234", "0571-88881234转803"),
        ("0571-88881234", "010-88881234"),
        ("86571888", "571888"),
        ("见值班表", "总机转"),
        ("13900000001", ""),
    ],
)
def test_two_numbers_stay_two(one: str, other: str) -> None:
    assert phone_key(one) != phone_key(other)
