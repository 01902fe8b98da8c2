"""The ledger's bench runs, on a small register: every act finds what it is there to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import ledger as bench
from xfconsole.core.ledger.filter import parse
from xfconsole.core.ledger.listing import Listing
from xfconsole.ui.words.closed_lists import ledger_names


def test_every_act_is_measured_and_the_register_has_its_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "KEYS", 1)
    monkeypatch.setattr(bench, "FEW", 10)
    figures = bench.ledger(tmp_path / "register", 1, 600)
    assert len(figures) == 2 * len(list(bench.acts(bench.register(tmp_path, 1)))) + 3
    assert all(each.ours[0] > 0 for each in figures)


@pytest.mark.parametrize("text", ["open", "closed", "overdue", "soon", "undecided", "过渡"])
def test_the_register_holds_what_is_filtered_for(tmp_path: Path, text: str) -> None:
    views = bench.register(tmp_path, 600)
    rows = views.matters(Listing(bench.NOW, parse(text, ledger_names())), limit=600)
    assert 0 < len(rows) < 600
