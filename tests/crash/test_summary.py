"""The table at the end of a run counts what ran, and what was lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.crash.summary import Tally, table


def report(when: str, item: Any) -> Any:
    return SimpleNamespace(when=when, user_properties=item.user_properties)


def test_counts_of_all_tests_come_together_and_losses_show() -> None:
    first: Any = SimpleNamespace(user_properties=[])
    second: Any = SimpleNamespace(user_properties=[("other", 1)])
    Tally(first).more("kills", 3)
    tally = Tally(second)
    tally.more("kills", 4)
    with pytest.raises(AssertionError, match="lost"), tally.count("kills"):
        raise AssertionError("lost")
    tally.more("images", 25)
    reports = [report(when, each) for each in (first, second) for when in ("setup", "call")]
    assert [line.split()[-3:] for line in table(reports)] == [
        ["8", "lost", "1"],
        ["25", "lost", "0"],
    ]
    assert table([report("call", SimpleNamespace(user_properties=[]))]) == []
