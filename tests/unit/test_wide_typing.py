"""Full-width digits and signs, as a Chinese keyboard has them, mean what the narrow ones do."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from screens.requests import day_of
from screens.when import done_at
from xfconsole.core.ledger_query import parse
from xfconsole.ui.ledger_names import ledger_names

NOW, ZONE = datetime(2026, 2, 19, 18, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("到期‹３天", "到期<3天"),
        ("到期〈３天", "到期<3天"),
        ("到期＜＝３天", "到期<=3天"),
        ("到期›=３天", "到期>=3天"),
        ("编号：１", "编号:1"),
    ],
)
def test_a_filter(wide: str, narrow: str) -> None:
    assert parse(wide, ledger_names()) == parse(narrow, ledger_names())


@pytest.mark.parametrize(("wide", "narrow"), [("＋３", "+3"), ("０２－２５", "02-25")])
def test_a_day(wide: str, narrow: str) -> None:
    assert day_of(wide, NOW, ZONE) == day_of(narrow, NOW, ZONE) is not None


@pytest.mark.parametrize(("wide", "narrow"), [("－２ｈ", "-2h"), ("－３天", "-3天")])
def test_so_long_ago(wide: str, narrow: str) -> None:
    assert done_at(wide, NOW, ZONE) == done_at(narrow, NOW, ZONE) is not None
