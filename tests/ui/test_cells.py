"""Widths: whatever comes in, a column is exactly as wide as asked and no sign is torn apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfconsole.ui.text import cells

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\u200d\ufe0f\u0301\u3099👨👩👧🇨🇳中，。é\t\n\x1b\u202e ️☁a"),
    ),
    max_size=40,
)
WIDE = st.integers(0, 60)


@given(NASTY, WIDE, st.sampled_from(["left", "right"]))
def test_a_fitted_text_is_exactly_as_wide_as_asked(text: str, wide: int, align: str) -> None:
    assert cells.width(cells.fit(text, wide, align=align)) == wide


@given(NASTY, NASTY, WIDE)
def test_columns_side_by_side_do_not_move_each_other(one: str, other: str, wide: int) -> None:
    assert cells.width(cells.fit(one, wide) + cells.fit(other, wide)) == 2 * wide


@given(NASTY, WIDE)
def test_a_truncated_text_is_no_wider_than_asked(text: str, wide: int) -> None:
    assert cells.width(cells.truncate(text, wide)) <= wide


@given(NASTY, st.integers(2, 40))
def test_no_wrapped_line_is_wider_than_asked(text: str, wide: int) -> None:
    lines = cells.wrap(text, wide)
    assert all(cells.width(line) <= wide for line in lines)
    assert not any(set(line) & set("\n\t\x1b") for line in lines)


@given(st.text("ab 中文，。x1", max_size=60), st.integers(2, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, wide: int) -> None:
    assert "".join(cells.wrap(text, wide)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "wide", "cut"),
    [
        pytest.param("安置房逾期交付", 14, "安置房逾期交付", id="fits"),
        pytest.param("安置房逾期交付", 12, "安置房逾期…", id="half a sign is no sign"),
        pytest.param("ab👨‍👩‍👧cd", 4, "ab…", id="a family stays together"),
        pytest.param("🇨🇳🇨🇳", 3, "🇨🇳…", id="a flag stays together"),
        pytest.param("cafe\u0301s", 5, "cafe\u0301s", id="an accent takes no cell"),
        pytest.param("[b]x[/b]", 8, "[b]x[/b]", id="brackets are text"),
        pytest.param("a\tb", 8, "a   b", id="a tab moves to the next stop"),
        pytest.param("一\n二", 8, "一 二", id="a line end is a space"),
        pytest.param("\x1b[2J", 4, "␛[2J", id="an escape is a picture"),
    ],
)
def test_text_is_cut_between_signs(text: str, wide: int, cut: str) -> None:
    assert cells.truncate(text, wide) == cut


def test_a_line_breaks_where_reading_allows() -> None:
    assert cells.wrap("ring the deputy now", 9) == ["ring the", "deputy", "now"]
    assert cells.wrap("请致电副职。再报告", 10) == ["请致电副", "职。再报告"]
    assert cells.wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert cells.wrap("一\n\n二", 10) == ["一", "", "二"]
