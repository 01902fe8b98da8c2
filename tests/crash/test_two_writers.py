"""Two consoles on one office: the second is kept out; where no lock can do that, none loses a verb.

The lock of the folder is taken away from two processes, as some file servers and systems have none.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest

from tests.crash.aftermath import (
    drafts_of,
    hold_chain,
    hold_raised_once,
    hold_tables,
    journal_of,
    opened,
)
from tests.crash.headless import AtWork
from tests.crash.summary import Tally
from tests.crash.work import Promise, broken
from tests.tty import offices
from tests.tty.keyboard import unlock
from tests.tty.offices import OFFICER, PASSPHRASE
from tests.tty.terminal import ENTER, console
from xfconsole.ui.words.catalogue import catalogue


def side_by_side(home: Path, tmp_path: Path, tally: Tally, verbs: int) -> None:
    """Let two desks do so many things together; hold that all of them are there, once."""
    told: list[list[Promise]] = [[], []]
    desks = [AtWork(home, side, side * 5_000, verbs // 2, "unlocked") for side in range(2)]
    for both in zip_longest(*(each.acknowledged() for each in desks)):
        for side, promise in enumerate(both):
            if promise is not None:
                told[side].append(promise)
    with tally.count("verbs", sum(map(len, told))), opened(home) as (office, _):
        # Each desk's drafts are its own in their order; the other's may have come after.
        assert [broken(office, _verbs(each)) for each in told] == [[], []]
        assert {each[1] for each in told[0] + told[1] if each[0] == "draft"} >= drafts_of(
            office
        ).keys()
        assert sum(map(len, told)) >= verbs * 9 // 10
        hold_chain(office)
        hold_raised_once(journal_of(office))
        hold_tables(office, tmp_path)


def _verbs(promises: list[Promise]) -> list[Promise]:
    return [each for each in promises if each[0] != "draft"]


def test_two_desks_without_a_lock_lose_no_verb(home: Path, tmp_path: Path, tally: Tally) -> None:
    side_by_side(home, tmp_path, tally, 100)


@pytest.mark.torture
def test_two_thousand_verbs_side_by_side(home: Path, tmp_path: Path, tally: Tally) -> None:
    side_by_side(home, tmp_path, tally, 2_000)


@pytest.mark.parametrize("lang", ["zh"])
def test_a_second_console_is_told_that_the_first_is_open(home: Path, lang: str) -> None:
    sentence = catalogue(lang).say("vault.refused.in_use")
    with console(home, lang=lang) as first:
        unlock(first)
        with console(home, lang=lang) as second:
            second.shows(OFFICER)
            second.send(PASSPHRASE, ENTER)
            said = "".join(sentence.split())
            second.until(lambda: said in "".join(second.text.split()), sentence)
        first.kill()
        first.ended()
    assert offices.journal(home)
